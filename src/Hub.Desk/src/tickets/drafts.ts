import { storage } from "../shell/storage";
import { createStore } from "../shell/store";

export type Mode = "reply" | "note";

/** What was being written, and the newest message when it was begun. */
export interface Draft {
  text: string;
  seq: number;
}

const prefix = "hub.draft";
const nothing: Draft = { text: "", seq: 0 };

/** Tickets with an unsent sentence, for the list. */
export const drafted = createStore<ReadonlySet<number>>(new Set());

const keyOf = (me: number, ticket: number, mode: Mode) => `${prefix}.${me}.${ticket}.${mode}`;

export function readDraft(me: number, ticket: number, mode: Mode): Draft {
  return storage.readJson(keyOf(me, ticket, mode), nothing);
}

/** Stored with every letter: it is small, and a crash asks nobody first. */
export function writeDraft(me: number, ticket: number, mode: Mode, draft: Draft): void {
  const empty = draft.text.trim() === "";
  storage.write(keyOf(me, ticket, mode), empty ? null : JSON.stringify(draft));
  const some = !empty || readDraft(me, ticket, mode === "reply" ? "note" : "reply").text !== "";
  if (some === drafted.get().has(ticket)) return;
  const next = new Set(drafted.get());
  if (some) next.add(ticket);
  else next.delete(ticket);
  drafted.set(next);
}

/** Finds this agent's drafts of earlier visits. */
export function findDrafts(me: number): void {
  const found = new Set<number>();
  try {
    for (const key of Object.keys(localStorage)) {
      const [agent, ticket] = key.startsWith(`${prefix}.`) ? key.slice(prefix.length + 1).split(".") : [];
      if (agent === String(me)) found.add(Number(ticket));
    }
  } catch {
    // No storage, no drafts.
  }
  drafted.set(found);
}
