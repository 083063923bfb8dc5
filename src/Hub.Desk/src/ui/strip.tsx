import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";
import "./strip.css";

interface StripProps {
  tone: "info" | "ok" | "warn" | "bad";
  children: ReactNode;
  /** What can be done about it. */
  action?: ReactNode;
}

const icons: Record<StripProps["tone"], IconName> = { info: "info", ok: "s-ok", warn: "s-warn", bad: "s-bad" };

/** A sentence in its place: what happened, what is safe, what to do. Trouble is read out at once, the rest when there is time. */
export function Strip({ tone, children, action }: StripProps) {
  return (
    <div className={`strip ${tone}`} role={tone === "bad" ? "alert" : "status"}>
      <Icon name={icons[tone]} size={16} />
      <div className="grow">{children}</div>
      {action}
    </div>
  );
}
