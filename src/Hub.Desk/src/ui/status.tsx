import type { ReactNode } from "react";
import { Icon } from "./icon";

/** A state, said by shape, word and colour together. */
export function Status({ shape, children, title }: StatusProps) {
  return (
    <span className={`st ${shape}`} title={title}>
      <Icon name={`s-${shape}`} size={12} />
      <span>{children}</span>
    </span>
  );
}

interface StatusProps {
  shape: "ok" | "warn" | "bad" | "pause" | "none" | "no" | "new";
  children: ReactNode;
  title?: string;
}
