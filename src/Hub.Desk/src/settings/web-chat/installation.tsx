import { useTranslation } from "react-i18next";
import { Field } from "../../ui";
import { Setting } from "../page";
import { Install } from "./install";
import type { SiteSectionProps } from "./site-sections";

/** How the chat gets on a page. */
export function Installation({ site }: SiteSectionProps) {
  const { t } = useTranslation();
  return (
    <>
      <Install siteKey={site.key} />
      <Setting id="key">
        <Field label={t("settings.webChat.key")} hint={t("settings.webChat.keyHint")}>
          {(control) => <input {...control} className="input mono" readOnly value={site.key} />}
        </Field>
      </Setting>
    </>
  );
}
