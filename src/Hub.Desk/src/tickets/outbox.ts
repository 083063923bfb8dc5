import { useSyncExternalStore } from "react";
import { Problem, post } from "../api/client";
import type { FileRef } from "../api/mail";
import type { Message, NewMessage } from "../api/types";
import { applyMessages } from "../realtime/apply";
import { currentMoment, onMoment } from "../realtime/store";
import { noteDeparture } from "./departing";

/** An answer or a note that the server has not acknowledged yet. It survives a reload and a lost line. */
export interface Pending extends NewMessage {
  ticket: number;
  at: string;
  /** Its files, to be shown until the server shows them. */
  attached?: FileRef[];
  /** Why the server refused it; a line that is down is no refusal. */
  refused?: string;
  /** The same for programs: we may have better words for it. */
  code?: string;
}

type Send = (item: Pending) => Promise<Message>;

const sendByRest: Send = ({ ticket, kind, text, clientId, status, channel, sendAt, to, cc, files }) =>
  post<"/tickets/{number}/messages">(`/tickets/${ticket}/messages`, {
    kind,
    text,
    clientId,
    status,
    channel,
    sendAt,
    to,
    cc,
    files,
  });

function arrive(ticket: number, message: Message): void {
  applyMessages(ticket, [message]);
  noteDeparture(ticket, message);
}

/** Keeps what was written until the server has it: in order for each ticket, with the same clientId at each attempt. */
export class Outbox {
  private items: Pending[];
  private readonly listeners = new Set<() => void>();
  private readonly busy = new Set<number>();

  constructor(
    private readonly key: string,
    private readonly send: Send = sendByRest,
    private readonly arrived: (ticket: number, message: Message) => void = (ticket, message) => arrive(ticket, message),
    private readonly storage: Storage = localStorage,
  ) {
    this.items = this.read();
  }

  readonly all = () => this.items;

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  add(item: Pending): void {
    this.write([...this.items, item]);
    void this.flush(item.ticket);
  }

  retry(clientId: string): void {
    const found = this.items.find((item) => item.clientId === clientId);
    if (!found) return;
    this.write(this.items.map((item) => (item === found ? { ...item, refused: undefined, code: undefined } : item)));
    void this.flush(found.ticket);
  }

  discard(clientId: string): void {
    this.write(this.items.filter((item) => item.clientId !== clientId));
  }

  flushAll(): void {
    for (const ticket of new Set(this.items.map((item) => item.ticket))) void this.flush(ticket);
  }

  /** Sends what waits for a ticket, oldest first; a refused one does not hold up the others. */
  async flush(ticket: number): Promise<void> {
    if (this.busy.has(ticket)) return;
    this.busy.add(ticket);
    try {
      for (let next = this.next(ticket); next; next = this.next(ticket)) {
        const { clientId } = next;
        try {
          const message = await this.send(next);
          this.arrived(ticket, message);
          this.discard(clientId);
        } catch (error) {
          // Signed out, too fast, or the server in trouble: it stays and is sent again.
          if (!(error instanceof Problem) || error.status >= 500 || error.status === 401 || error.status === 429)
            return;
          const { message: refused, code } = error;
          this.write(this.items.map((item) => (item.clientId === clientId ? { ...item, refused, code } : item)));
        }
      }
    } finally {
      this.busy.delete(ticket);
    }
  }

  private next = (ticket: number) => this.items.find((item) => item.ticket === ticket && item.refused === undefined);

  private read(): Pending[] {
    try {
      return JSON.parse(this.storage.getItem(this.key) ?? "[]") as Pending[];
    } catch {
      return [];
    }
  }

  private write(items: Pending[]): void {
    this.items = items;
    try {
      this.storage.setItem(this.key, JSON.stringify(items));
    } catch {
      // A full or forbidden storage keeps it in memory, which is all that can be done.
    }
    for (const listener of this.listeners) listener();
  }
}

let outbox: Outbox | undefined;
let owner = 0;

/** The outbox of the signed-in agent; it tries again whenever the line comes back, and every few seconds. */
export function outboxOf(agent: number): Outbox {
  if (!outbox || owner !== agent) {
    const mine = new Outbox(`hub.outbox.${agent}`);
    [outbox, owner] = [mine, agent];
    onMoment(() => currentMoment().line === "live" && mine === outbox && mine.flushAll());
    setInterval(() => mine === outbox && mine.flushAll(), 5000);
    mine.flushAll();
  }
  return outbox;
}

export function usePending(agent: number): Pending[] {
  const box = outboxOf(agent);
  return useSyncExternalStore(box.subscribe, box.all);
}
