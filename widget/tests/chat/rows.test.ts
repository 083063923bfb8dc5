import { expect, test } from "vitest";
import type { Draft } from "../../src/chat/outbox";
import { type Bubble, initials, rowsOf } from "../../src/chat/rows";
import { message, reply } from "./samples";

const bubbles = (rows: ReturnType<typeof rowsOf>) => rows.filter((row): row is Bubble => row.kind === "bubble");
const draft = (text: string, more: Partial<Draft> = {}): Draft => ({
  clientId: text,
  text,
  at: Date.parse("2026-11-23T09:05:00Z"),
  state: "sending",
  ...more,
});

test("only the last message delivered and the last one read carry a word", () => {
  const rows = bubbles(rowsOf([message(1), message(2), message(3), message(4)], [], { seq: 2 }));
  expect(rows.map((row) => row.mark?.state)).toEqual([undefined, "read", undefined, "delivered"]);
});

test("what is being sent stands last and says so", () => {
  const rows = bubbles(rowsOf([message(1), reply(2)], [draft("a"), draft("b")], { seq: 1 }));
  expect(rows.map((row) => row.text)).toEqual(["text 1", "text 2", "a", "b"]);
  expect(rows.at(-1)?.mark?.state).toBe("sending");
});

test("what was acknowledged stands at its number before its message has come", () => {
  const sent = draft("mine", { state: "sent", receipt: { seq: 2, ticket: 1, at: "2026-11-23T09:00:02Z" } });
  const rows = bubbles(rowsOf([message(1), reply(3)], [sent], { seq: 0 }));
  expect(rows.map((row) => row.text)).toEqual(["text 1", "mine", "text 3"]);
  expect(rows[1]?.mark?.state).toBe("delivered");
});

test("a refused text is told apart from one that may be tried again", () => {
  const refused = draft("a", { state: "failed", failure: "text_invalid" });
  const broken = draft("b", { state: "failed", failure: "unknown" });
  const rows = bubbles(rowsOf([], [refused, broken], { seq: 0 }));
  expect(rows.map((row) => row.mark)).toEqual([
    { state: "failed", clientId: "a", refused: true, failure: "text_invalid" },
    { state: "failed", clientId: "b", refused: false, failure: "unknown" },
  ]);
});

test("a new day gets a line of its own", () => {
  const rows = rowsOf([message(1, { at: "2026-11-20T12:00:00Z" }), message(2)], [], { seq: 0 });
  expect(rows.map((row) => row.kind)).toEqual(["day", "bubble", "day", "bubble"]);
});

test("messages of one author within five minutes are one run", () => {
  const rows = bubbles(rowsOf([reply(1), reply(2), reply(3, { at: "2026-11-23T09:30:00Z" })], [], { seq: 0 }));
  expect(rows.map(({ first, last }) => [first, last])).toEqual([
    [true, false],
    [false, true],
    [true, true],
  ]);
});

test("what was said by mail is a run of its own, on both sides", () => {
  const mail = { via: "email" } as const;
  const rows = bubbles(rowsOf([reply(1), reply(2, mail), message(3, mail), message(4)], [draft("a")], { seq: 0 }));
  expect(rows.map(({ byMail }) => byMail)).toEqual([false, true, true, false, false]);
  expect(rows.map(({ first }) => first)).toEqual([true, true, true, true, false]);
  expect(bubbles(rowsOf([reply(1, { via: null })], [], { seq: 0 }))[0]?.byMail).toBe(false);
});

test("initials are the first and the last", () => {
  expect(initials("Léa Martin")).toBe("LM");
  expect(initials("Anne-Sophie de la Tour")).toBe("AT");
  expect(initials("élodie")).toBe("É");
  expect(initials("  ")).toBe("");
});
