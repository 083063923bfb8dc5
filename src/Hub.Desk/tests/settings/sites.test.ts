import { expect, test } from "vitest";
import type { Site } from "../../src/api/types";
import { matches, mayUse } from "../../src/settings/sections";
import { changesOf, draftOf } from "../../src/settings/web-chat/sites";

const site: Site = {
  id: 1,
  key: "abc",
  name: "Web chat",
  allowedOrigins: ["https://a.example", "https://b.example"],
  locale: "en",
  greeting: "Hello",
};

test("an untouched draft changes nothing, blank lines and blanks around included", () => {
  const draft = draftOf(site);
  expect(changesOf(site, draft)).toEqual({});
  expect(
    changesOf(site, { ...draft, origins: "\n https://a.example \n\nhttps://b.example\n", name: "Web chat " }),
  ).toEqual({});
});

test("only what differs is sent, and an emptied text is sent empty", () => {
  const draft = { ...draftOf(site), greeting: "", origins: "https://a.example" };
  expect(changesOf(site, draft)).toEqual({ greeting: "", allowedOrigins: ["https://a.example"] });
});

test("the wait before mail is a number, and an emptied one takes it away", () => {
  const timed = { ...site, continueAfter: 90 };
  expect(changesOf(timed, draftOf(timed))).toEqual({});
  expect(changesOf(timed, { ...draftOf(timed), continueAfter: "120" })).toEqual({ continueAfter: 120 });
  expect(changesOf(timed, { ...draftOf(timed), continueAfter: " " })).toEqual({ continueAfter: null });
});

test("each section is for its role and those above", () => {
  expect(mayUse("agent")).toBe(true);
  expect(mayUse("agent", "supervisor")).toBe(false);
  expect(mayUse("supervisor", "supervisor")).toBe(true);
  expect(mayUse("supervisor", "administrator")).toBe(false);
  expect(mayUse("administrator", "supervisor")).toBe(true);
});

test("the search of the settings ignores case and accents and wants every word", () => {
  expect(matches("reglage", "Réglages")).toBe(true);
  expect(matches("SITES aut", "Sites autorisés")).toBe(true);
  expect(matches("sites colour", "Sites autorisés")).toBe(false);
});
