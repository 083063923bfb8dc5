import { expect, test } from "vitest";
import type { Message } from "../../src/api/types";
import { complete, type Sources } from "../../src/realtime/complete";

const at = (version: number) => ({ id: version, seq: version, version }) as Message;

/** A ticket at version 5, of which the desk has loaded up to 2. */
function desk(change: Partial<Sources> = {}) {
  const seen = { asked: [] as number[], loaded: 2 };
  const sources: Sources = {
    watch: async () => 5,
    since: async (_, version) => {
      seen.asked.push(version);
      return [3, 4, 5].filter((each) => each > version).map(at);
    },
    loaded: () => seen.loaded,
    apply: (_, messages) => {
      seen.loaded = Math.max(seen.loaded, ...messages.map((message) => message.version));
    },
    ...change,
  };
  return { seen, sources };
}

test("a push that comes before the answer of Watch does not hide what was missed before it", async () => {
  const { seen, sources } = desk();
  sources.watch = async () => {
    seen.loaded = 5;
    return 5;
  };
  expect(await complete(101, sources)).toBe(true);
  expect(seen.asked).toEqual([2]);
});

test("a fetch that fails is asked for again from the same place, whatever was pushed meanwhile", async () => {
  const { seen, sources } = desk();
  const { since } = sources;
  sources.since = async () => {
    seen.loaded = 5;
    throw new Error("cut");
  };
  await expect(complete(102, sources)).rejects.toThrow("cut");
  sources.since = since;
  expect(await complete(102, sources)).toBe(true);
  expect(seen.asked).toEqual([2]);
  expect(await complete(102, sources)).toBe(false);
});

test("what is loaded completely is not fetched again", async () => {
  const { seen, sources } = desk({ watch: async () => 2 });
  expect(await complete(103, sources)).toBe(false);
  expect(seen.asked).toEqual([]);
});
