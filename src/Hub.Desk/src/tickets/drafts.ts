import type { FileRef } from "../api/mail";
import type { People } from "./people";

/** Half-written words of a ticket, kept in this browser so that neither a reload nor a crash loses them. */
export interface Draft {
  text: string;
  /** The newest message when the writing began: what came later deserves a warning before sending. */
  since: number;
  /** The kind of channel that was chosen by hand. */
  by?: string;
  /** Whom it goes to by mail, where that was chosen by hand. */
  people?: People;
  /** Files that are on the server already and go along. */
  files?: FileRef[];
}

/** Where a draft stands: the answer, the note, or an undone answer beside another that is being written. */
export type Place = "reply" | "note" | "undone";

const keyOf = (agent: number, ticket: number, place: string) => `hub.draft.${agent}.${ticket}.${place}`;
/** For a browser that forbids storage: as long as the page lives. */
const memory = new Map<string, string>();
const listeners = new Set<(ticket: number) => void>();

export function readDraft(agent: number, ticket: number, place: string): Draft | undefined {
  const key = keyOf(agent, ticket, place);
  try {
    return JSON.parse(localStorage.getItem(key) ?? memory.get(key) ?? "null") ?? undefined;
  } catch {
    return JSON.parse(memory.get(key) ?? "null") ?? undefined;
  }
}

export function writeDraft(agent: number, ticket: number, place: string, draft: Draft | undefined): void {
  const key = keyOf(agent, ticket, place);
  const kept = draft?.text || draft?.files?.length ? JSON.stringify(draft) : undefined;
  memory.delete(key);
  try {
    if (kept) localStorage.setItem(key, kept);
    else localStorage.removeItem(key);
  } catch {
    if (kept) memory.set(key, kept);
  }
}

export const hasDraft = (agent: number, ticket: number) => readDraft(agent, ticket, "reply") !== undefined;

/**
 * Gives the words of an undone answer back: as the draft where nothing is being written, else beside it, to be offered.
 * `seq` is the answer's own place: what the customer wrote after it is news.
 */
export function giveBack(agent: number, ticket: number, text: string, seq: number): "draft" | "beside" {
  const busy = hasDraft(agent, ticket);
  const before = busy ? readDraft(agent, ticket, "undone")?.text : undefined;
  writeDraft(agent, ticket, busy ? "undone" : "reply", { text: before ? `${before}\n\n${text}` : text, since: seq });
  for (const listener of listeners) listener(ticket);
  return busy ? "beside" : "draft";
}

/** Calls `listener` with the ticket whose words came back; gives the way to stop. */
export function onGivenBack(listener: (ticket: number) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
