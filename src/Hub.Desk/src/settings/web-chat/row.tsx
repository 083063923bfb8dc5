import { useTranslation } from "react-i18next";
import { Field } from "../../ui";
import { Setting } from "../page";

interface RowProps {
  field: "name" | "greeting" | "privacy" | "continueAfter";
  value: string;
  error?: string;
  maxLength?: number;
  min?: number;
  max?: number;
  type?: "text" | "url" | "number";
  placeholder?: string;
  onChange: (value: string) => void;
}

/** A setting that is one line of text. */
export function Row({ field, error, onChange, ...rest }: RowProps) {
  const { t } = useTranslation();
  return (
    <Setting id={field}>
      <Field label={t(`settings.webChat.${field}`)} hint={t(`settings.webChat.${field}Hint`)} error={error}>
        {(control) => (
          <input {...control} {...rest} className="input" onChange={(event) => onChange(event.target.value)} />
        )}
      </Field>
    </Setting>
  );
}
