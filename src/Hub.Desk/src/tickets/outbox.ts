import { api, Problem } from "../api/client";
import type { Message, NewMessage } from "../api/types";
import { reconnectDelay } from "../realtime/delay";
import { randomId } from "../shell/ids";
import { storage } from "../shell/storage";
import { createStore, type Store } from "../shell/store";

/** A message on its way: kept in this browser until the server has said that it is durable. */
export interface Outgoing extends NewMessage {
  ticket: number;
  at: string;
  /** Why the server refused it; it waits for a person then. */
  refused?: string;
}

export type Post = (ticket: number, message: NewMessage) => Promise<Message>;

const post: Post = (ticket, message) => api.post<Message>(`/tickets/${ticket}/messages`, message);

/**
 * Answers and notes not yet acknowledged. Every change is in localStorage before anything else happens, and a
 * repetition carries the same `clientId`, so neither a reload nor a lost answer loses or doubles a message.
 */
export class Outbox {
  readonly items: Store<readonly Outgoing[]>;
  /** True while the last attempt got no answer: what waits is "kept here". */
  readonly waiting = createStore(false);
  private readonly key: string;
  private sending = false;
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    me: number,
    private readonly delivered: (ticket: number, message: Message) => void,
    private readonly send: Post = post,
  ) {
    this.key = `hub.outbox.${me}`;
    this.items = createStore<readonly Outgoing[]>(storage.readJson(this.key, []));
  }

  start(): void {
    window.addEventListener("online", this.flush);
    window.addEventListener("storage", this.reread);
    this.flush();
  }

  stop(): void {
    window.removeEventListener("online", this.flush);
    window.removeEventListener("storage", this.reread);
    clearTimeout(this.timer);
  }

  add(ticket: number, kind: NewMessage["kind"], text: string, status?: NewMessage["status"]): void {
    const item: Outgoing = { ticket, kind, text, clientId: randomId(), at: new Date().toISOString(), ...(status && { status }) };
    this.change((items) => [...items, item]);
    this.flush();
  }

  retry(clientId: string): void {
    this.change((items) => items.map((i) => (i.clientId === clientId ? withoutRefusal(i) : i)));
    this.flush();
  }

  remove(clientId: string): void {
    this.change((items) => (items.some((i) => i.clientId === clientId) ? items.filter((i) => i.clientId !== clientId) : items));
  }

  /** The message came back over the live line: the server has it, whatever became of the answer. */
  arrived(clientId: string): void {
    this.remove(clientId);
  }

  /** Sends what waits, oldest first, one at a time. */
  flush = (): void => {
    clearTimeout(this.timer);
    if (!this.sending) void this.run();
  };

  private async run(): Promise<void> {
    this.sending = true;
    try {
      for (let next = this.next(); next; next = this.next()) {
        const { ticket, at: _, ...message } = next;
        this.delivered(ticket, await this.send(ticket, message));
        this.attempt = 0;
        this.waiting.set(false);
        this.remove(message.clientId);
      }
    } catch (error) {
      this.failed(error);
    } finally {
      this.sending = false;
    }
  }

  private failed(error: unknown): void {
    const item = this.next();
    if (!item) return;
    // Signed out: everything stays and goes after the next sign-in.
    if (error instanceof Problem && error.status === 401) return this.waiting.set(true);
    if (error instanceof Problem && !error.passing) {
      this.change((items) => items.map((i) => (i.clientId === item.clientId ? { ...i, refused: error.message } : i)));
      this.timer = setTimeout(this.flush, 0);
      return;
    }
    this.waiting.set(true);
    this.timer = setTimeout(this.flush, reconnectDelay(this.attempt++));
  }

  private next(): Outgoing | undefined {
    return this.items.get().find((i) => i.refused === undefined);
  }

  // Another tab may have added or sent: what is stored counts, not what this tab remembers.
  private change(edit: (items: readonly Outgoing[]) => readonly Outgoing[]): void {
    const items = edit(storage.readJson(this.key, this.items.get()));
    storage.write(this.key, items.length === 0 ? null : JSON.stringify(items));
    this.items.set(items);
  }

  private reread = (event: StorageEvent): void => {
    if (event.key === this.key) this.items.set(storage.readJson(this.key, []));
  };
}

function withoutRefusal({ refused: _, ...item }: Outgoing): Outgoing {
  return item;
}

export function openOutbox(me: number, delivered: (ticket: number, message: Message) => void): Outbox {
  return new Outbox(me, delivered);
}
