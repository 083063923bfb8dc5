import { describe, expect, test } from "vitest";
import type { Message, Row } from "../../src/api/types";
import { belongs, mergeMessages, mergeRow, queryOf } from "../../src/realtime/merge";

const row = (number: number, change: Partial<Row> = {}): Row => ({
  number,
  subject: `Matter ${number}`,
  status: "open",
  folder: "inbox",
  priority: "normal",
  customer: { id: 1, name: "" },
  channels: ["chat"],
  tags: [],
  lastAt: `2026-11-22T10:0${number}:00Z`,
  version: 1,
  deliveryFailed: false,
  ...change,
});

const message = (id: number, seq: number, version = seq): Message => ({
  id,
  seq,
  version,
  audience: "customer",
  kind: "inbound",
  author: { kind: "customer" },
  text: `v${version}`,
  files: [],
  at: "2026-11-22T10:00:00Z",
  marks: [],
});

describe("a row in a list", () => {
  test("enters at its place, moves up when it changes, and leaves", () => {
    let list = mergeRow({ rows: [row(3), row(1)], next: null }, row(2), true);
    expect(list.rows.map((r) => r.number)).toEqual([3, 2, 1]);
    list = mergeRow(list, row(1, { version: 2, lastAt: "2026-11-22T11:00:00Z" }), true);
    expect(list.rows.map((r) => r.number)).toEqual([1, 3, 2]);
    list = mergeRow(list, row(3, { version: 2, status: "resolved" }), false);
    expect(list.rows.map((r) => r.number)).toEqual([1, 2]);
  });

  test("never goes back to an older version", () => {
    const list = { rows: [row(1, { version: 5, subject: "new" })], next: null };
    expect(mergeRow(list, row(1, { version: 4, subject: "old" }), true)).toBe(list);
    expect(mergeRow(list, row(1, { version: 4 }), false)).toBe(list);
  });

  test("waits for its page where it stands below what is loaded", () => {
    const list = { rows: [row(5), row(4)], next: "cursor" };
    expect(mergeRow(list, row(1), true)).toBe(list);
  });

  test("belongs to the views that the server would put it in", () => {
    expect(belongs(row(1), "open", 7)).toBe(true);
    expect(belongs(row(1), "unassigned", 7)).toBe(true);
    expect(belongs(row(1, { assignee: { id: 7, name: "Léa" } }), "mine", 7)).toBe(true);
    expect(belongs(row(1, { assignee: { id: 8, name: "Inès" } }), "mine", 7)).toBe(false);
    expect(belongs(row(1, { status: "resolved", assignee: { id: 7, name: "Léa" } }), "mine", 7)).toBe(false);
    expect(belongs(row(1, { status: "onHold" }), "pending", 7)).toBe(true);
    expect(belongs(row(1, { status: "closed" }), "resolved", 7)).toBe(true);
    expect(belongs(row(1, { status: "resolved", deliveryFailed: true }), "failed", 7)).toBe(true);
    expect(belongs(row(1), "failed", 7)).toBe(false);
    expect(belongs(row(1, { folder: "spam" }), "open", 7)).toBe(false);
    expect(belongs(row(1, { folder: "spam" }), "spam", 7)).toBe(true);
  });
});

test("failed deliveries are asked for by the word of the API", () => {
  expect(queryOf("failed")).toBe("delivery=failed");
});

describe("messages", () => {
  test("come twice and out of order, and stand once and in order", () => {
    const merged = mergeMessages([message(11, 1), message(13, 3)], [message(12, 2), message(13, 3), message(11, 1)]);
    expect(merged.map((m) => m.seq)).toEqual([1, 2, 3]);
  });

  test("keep their newest version", () => {
    expect(mergeMessages([message(11, 1, 4)], [message(11, 1, 2)])[0]?.text).toBe("v4");
    expect(mergeMessages([message(11, 1, 4)], [message(11, 1, 9)])[0]?.text).toBe("v9");
  });
});
