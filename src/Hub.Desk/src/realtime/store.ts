import { useSyncExternalStore } from "react";
import type { PersonRef } from "../api/types";

export interface Typist {
  kind: "agent" | "visitor";
  id: number;
  name?: string;
}

/** What is true only for the moment: the line, who types, who is here. Nothing of it is worth keeping. */
export interface Moment {
  line: "connecting" | "live" | "down";
  typing: Record<number, Typist[]>;
  looking: Record<number, { agents: PersonRef[]; visitor: "online" | "offline" }>;
}

let moment: Moment = { line: "connecting", typing: {}, looking: {} };
const listeners = new Set<() => void>();

export const currentMoment = () => moment;

export function change(next: Partial<Moment>): void {
  moment = { ...moment, ...next };
  for (const listener of listeners) listener();
}

export function onMoment(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useMoment = () => useSyncExternalStore(onMoment, currentMoment);

const timers = new Map<string, ReturnType<typeof setTimeout>>();

/** Somebody begins or ends to type; who never says that it ended is forgotten after a while. */
export function noteTyping(ticket: number, who: Typist, on: boolean): void {
  const key = `${ticket} ${who.kind} ${who.id}`;
  clearTimeout(timers.get(key));
  timers.delete(key);
  const others = (moment.typing[ticket] ?? []).filter((typist) => typist.kind !== who.kind || typist.id !== who.id);
  change({ typing: { ...moment.typing, [ticket]: on ? [...others, who] : others } });
  if (on)
    timers.set(
      key,
      setTimeout(() => noteTyping(ticket, who, false), 6000),
    );
}
