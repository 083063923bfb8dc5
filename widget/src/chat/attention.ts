import { effect } from "@preact/signals";
import type { Host } from "./host";
import type { Session } from "./session";

type Page = Pick<Document, "visibilityState" | "addEventListener">;

/**
 * Keeps the session told whether the visitor can see the chat: the panel is open and the page is in front. An answer
 * that arrives while it is not so counts as unseen, and goes out by mail.
 */
export function attend(
  session: Pick<Session, "opened" | "visible">,
  host: Pick<Host, "framed" | "state">,
  page: Page,
): void {
  const look = () => {
    // Inside a page nothing is on the screen before the page has said so.
    const opened = host.framed ? (host.state.value?.shown ?? false) : true;
    session.opened.value = opened;
    session.visible.value = opened && page.visibilityState === "visible";
  };
  effect(look);
  page.addEventListener("visibilitychange", look);
}
