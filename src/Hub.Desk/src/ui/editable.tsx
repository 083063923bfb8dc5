import { useState } from "react";

interface EditableProps {
  /** What stands there. */
  shown: string;
  /** What is edited, where that is something else. */
  value: string;
  label: string;
  hint: string;
  longest: number;
  disabled?: boolean;
  onChange: (value: string) => void;
}

/** A heading that becomes a field when pressed: Enter or leaving keeps, Escape does not. */
export function Editable({ shown, value, label, hint, longest, disabled, onChange }: EditableProps) {
  const [edited, setEdited] = useState<string>();
  function keep() {
    const next = edited?.trim();
    setEdited(undefined);
    if (next && next !== value) onChange(next);
  }
  if (edited === undefined) {
    return (
      <h2 className="cut">
        <button type="button" className="sbj cut" title={hint} disabled={disabled} onClick={() => setEdited(value)}>
          {shown}
        </button>
      </h2>
    );
  }
  return (
    <input
      className="sbj-edit grow"
      aria-label={label}
      value={edited}
      maxLength={longest}
      ref={(input) => input?.focus()}
      onChange={(event) => setEdited(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === "Enter") keep();
        if (event.key === "Escape") setEdited(undefined);
      }}
    />
  );
}
