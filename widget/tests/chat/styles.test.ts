import { expect, test } from "vitest";

const styles = import.meta.glob<string>("../../src/chat/styles/*.css", {
  query: "?raw",
  import: "default",
  eager: true,
});
const physical =
  /(?:margin|padding|border)-(?:left|right)|(?:^|[^-\w])(?:left|right|float|text-align): *(?:left|right|\d)/;

test("no style has sides of its own, so that the chat can be written from right to left", () => {
  const lines = Object.values(styles).flatMap((text) => text.split("\n"));
  expect(lines.length).toBeGreaterThan(500);
  // What is in the middle is so from either side.
  expect(lines.filter((line) => physical.test(line) && !/left: 50%/.test(line))).toEqual([]);
});
