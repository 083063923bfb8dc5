import type { Message, Ticket } from "../api/types";

/** The part of a ticket's messages that is loaded: always an unbroken run of `seq` that reaches the newest. */
export interface Thread {
  items: Message[];
}

/** Messages by `seq`, each id once, each at its newest version; the same array where nothing is new. */
export function mergeMessages(known: Message[], incoming: Message[]): Message[] {
  const bySeq = new Map(known.map((m) => [m.seq, m]));
  let changed = false;
  for (const message of incoming) {
    const now = bySeq.get(message.seq);
    if (now && now.version >= message.version) continue;
    bySeq.set(message.seq, message);
    changed = true;
  }
  return changed ? [...bySeq.values()].sort((a, b) => a.seq - b.seq) : known;
}

/** A freshly fetched newest part joined to what was loaded; where they do not touch, only the fresh part counts. */
export function joinThread(known: Message[], fetched: Message[]): Message[] {
  const first = fetched[0];
  const last = known.at(-1);
  if (!first || !last || first.seq > last.seq + 1) return fetched;
  return mergeMessages(fetched, known);
}

/** True where a message between the loaded ones and this one has not come yet. */
export function leavesGap(known: Message[], message: Message): boolean {
  const last = known.at(-1);
  return message.seq > (last?.seq ?? 0) + 1;
}

/** A ticket as fetched, unless this page has heard of a newer state of its fields meanwhile. */
export function newerTicket(known: Ticket | undefined, fetched: Ticket): Ticket {
  if (!known) return fetched;
  const seen = (known.seen?.seq ?? 0) > (fetched.seen?.seq ?? 0) ? known.seen : fetched.seen;
  const ticket = known.version > fetched.version ? known : fetched;
  return seen ? { ...ticket, seen } : ticket;
}
