import { effect, type Signal, untracked } from "@preact/signals";
import type { Host } from "./host";
import { asked } from "./i18n";
import type { Session } from "./session";

/** Does what the host's page says: its language, who the visitor is, where they are, and the text it wishes to begin with. */
export function heed(
  session: Pick<Session, "meet" | "adopt" | "walk">,
  host: Pick<Host, "state">,
  words: Signal<string>,
): void {
  effect(() => {
    const state = host.state.value;
    if (!state) return;
    asked.value = state.locale;
    untracked(() => {
      session.meet(state.who);
      session.walk(state.page);
    });
    // Whoever has gone is not taken up again from what the page remembers.
    if (state.who) session.adopt(state.kept);
    // Not read as a signal, or the text would come back as soon as the visitor has sent it.
    if (state.text && !words.peek()) words.value = state.text;
  });
}
