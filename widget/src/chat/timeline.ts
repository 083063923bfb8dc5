import type { Message } from "./protocol";

/** Where a message stands: tickets in the order they were made, then seq. */
export const before = (a: { ticket: number; seq: number }, b: { ticket: number; seq: number }): number =>
  a.ticket - b.ticket || a.seq - b.seq;

/** All messages known so far, each once and in order. Immutable: every change gives a new one. */
export class Timeline {
  constructor(readonly messages: readonly Message[] = []) {}

  /** With `more` added. A message known already is replaced, so a merged ticket's renumbering is followed. */
  merge(more: readonly Message[]): Timeline {
    if (more.length === 0) return this;
    const byId = new Map(this.messages.map((message) => [message.id, message]));
    for (const message of more) byId.set(message.id, message);
    return new Timeline([...byId.values()].sort(before));
  }

  /** Those of `more` that are new and do not stand at the end or before the beginning: they have become visible late. */
  late(more: readonly Message[]): readonly Message[] {
    const first = this.messages[0];
    const last = this.messages.at(-1);
    if (!first || !last) return [];
    const known = new Set(this.messages.map((message) => message.id));
    const within = (one: Message) => before(one, last) < 0 && (first.prev === 0 || before(first, one) < 0);
    return more.filter((one) => !known.has(one.id) && within(one));
  }

  /** The newest ticket's number, 0 before the first message. */
  get ticket(): number {
    return this.messages.at(-1)?.ticket ?? 0;
  }

  /** The messages of the newest ticket, which is the one the server's After and Before speak of. */
  get current(): readonly Message[] {
    const { ticket } = this;
    return this.messages.filter((message) => message.ticket === ticket);
  }

  /** The last seq known of the newest ticket. */
  get lastSeq(): number {
    return this.messages.at(-1)?.seq ?? 0;
  }

  /**
   * The seq after which messages are missing, or null when there is no hole. Seqs alone prove nothing, because
   * notes, which visitors never see, use numbers too; `prev` does.
   */
  get hole(): number | null {
    const { current } = this;
    for (let i = 1; i < current.length; i++) {
      const known = (current[i - 1] as Message).seq;
      if ((current[i] as Message).prev > known) return known;
    }
    return null;
  }

  /** The seq before which the newest ticket has older messages, or null when its beginning is known. */
  get olderThan(): number | null {
    const first = this.current[0];
    return first && first.prev > 0 ? first.seq : null;
  }

  /** Without what lies before the last hole: what a long absence left behind is paged in again on demand. */
  sinceHole(): Timeline {
    let rest: Timeline = this;
    for (let hole = rest.hole; hole !== null; hole = rest.hole) {
      const seq = hole;
      const { ticket } = rest;
      rest = new Timeline(rest.messages.filter((message) => message.ticket === ticket && message.seq > seq));
    }
    return rest;
  }
}
