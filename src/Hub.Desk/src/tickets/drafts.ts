/** Half-written words of a ticket, kept in this browser so that neither a reload nor a crash loses them. */
export interface Draft {
  text: string;
  /** The newest message when the writing began: what came later deserves a warning before sending. */
  since: number;
}

const keyOf = (agent: number, ticket: number, mode: string) => `hub.draft.${agent}.${ticket}.${mode}`;

export function readDraft(agent: number, ticket: number, mode: string): Draft | undefined {
  try {
    return JSON.parse(localStorage.getItem(keyOf(agent, ticket, mode)) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

export function writeDraft(agent: number, ticket: number, mode: string, draft: Draft | undefined): void {
  try {
    if (draft?.text) localStorage.setItem(keyOf(agent, ticket, mode), JSON.stringify(draft));
    else localStorage.removeItem(keyOf(agent, ticket, mode));
  } catch {
    // Without storage the words stay in the field.
  }
}

export const hasDraft = (agent: number, ticket: number) => readDraft(agent, ticket, "reply") !== undefined;
