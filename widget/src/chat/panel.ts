import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import type { Session } from "./session";

export interface PanelProps {
  session: Session;
  /** Back to the conversation. */
  done(): void;
}

export interface Panel {
  title: string;
  View: ComponentType<PanelProps>;
}

/** What stands in the place of the conversation, such as a form; null while one talks. */
export const panel = signal<Panel | null>(null);
