import { expect, test } from "vitest";
import type { ReplyWay } from "../../src/api/types";
import { wayOf, waysOf } from "../../src/tickets/ways";

const mail: ReplyWay = { channel: { id: 2, kind: "email", name: "Support" }, address: "a@b.example" };
const chat: ReplyWay = { channel: { id: 1, kind: "chat", name: "Web chat" } };

test("the ticket's own way comes first, and each kind once", () => {
  expect(waysOf({ replyTo: mail, replyChannels: [chat, mail] })).toEqual([mail, chat]);
  expect(waysOf({ replyChannels: [] })).toEqual([]);
});

test("a way that was chosen holds while it is open, else the ticket's own does", () => {
  const ways = [mail, chat];
  expect(wayOf(ways, "chat")).toBe(chat);
  expect(wayOf([mail], "chat")).toBe(mail);
  expect(wayOf(ways)).toBe(mail);
  expect(wayOf([])).toBeUndefined();
});
