import { expect, test } from "vitest";
import { newId } from "../../src/chat/ids";

test("an id is a random UUID, made without what only https pages have", () => {
  expect(newId(new Uint8Array(16).fill(255))).toBe("ffffffff-ffff-4fff-bfff-ffffffffffff");
  expect(newId(new Uint8Array(16))).toBe("00000000-0000-4000-8000-000000000000");
  expect(newId()).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(newId()).not.toBe(newId());
});
