import { api } from "../api/client";
import { keys, queryClient } from "../api/query";
import type { Message, Page, Session } from "../api/types";
import { createStore, useStore } from "../shell/store";
import { leavesGap, type Thread } from "../tickets/messages";
import { openOutbox, type Outbox } from "../tickets/outbox";
import { NewestRows } from "../tickets/rows";
import { messagesQuery } from "../tickets/queries";
import { applyMessages, applyRow, applySeen } from "./apply";
import type { DeskEvent } from "./events";
import { forgetHere, hearPresence, hearTyping, stopTyping } from "./here";
import { Line, type LineOwner } from "./line";

/** The server counts at most every two seconds: a count asked for at once may still be the old one. */
const countDelays = [300, 2_600];
/** Keeps the position young, so that a short break never asks for more than the server hands out. */
const positionEvery = 30_000;

/** What a signed-in agent's page holds open: the live line, what it has heard, and what it must still send. */
export class Desk implements LineOwner {
  readonly newest = new NewestRows();
  readonly outbox: Outbox;
  readonly line = new Line(this);
  private position: string | null = null;
  private readonly watched = new Map<number, number>();
  private counting: ReturnType<typeof setTimeout>[] = [];
  private beat: ReturnType<typeof setInterval> | undefined;

  constructor(readonly me: number) {
    this.outbox = openOutbox(me, (ticket, message) => applyMessages(queryClient, ticket, [message]));
  }

  start(): void {
    this.line.start();
    this.outbox.start();
    this.beat = setInterval(() => this.line.live && void this.catchUp().catch(() => {}), positionEvery);
  }

  stop(): void {
    clearInterval(this.beat);
    this.counting.forEach(clearTimeout);
    this.outbox.stop();
    this.line.stop();
    forgetHere();
  }

  /** Keeps a ticket's messages coming until the returned function is called. */
  watch(number: number): () => void {
    this.watched.set(number, (this.watched.get(number) ?? 0) + 1);
    if (this.line.live) void this.follow(number).catch(() => {});
    return () => {
      const left = (this.watched.get(number) ?? 1) - 1;
      if (left > 0) this.watched.set(number, left);
      else {
        this.watched.delete(number);
        this.line.unwatch(number);
      }
    };
  }

  up = async (line: Line): Promise<void> => {
    const first = this.position === null;
    await line.list("desk");
    await this.catchUp();
    // What was loaded before there was a position may already be old.
    if (first) void queryClient.invalidateQueries({ queryKey: keys.lists });
    for (const number of this.watched.keys()) await this.follow(number);
    void queryClient.invalidateQueries({ queryKey: keys.counts });
    this.outbox.flush();
  };

  down = (attempt: number): void => {
    forgetHere();
    // A WebSocket does not say why it was refused. Every few attempts, ask whether we are still signed in.
    if (attempt % 3 === 1)
      api
        .get<Session>("/session")
        .then((session) => queryClient.setQueryData(keys.session, session))
        .catch(() => {});
  };

  hear = (event: DeskEvent): void => {
    switch (event.kind) {
      case "row":
        if (applyRow(queryClient, this.newest, event.row, this.me)) this.recount();
        break;
      case "message":
        this.hearMessage(event.ticket, event.message);
        break;
      case "typing":
        if (!(event.by === "agent" && event.id === this.me)) hearTyping(event);
        break;
      case "seen":
        applySeen(queryClient, event.ticket, event.seq, event.at);
        break;
      case "presence":
        hearPresence(event.presence);
        break;
      case "resync":
        void queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "session" });
        break;
    }
  };

  /** Counts anew soon, and again when the server's own count is certainly fresh. */
  recount(): void {
    this.counting.forEach(clearTimeout);
    this.counting = countDelays.map((ms) =>
      setTimeout(() => void queryClient.invalidateQueries({ queryKey: keys.counts }), ms),
    );
  }

  private async catchUp(): Promise<void> {
    const answer = await this.line.after(this.position);
    this.position = answer.position;
    for (const row of answer.rows) this.hear({ kind: "row", row });
  }

  /** Joins a ticket first, then fetches what came before the joining. */
  private async follow(number: number): Promise<void> {
    const head = await this.line.watch(number);
    const thread = await queryClient.ensureQueryData(messagesQuery(number));
    const version = Math.max(0, ...thread.items.map((m) => m.version));
    if (head.version <= version) return;
    const { items } = await api.get<Page<Message>>(`/tickets/${number}/messages?since=${version}&limit=1000`);
    applyMessages(queryClient, number, items);
  }

  private hearMessage(ticket: number, message: Message): void {
    if (message.clientId) this.outbox.arrived(message.clientId);
    stopTyping(ticket, message.author.kind === "customer" ? "visitor" : "agent", message.author.kind === "customer" ? undefined : message.author.id);
    const thread = queryClient.getQueryData<Thread>(keys.messages(ticket));
    const last = thread?.items.at(-1)?.seq ?? 0;
    applyMessages(queryClient, ticket, [message]);
    if (thread && leavesGap(thread.items, message))
      void api
        .get<Page<Message>>(`/tickets/${ticket}/messages?after=${last}&limit=1000`)
        .then(({ items }) => applyMessages(queryClient, ticket, items))
        .catch(() => {});
  }
}

const current = createStore<Desk | null>(null);

/** Opens the desk of an agent; closes it again with the returned function. */
export function openDesk(me: number): () => void {
  const desk = new Desk(me);
  current.set(desk);
  desk.start();
  return () => {
    desk.stop();
    current.set(null);
  };
}

/** The open desk; null for the moment before it opens. */
export function useDesk(): Desk | null {
  return useStore(current);
}

export function getDesk(): Desk | null {
  return current.get();
}
