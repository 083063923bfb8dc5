import { expect, test } from "vitest";
import { bytes } from "../../src/tickets/bytes";
import { excerpt } from "../../src/tickets/excerpt";
import { iconOf } from "../../src/tickets/files";
import { bare, sameSubject } from "../../src/tickets/subject";
import { soon } from "../../src/tickets/time";

const lines = (count: number) => Array.from({ length: count }, (_, index) => `Line ${index + 1}`).join("\n");

test("a text of about twenty-five lines stands whole, a longer one begins", () => {
  expect(excerpt("Hello")).toBeUndefined();
  expect(excerpt(lines(28))).toBeUndefined();
  const begun = excerpt(lines(60));
  expect(begun).toBe(lines(25));
});

test("empty lines at the end do not make a text long", () => {
  expect(excerpt(`Hello${"\n".repeat(200)}`)).toBeUndefined();
});

test("one endless line is cut between two words, and one endless word anywhere", () => {
  const words = "word ".repeat(2000);
  const begun = excerpt(words) ?? "";
  expect(begun.length).toBeLessThan(2400);
  expect(begun.endsWith("word")).toBe(true);
  expect((excerpt("x".repeat(100_000)) ?? "").length).toBeLessThan(2400);
});

test("a subject is the same whatever answering put before it", () => {
  expect(bare("RE: Fwd: re[2]: Your order")).toBe("Your order");
  expect(bare("TR : Votre commande")).toBe("Votre commande");
  expect(sameSubject("Réf: AW: Your order", "your order")).toBe(true);
  expect(sameSubject("Re: Another order", "Your order")).toBe(false);
  expect(bare("Re:")).toBe("");
});

test("a file says what it is by its type, else by its name", () => {
  expect(iconOf({ type: "image/png", name: "x" })).toBe("image");
  expect(iconOf({ type: "application/octet-stream", name: "Offer.PDF" })).toBe("page");
  expect(iconOf({ type: "application/octet-stream", name: "a.zip" })).toBe("box");
  expect(iconOf({ type: "application/octet-stream", name: "noext" })).toBe("clip");
});

test("sizes are said as people say them, in their language", () => {
  expect(bytes(84_210, "en")).toBe("84 kB");
  expect(bytes(84_210, "fr").replace(/\s/g, " ")).toBe("84 ko");
  expect(bytes(1_540_000, "en")).toBe("1.5 MB");
  expect(bytes(0, "en")).toBe("0 bytes");
});

test("a time today is a time of day, one this week has its day, another its date", () => {
  const now = new Date(2026, 10, 23, 10, 0).getTime();
  const on = (day: number, hour: number) => new Date(2026, 10, day, hour, 0).toISOString();
  expect(soon(on(23, 18), now, "en")).toBe("18:00");
  expect(soon(on(24, 9), now, "en")).toBe("Tue 09:00");
  expect(soon(on(10, 9), now, "fr")).toMatch(/^10 nov\.,? (à )?09:00$/);
});
