import { expect, test } from "vitest";
import { contrast, isColour, judge } from "../../src/settings/web-chat/contrast";

test("contrast is that of WCAG: black on white is 21, a colour on itself 1", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#0b6073", "#0b6073")).toBe(1);
  // The lightest grey that passes on white, and its neighbour that does not.
  expect(contrast("#767676", "#ffffff")).toBeGreaterThanOrEqual(4.5);
  expect(contrast("#777777", "#ffffff")).toBeLessThan(4.5);
});

test("a deep colour keeps white words", () => {
  expect(judge("#0b6073")).toMatchObject({ kind: "white", ink: "#ffffff", used: "#0b6073" });
});

test("a pale colour gets dark words and stays as it is", () => {
  const verdict = judge("#f6c945");
  expect(verdict).toMatchObject({ kind: "dark", ink: "#06242b", used: "#f6c945" });
  expect(verdict.white).toBeLessThan(4.5);
});

test("whatever the colour, the words that are shown can be read", () => {
  for (let grey = 0; grey < 256; grey++) {
    const part = grey.toString(16).padStart(2, "0");
    const verdict = judge(`#${part}${part}${part}`);
    expect(contrast(verdict.used, verdict.ink)).toBeGreaterThanOrEqual(4.5);
  }
});

test("between the two the colour itself is moved, and that is said", () => {
  const verdict = judge("#868686");
  expect(verdict.kind).toBe("moved");
  expect(verdict.used).not.toBe("#868686");
});

test("only #rrggbb is a colour", () => {
  expect(["#0B6073", "#0b607", "0b6073", "red"].map(isColour)).toEqual([true, false, false, false]);
});
