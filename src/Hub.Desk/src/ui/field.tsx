import { type ReactNode, useId } from "react";
import "./field.css";
import { Icon } from "./icon";

/** What the control must carry, so that its label, hint and error are read with it. */
export interface ControlProps {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

interface FieldProps {
  label: ReactNode;
  /** Why it is asked, or what it does. */
  hint?: ReactNode;
  error?: ReactNode;
  children: (control: ControlProps) => ReactNode;
}

/** A labelled control: label above, hint under the label where it is read first, error under the control where it is mended. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined })}
      <div aria-live="polite">
        {error && (
          <p id={`${id}-error`} className="field-error">
            <Icon name="s-bad" size={12} />
            <span>{error}</span>
          </p>
        )}
      </div>
    </div>
  );
}
