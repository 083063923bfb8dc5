import { describe, expect, test } from "vitest";
import type { Delivery } from "../../src/api/mail";
import type { Message } from "../../src/api/types";
import { counted, lineOf, nextLook } from "../../src/tickets/lines";

const reply = (kind: "chat" | "email", delivery?: Partial<Delivery>, more: Partial<Message> = {}) => ({
  kind: "reply" as const,
  seq: 7,
  marks: [],
  channel: { id: 1, kind, name: kind },
  delivery: delivery ? ({ state: "sent", ...delivery } as Delivery) : undefined,
  ...more,
});
const at = "2026-11-23T10:00:10Z";

describe("the line under an answer by mail", () => {
  test("counts down while it is held back, and shows a time that was chosen", () => {
    expect(lineOf(reply("email", { state: "scheduled", notBefore: at }))).toEqual({ kind: "leaving", at });
  });

  test("says why it waits and when it is tried again", () => {
    expect(lineOf(reply("email", { state: "queued", reason: "450 busy", notBefore: at }))).toEqual({
      kind: "queued",
      reason: "450 busy",
      next: at,
    });
  });

  test("says that it is on its way, sent, or read, with its time", () => {
    expect(lineOf(reply("email", { state: "leased" }))).toEqual({ kind: "sending" });
    expect(lineOf(reply("email", { state: "sent", at }))).toEqual({ kind: "sent", at });
    expect(lineOf(reply("email", { state: "read", at }))).toEqual({ kind: "read", at });
  });

  test("keeps the server's words of a failure", () => {
    const line = lineOf(reply("email", { state: "failed", reason: "550 5.1.1 <b>no</b>", address: "a@b.example" }));
    expect(line).toEqual({ kind: "failed", reason: "550 5.1.1 <b>no</b>", to: "a@b.example" });
  });

  test("is struck back when it was cancelled, even where the customer has read on in the chat", () => {
    expect(lineOf(reply("email", { state: "cancelled" }), { seq: 9, at })).toEqual({ kind: "cancelled" });
  });
});

describe("the line under an answer in the chat", () => {
  test("is sent at once and read once the customer has seen so far", () => {
    expect(lineOf(reply("chat", { state: "sent" }))).toEqual({ kind: "sent" });
    expect(lineOf(reply("chat"), { seq: 6, at })).toEqual({ kind: "sent" });
    expect(lineOf(reply("chat"), { seq: 7, at })).toEqual({ kind: "read", at });
  });

  test("tells of the mail that follows it, goes, or was refused", () => {
    const via = { via: "email" as const, address: "a@b.example" };
    expect(lineOf(reply("chat", { ...via, state: "scheduled", notBefore: at }))).toEqual({
      kind: "willMail",
      to: "a@b.example",
      at,
    });
    expect(lineOf(reply("chat", { ...via, state: "sent" }))).toEqual({ kind: "byMail", to: "a@b.example" });
    expect(lineOf(reply("chat", { ...via, state: "failed", reason: "no" }), { seq: 9, at })).toEqual({
      kind: "failed",
      reason: "no",
      to: "a@b.example",
    });
  });

  test("is never struck back because only its mail was called off", () => {
    expect(lineOf(reply("chat", { via: "email", state: "cancelled" }))).toEqual({ kind: "sent" });
  });

  test("is not read by a session that does not see it", () => {
    expect(lineOf(reply("chat", undefined, { marks: ["apart"] }), { seq: 9, at })).toEqual({ kind: "sent" });
  });
});

test("only an answer has a line", () => {
  expect(lineOf({ ...reply("email"), kind: "inbound" })).toBeUndefined();
});

test("a countdown looks again each second at its end, once before, and never in more than an hour", () => {
  expect(nextLook(8_500, 0)).toBe(500);
  expect(nextLook(8_000, 0)).toBe(1000);
  expect(nextLook(counted + 4_000, 0)).toBe(4_000);
  expect(nextLook(300 * 86_400_000, 0)).toBe(3_600_000);
  expect(nextLook(0, 1)).toBeUndefined();
});
