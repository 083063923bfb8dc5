import { useTranslation } from "react-i18next";
import { Choice, Field } from "../../ui";
import { Setting } from "../page";
import type { WordField } from "./sites";

interface RowProps {
  field: "name" | "privacy" | "continueAfter" | "chatTitle" | Exclude<WordField, "title">;
  value: string;
  error?: string;
  maxLength?: number;
  min?: number;
  max?: number;
  type?: "text" | "url" | "number";
  placeholder?: string;
  /** Of what is typed, where it is not the desk's. */
  lang?: string;
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

interface SwitchProps {
  field: "enabled" | "launcher" | "sound";
  value: boolean;
  onChange: (value: boolean) => void;
}

/** A setting that is on or off. */
export function Switch({ field, value, onChange }: SwitchProps) {
  const { t } = useTranslation();
  return (
    <Setting id={field}>
      <Choice
        label={t(`settings.webChat.${field}`)}
        hint={t(`settings.webChat.${field}Hint`)}
        value={value ? "on" : "off"}
        options={(["on", "off"] as const).map((word) => ({ value: word, label: t(`settings.webChat.${word}`) }))}
        onChange={(word) => onChange(word === "on")}
      />
    </Setting>
  );
}
