import { useTranslation } from "react-i18next";
import { Choice } from "../../ui";
import { Setting } from "../page";
import { Row } from "./row";
import type { SiteSectionProps } from "./site-sections";

/** What the chat says by itself, and in which languages. */
export function TextsSection({ draft, errors, edit }: SiteSectionProps) {
  const { t } = useTranslation();
  return (
    <>
      <Row
        field="greeting"
        value={draft.greeting}
        error={errors.greeting}
        maxLength={300}
        onChange={(greeting) => edit({ greeting })}
      />
      <Setting id="locale">
        <Choice
          label={t("settings.webChat.locale")}
          hint={t("settings.webChat.localeHint")}
          value={draft.locale}
          options={(["en", "fr"] as const).map((value) => ({ value, label: t(`ui.language.${value}`) }))}
          onChange={(locale) => edit({ locale })}
        />
      </Setting>
    </>
  );
}
