import type { Message } from "../../src/chat/protocol";

const monday = Date.parse("2026-11-23T09:00:00Z");

/** A message of ticket 1; `prev` is the seq before it unless told otherwise. */
export function message(seq: number, more: Partial<Message> = {}): Message {
  return {
    id: (more.ticket ?? 1) * 1000 + seq,
    seq,
    prev: seq - 1,
    ticket: 1,
    kind: "inbound",
    author: { kind: "customer" },
    text: `text ${seq}`,
    at: new Date(monday + seq * 1000).toISOString(),
    ...more,
  };
}

export const reply = (seq: number, more: Partial<Message> = {}): Message =>
  message(seq, { kind: "reply", author: { kind: "agent", name: "Léa" }, ...more });
