import { expect, test } from "vitest";
import { groups, mostRecent, usedWith } from "../../src/chat/emoji";
import { headings } from "../../src/chat/languages/emoji";
import { Storage } from "../../src/chat/storage";
import { memory } from "./stage";

test("each emoji is there once, and is one sign", () => {
  const all = groups.flat();
  expect(all.length).toBeGreaterThan(200);
  expect(new Set(all).size).toBe(all.length);
  const signs = new Intl.Segmenter("en", { granularity: "grapheme" });
  expect(all.filter((emoji) => [...signs.segment(emoji)].length !== 1 || !/\p{Emoji}/u.test(emoji))).toEqual([]);
});

test("each language has a heading for those used lately and for each group", () => {
  for (const names of Object.values(headings)) {
    expect(new Set(names).size).toBe(groups.length + 1);
    expect(names.every((name) => name.trim() === name && name !== "")).toBe(true);
  }
  expect(Object.keys(headings)).toHaveLength(10);
});

test("the one used last comes first, once, and only some are kept", () => {
  let used: string[] = [];
  for (const emoji of (groups[0] as string[]).slice(0, 30)) used = usedWith(used, emoji);
  expect(used).toHaveLength(mostRecent);
  expect(usedWith(["a", "b", "c"], "c")).toEqual(["c", "a", "b"]);
});

test("those used are kept with the conversation, and forgotten when somebody leaves", () => {
  const area = memory();
  const storage = new Storage("site", area);
  storage.emoji = ["👍"];
  expect(storage.emoji).toEqual([]);
  storage.remember("token");
  storage.emoji = ["👍", "❤️"];
  expect(new Storage("site", area).emoji).toEqual(["👍", "❤️"]);
  storage.forgetWritten();
  expect(storage.emoji).toEqual([]);
});
