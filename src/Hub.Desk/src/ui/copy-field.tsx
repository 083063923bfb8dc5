import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button";
import "./copy-field.css";
import { Field } from "./field";

interface CopyFieldProps {
  label: string;
  hint?: string;
  value: string;
  /** What the button says. */
  action: string;
  look?: "main" | "edge";
  /** More than one for a text that is worth reading before it is pasted. */
  rows?: number;
}

/** A text to take elsewhere. Where the browser forbids copying, the text is selected and the keys are said. */
export function CopyField({ label, hint, value, action, look = "edge", rows = 1 }: CopyFieldProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLTextAreaElement>(null);
  const [outcome, setOutcome] = useState<"copied" | "copyByHand">();

  async function copy() {
    try {
      await navigator.clipboard.writeText(value);
      setOutcome("copied");
    } catch {
      input.current?.select();
      setOutcome("copyByHand");
    }
  }

  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <div className="copy">
          <textarea
            {...control}
            ref={input}
            className={rows === 1 ? "input one-line" : "input"}
            rows={rows}
            readOnly
            spellCheck={false}
            value={value}
            onFocus={(event) => event.target.select()}
          />
          <Button look={look} icon={outcome === "copied" ? "check" : "copy"} onClick={() => void copy()}>
            {action}
          </Button>
          <p role="status" className={outcome === "copied" ? "sr" : "field-hint"}>
            {outcome && t(`ui.${outcome}`)}
          </p>
        </div>
      )}
    </Field>
  );
}
