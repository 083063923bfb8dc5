import { useTranslation } from "react-i18next";
import { explain } from "../api/explain";
import { Button } from "./button";
import { Strip } from "./strip";

/** Something could not be read: why, and the way to try again. */
export function Failed({ error, retry }: { error: unknown; retry: () => unknown }) {
  const { t } = useTranslation();
  return (
    <Strip
      tone="bad"
      action={
        <Button look="edge" onClick={() => void retry()}>
          {t("ui.retry")}
        </Button>
      }
    >
      {explain(error, t)}
    </Strip>
  );
}
