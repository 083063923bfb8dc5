import { useSyncExternalStore } from "react";
import { serverNow } from "../api/clock";
import type { Message } from "../api/types";
import { counted, isMail } from "./lines";

/** An answer that was just sent by mail and can still be called back. */
export interface Departing {
  ticket: number;
  message: Message;
  to: string;
  until: string;
}

let departing: Departing | undefined;
const listeners = new Set<() => void>();

function set(next: Departing | undefined): void {
  departing = next;
  for (const listener of listeners) listener();
}

/** Notes an answer that the server took and holds back for a moment. */
export function noteDeparture(ticket: number, message: Message): void {
  const { delivery } = message;
  if (!isMail(message) || delivery?.state !== "scheduled" || !delivery.notBefore) return;
  if (Date.parse(delivery.notBefore) - serverNow() > counted) return;
  set({ ticket, message, to: delivery.address ?? `#${ticket}`, until: delivery.notBefore });
}

/** Nothing is left to call back. */
export const forgetDeparture = (id: number) => departing?.message.id === id && set(undefined);

export const useDeparting = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => departing,
  );
