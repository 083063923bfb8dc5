import type { Person } from "../api/types";
import { createStore } from "../shell/store";
import type { Presence, Typing } from "./events";

/** How long "is writing" holds without being said again, in ms. */
const typingHolds = 6_000;

export interface TicketHere {
  agents: Person[];
  visitor: "online" | "offline";
}

/** Who is at a desk, who looks at which ticket, who is writing: fleeting, loss allowed, gone with the line. */
export const agentsHere = createStore<ReadonlySet<number>>(new Set());
export const ticketsHere = createStore<Readonly<Record<number, TicketHere>>>({});
export const typingHere = createStore<readonly Typing[]>([]);

const timers = new Map<string, ReturnType<typeof setTimeout>>();

export function hearPresence(presence: Presence): void {
  if (presence.kind === "agents") agentsHere.set(new Set(presence.agents.map((a) => a.id)));
  else {
    const { ticket, agents, visitor } = presence;
    ticketsHere.set((now) => ({ ...now, [ticket]: { agents, visitor } }));
  }
}

export function hearTyping(typing: Typing): void {
  const key = `${typing.ticket} ${typing.by} ${typing.id}`;
  clearTimeout(timers.get(key));
  typingHere.set((now) => {
    const others = now.filter((t) => `${t.ticket} ${t.by} ${t.id}` !== key);
    return typing.on ? [...others, typing] : others.length === now.length ? now : others;
  });
  if (typing.on) timers.set(key, setTimeout(() => hearTyping({ ...typing, on: false }), typingHolds));
}

/** What they were writing has arrived. */
export function stopTyping(ticket: number, by: Typing["by"], id?: number): void {
  for (const typing of typingHere.get())
    if (typing.ticket === ticket && typing.by === by && (id === undefined || typing.id === id))
      hearTyping({ ...typing, on: false });
}

export function forgetHere(): void {
  typingHere.set([]);
  ticketsHere.set({});
}
