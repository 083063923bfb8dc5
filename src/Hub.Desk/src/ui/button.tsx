import type { ButtonHTMLAttributes } from "react";
import { Icon, type IconName } from "./icon";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `main` is the one primary action of a view, `danger` the same for what cannot be taken back lightly. */
  look?: "main" | "edge" | "plain" | "danger";
  icon?: IconName;
  /** The work is under way: a second press does nothing, and the button keeps the focus. */
  busy?: boolean;
}

export function Button({ look = "plain", icon, busy, className, children, onClick, ...rest }: ButtonProps) {
  const classes = ["btn", look !== "plain" && look, className].filter(Boolean).join(" ");
  return (
    <button
      type="button"
      className={classes}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}
