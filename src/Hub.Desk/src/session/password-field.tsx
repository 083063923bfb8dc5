import { type Ref, useState } from "react";
import { useTranslation } from "react-i18next";
import { Field, Icon } from "../ui";

interface PasswordFieldProps {
  label: string;
  hint?: string;
  error?: string;
  autoComplete: "current-password" | "new-password";
  value: string;
  onChange: (value: string) => void;
  inputRef?: Ref<HTMLInputElement>;
  autoFocus?: boolean;
  minLength?: number;
}

/** A password that can be looked at while it is typed: long ones are worth it only if they can be checked. */
export function PasswordField({ label, hint, error, value, onChange, inputRef, ...rest }: PasswordFieldProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <div className="password">
          <input
            {...control}
            {...rest}
            ref={inputRef}
            className="input"
            type={shown ? "text" : "password"}
            name="password"
            required
            spellCheck={false}
            autoCapitalize="none"
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <button
            type="button"
            className="btn sq"
            aria-pressed={shown}
            aria-label={t("session.reveal")}
            title={t("session.reveal")}
            onClick={() => setShown(!shown)}
          >
            <Icon name={shown ? "lock" : "eye"} />
          </button>
        </div>
      )}
    </Field>
  );
}
