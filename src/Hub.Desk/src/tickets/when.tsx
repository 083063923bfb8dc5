import { useTranslation } from "react-i18next";
import { clock, exact } from "./time";

/** When it was said: the time of day, the rest on hover. */
export function When({ at }: { at: string }) {
  const { i18n } = useTranslation();
  return (
    <time className="num" dateTime={at} title={exact(at, i18n.language)}>
      {clock(at, i18n.language)}
    </time>
  );
}
