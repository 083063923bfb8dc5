import { signal } from "@preact/signals";
import type { Session } from "../session";

/** Files hang over the chat. */
export const hovering = signal(false);

/** Lets files be dropped anywhere in the chat. */
export function takeDrops(session: Session, target: Document): void {
  const brings = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  target.addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    hovering.value = !session.asks.value;
  });
  target.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) hovering.value = false;
  });
  target.addEventListener("drop", (event) => {
    hovering.value = false;
    if (!brings(event)) return;
    // Or the browser would leave the chat and show the file.
    event.preventDefault();
    // What is asked before the chat comes first.
    if (!session.asks.value) session.tray.add([...(event.dataTransfer?.files ?? [])]);
  });
}
