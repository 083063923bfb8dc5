import { signal } from "@preact/signals";
import { type Failure, failureOf, isRefused } from "./errors";
import type { Message, Receipt } from "./protocol";
import type { StoredDraft } from "./storage";
import type { Item } from "./tray";

/** A text the visitor has sent and the timeline does not have yet. */
export interface Draft extends StoredDraft {
  state: "sending" | "sent" | "failed";
  failure?: Failure;
  receipt?: Receipt;
  /** Its files, in this page. */
  items?: readonly Item[];
}

interface Dependencies {
  send(draft: Draft): Promise<Receipt>;
  /** Called when the session is not valid any more: begins a new one. */
  renew(failure: Failure): Promise<void>;
  sent(receipt: Receipt): void;
  save(draft: StoredDraft): void;
  drop(clientId: string): void;
  /** The files of a draft that an earlier page wrote. */
  items?(draft: StoredDraft): readonly Item[];
  /** The files of this draft are not there: they go again. */
  again?(draft: Draft): void;
  sleep(ms: number): Promise<void>;
  newId(): string;
  now(): number;
}

const attempts = 5;

/**
 * What is to be sent, strictly one at a time and in order. A text keeps its clientId over every repeat, reload and
 * reconnect, so the server takes it once.
 */
export class Outbox {
  readonly drafts = signal<readonly Draft[]>([]);
  /** The server asked for a pause, which is being kept. */
  readonly slowed = signal(false);
  #running = false;
  #last = 0;

  constructor(private readonly deps: Dependencies) {}

  /** Puts back what an earlier page did not get sent. */
  restore(stored: readonly StoredDraft[]): void {
    const known = new Set(this.drafts.value.map((draft) => draft.clientId));
    const fresh = stored.filter((draft) => !known.has(draft.clientId));
    this.drafts.value = [...fresh.map((draft): Draft => this.#restored(draft)), ...this.drafts.value];
  }

  #restored(draft: StoredDraft): Draft {
    const items = this.deps.items?.(draft);
    return { ...draft, state: "sending", ...(items?.length ? { items } : {}) };
  }

  add(text: string, items: readonly Item[] = []): void {
    // Two texts within one millisecond keep their order over a reload too.
    this.#last = Math.max(this.deps.now(), this.#last + 1);
    const stored: StoredDraft = { clientId: this.deps.newId(), text, at: this.#last };
    this.deps.save(keepable(stored, items));
    this.drafts.value = [...this.drafts.value, { ...stored, state: "sending", ...(items.length ? { items } : {}) }];
    void this.flush();
  }

  retry(clientId: string): void {
    this.#change(clientId, { state: "sending" });
    void this.flush();
  }

  remove(clientId: string): void {
    this.deps.drop(clientId);
    this.drafts.value = this.drafts.value.filter((draft) => draft.clientId !== clientId);
  }

  /** The timeline has these now. */
  settle(messages: readonly Message[]): void {
    const isKnown = ({ clientId, receipt }: Draft) =>
      messages.some((m) => m.clientId === clientId || (m.ticket === receipt?.ticket && m.seq === receipt.seq));
    for (const draft of this.drafts.value.filter(isKnown)) this.remove(draft.clientId);
  }

  /** The session that took these is over, and the timeline with it. */
  forgetSent(): void {
    this.drafts.value = this.drafts.value.filter((draft) => draft.state !== "sent");
  }

  /** Writes what waits, for when keeping it has just become allowed. */
  saveAll(): void {
    for (const { clientId, text, at, state, items } of this.drafts.value) {
      if (state !== "sent") this.deps.save(keepable({ clientId, text, at }, items));
    }
  }

  /** Sends what waits. Stops when the connection is lost; the next one calls again. */
  async flush(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      for (let next = this.#next(); next; next = this.#next()) {
        if (!(await this.#deliver(next))) return;
      }
    } finally {
      this.#running = false;
      this.slowed.value = false;
    }
  }

  #next(): Draft | undefined {
    return this.drafts.value.find((draft) => draft.state === "sending");
  }

  /** Whether to go on with the next draft. */
  async #deliver(draft: Draft): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      try {
        const receipt = await this.deps.send(draft);
        this.deps.sent(receipt);
        this.deps.drop(draft.clientId);
        this.#change(draft.clientId, { state: "sent", receipt });
        return true;
      } catch (error) {
        const failure = failureOf(error);
        if (failure === "lost") return false;
        // Taken by another message, or gone after a day: the bytes are here.
        if (failure === "files_unknown" && attempt === 1 && draft.items) {
          this.deps.again?.(draft);
          continue;
        }
        if (isRefused(failure) || (failure === "unknown" && attempt >= attempts)) {
          this.#change(draft.clientId, { state: "failed", failure });
          return true;
        }
        if (failure === "form_needed" || failure === "consent_needed" || failure === "site_unknown") {
          // Something has to be said first: the new start asks for it, and whoever answers sends on. Or nothing can be said any more.
          await this.deps.renew(failure).catch(() => {});
          return false;
        }
        if (failure === "token_invalid" || failure === "not_started") {
          if (attempt >= attempts) return false;
          await this.deps.renew(failure).catch(() => {});
          continue;
        }
        this.slowed.value = failure === "rate_limited";
        await this.deps.sleep(failure === "rate_limited" ? 3000 : Math.min(8000, 500 * 2 ** attempt));
        if (!this.drafts.value.some((known) => known.clientId === draft.clientId)) return true;
      }
    }
  }

  #change(clientId: string, change: Partial<Draft>): void {
    this.drafts.value = this.drafts.value.map((draft) =>
      draft.clientId === clientId ? { ...draft, ...change } : draft,
    );
  }
}

/** What of a draft a reload can find again. */
function keepable(draft: StoredDraft, items: readonly Item[] = []): StoredDraft {
  if (items.length === 0) return draft;
  const files = items.map(({ name, size, type, state }) => {
    const now = state.peek();
    return { name, size, type, ...(now.at === "done" ? { id: now.id } : {}) };
  });
  return { ...draft, files };
}
