import { useTranslation } from "react-i18next";
import { type ControlProps, Field } from "../../ui";
import { Setting } from "../page";
import { nameOf } from "./language-names";
import { Row } from "./row";
import type { SiteSectionProps } from "./site-sections";
import { type SiteLanguage, siteLanguages, wordFields, wordsOf } from "./sites";

const longest = { title: 60, greeting: 300, away: 120 };

/** What the chat says by itself, and in which languages. */
export function TextsSection({ draft, errors, edit, language, choose }: SiteSectionProps) {
  const { t, i18n } = useTranslation();
  const words = wordsOf(draft, language);

  function offer(one: SiteLanguage, on: boolean) {
    const languages = siteLanguages.filter((known) => (known === one ? on : draft.languages.includes(known)));
    const first = languages[0];
    if (!first) return;
    edit({ languages, locale: languages.includes(draft.locale) ? draft.locale : first });
    if (!languages.includes(language)) choose(first);
  }

  return (
    <>
      <Setting id="languages">
        <fieldset className="field languages">
          <legend className="field-label">{t("settings.webChat.languages")}</legend>
          <p className="field-hint">{t("settings.webChat.languagesHint")}</p>
          <div>
            {siteLanguages.map((one) => (
              <label key={one}>
                <input
                  type="checkbox"
                  checked={draft.languages.includes(one)}
                  onChange={(event) => offer(one, event.target.checked)}
                />
                {nameOf(one, i18n.language)}
              </label>
            ))}
          </div>
        </fieldset>
      </Setting>
      <Setting id="locale">
        <Field label={t("settings.webChat.locale")} hint={t("settings.webChat.localeHint")} error={errors.locale}>
          {(control) => (
            <LanguageSelect
              {...control}
              value={draft.locale}
              among={draft.languages}
              onChange={(locale) => edit({ locale })}
            />
          )}
        </Field>
      </Setting>
      <Setting id="texts">
        <Field label={t("settings.webChat.textsIn")} hint={t("settings.webChat.textsInHint")}>
          {(control) => <LanguageSelect {...control} value={language} among={draft.languages} onChange={choose} />}
        </Field>
      </Setting>
      {wordFields.map((field) => (
        <Row
          key={`${language}-${field}`}
          field={field === "title" ? "chatTitle" : field}
          lang={language}
          value={words[field]}
          error={errors[`texts.${language}.${field}`]}
          maxLength={longest[field]}
          onChange={(value) => edit({ texts: { ...draft.texts, [language]: { ...words, [field]: value } } })}
        />
      ))}
    </>
  );
}

interface LanguageSelectProps extends Partial<ControlProps> {
  "aria-label"?: string;
  value: SiteLanguage;
  among: SiteLanguage[];
  onChange: (language: SiteLanguage) => void;
}

export function LanguageSelect({ value, among, onChange, ...control }: LanguageSelectProps) {
  const { i18n } = useTranslation();
  return (
    <select
      {...control}
      className="input"
      value={value}
      onChange={(event) => onChange(event.target.value as SiteLanguage)}
    >
      {among.map((one) => (
        <option key={one} value={one}>
          {nameOf(one, i18n.language)}
        </option>
      ))}
    </select>
  );
}
