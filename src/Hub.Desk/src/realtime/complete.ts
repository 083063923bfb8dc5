import type { Message } from "../api/types";

/** What the live line does for a ticket, so that it can be tried without one. */
export interface Sources {
  /** Joins the ticket's watchers; answers its version. */
  watch: (number: number) => Promise<number>;
  /** Messages new or changed since a version. */
  since: (number: number, version: number) => Promise<Message[]>;
  /** The version of what is loaded; none where nothing is. */
  loaded: (number: number) => number | undefined;
  apply: (number: number, messages: Message[]) => void;
}

/** Up to which version the messages of a ticket are known without a gap. A push alone proves nothing: one before it may be missing. */
const upTo = new Map<number, number>();

/** Joins a ticket and fetches what was missed; says whether there was anything. A failure changes nothing, so that the next try asks for as much. */
export async function complete(number: number, { watch, since, loaded, apply }: Sources): Promise<boolean> {
  // Read before joining, because the first push would hide what was missed.
  const known = upTo.get(number) ?? loaded(number);
  if (known !== undefined) upTo.set(number, known);
  const version = await watch(number);
  if (known === undefined || version <= known) return false;
  apply(number, await since(number, known));
  upTo.set(number, version);
  return true;
}
