import { expect, test } from "vitest";
import { narrow } from "../../src/api/clock";

test("each answer narrows how far the server's clock is ahead", () => {
  // Ours is 60 s late; questions take 80 ms.
  let bounds = narrow(undefined, 60_000, 0, 80);
  expect(bounds.least).toBeLessThanOrEqual(60_000);
  expect(bounds.most).toBeGreaterThanOrEqual(60_000);
  bounds = narrow(bounds, 61_000, 900, 1000);
  bounds = narrow(bounds, 63_000, 4_100, 4_200);
  expect(bounds.least).toBeLessThanOrEqual(60_000);
  expect(bounds.most).toBeGreaterThanOrEqual(60_000);
  expect(bounds.most - bounds.least).toBeLessThan(1500);
});

test("a clock that was set begins anew", () => {
  const before = narrow(undefined, 60_000, 0, 100);
  expect(narrow(before, 500_000, 2000, 2100)).toEqual(narrow(undefined, 500_000, 2000, 2100));
});
