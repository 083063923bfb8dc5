import type { ComponentChildren, ComponentProps } from "preact";
import { useEffect } from "preact/hooks";

export interface FormProps {
  trouble: string;
  busy: boolean;
}

interface OneFieldProps extends FormProps {
  /** What it is for, above the field; said by itself where it is news. */
  why: string;
  isNews?: boolean;
  label: string;
  button: string;
  field: { current: HTMLInputElement | null };
  input: ComponentProps<"input">;
  submit(value: string): void;
  children?: ComponentChildren;
}

/** Why, one field that has the focus, its button, and what went wrong. */
export function OneField({ trouble, busy, why, isNews, label, button, field, input, submit, children }: OneFieldProps) {
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      class="proof"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit(field.current?.value.trim() ?? "");
      }}
    >
      <p id="why" {...(isNews ? { role: "status" } : {})}>
        {why}
      </p>
      <label for="proof">{label}</label>
      <div class="line">
        <input {...input} id="proof" ref={field} aria-invalid={trouble !== ""} aria-describedby="trouble why" />
        <button type="submit" class="button" disabled={busy}>
          {button}
        </button>
      </div>
      <p class="trouble" id="trouble" role="alert">
        {trouble}
      </p>
      {children}
    </form>
  );
}
