import { useTranslation } from "react-i18next";
import type { Language } from "../../api/types";
import { Field } from "../../ui";
import { Setting } from "../page";
import { languages } from "./boxes";

interface ByLanguageProps {
  words: "signature" | "acknowledgement";
  values: Record<Language, string>;
  error?: string;
  onChange: (values: Record<Language, string>) => void;
}

const longest = 2000;

/** A text in each language that customers are answered in. */
export function ByLanguage({ words, values, error, onChange }: ByLanguageProps) {
  const { t } = useTranslation();
  return languages.map((language, index) => (
    // The search leads to the first of them.
    <Setting key={language} id={index === 0 ? words : `${words}-${language}`}>
      <Field
        label={t(`settings.mailboxes.${words}In`, { language: t(`ui.language.${language}`) })}
        hint={index === 0 ? t(`settings.mailboxes.${words}Hint`) : undefined}
        error={values[language].length > longest || index === 0 ? error : undefined}
      >
        {(control) => (
          <textarea
            {...control}
            className="input"
            lang={language}
            rows={3}
            value={values[language]}
            onChange={(event) => onChange({ ...values, [language]: event.target.value })}
          />
        )}
      </Field>
    </Setting>
  ));
}
