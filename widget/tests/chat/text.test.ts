import { expect, test } from "vitest";
import { contrast, lookFor } from "../../src/chat/colour";
import { failureOf } from "../../src/chat/errors";
import { readOpening } from "../../src/chat/host";
import { linkify, webAddress } from "../../src/chat/linkify";
import { Storage } from "../../src/chat/storage";

const links = (text: string) => linkify(text).flatMap((piece) => (piece.href ? [piece.text] : []));

test("addresses become links without the end of the sentence", () => {
  expect(links("See https://a.example/x?y=1. Or (http://b.example/z), please")).toEqual([
    "https://a.example/x?y=1",
    "http://b.example/z",
  ]);
  expect(links("https://a.example/Orion_(lamp)")).toEqual(["https://a.example/Orion_(lamp)"]);
});

test("nothing of a text is lost or changed by linking", () => {
  const text = 'a <b>https://a.example</b> "http://" http://[ end';
  expect(
    linkify(text)
      .map((piece) => piece.text)
      .join(""),
  ).toBe(text);
});

test("only the web is linked", () => {
  expect(links("javascript:alert(1) data:text/html,x ftp://a.example mailto:a@b.example")).toEqual([]);
  expect(webAddress("javascript:alert(1)")).toBeNull();
  expect(webAddress("https://a.example/privacy")).toBe("https://a.example/privacy");
});

test("any accent can be read, as ground and as text, by day and by night", () => {
  for (const accent of [undefined, "nonsense", "#0b6073", "#ffee00", "#ffffff", "#000000", "#808080", "#e4572e"]) {
    for (const dark of [false, true]) {
      const look = lookFor(accent, dark);
      expect(contrast(look.accent, look.ink), `${accent}`).toBeGreaterThanOrEqual(4.5);
      for (const ground of dark ? ["#1a1a18", "#282725"] : ["#ffffff", "#eeece8"]) {
        expect(contrast(look.link, ground), `${accent} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  }
});

test("the server's codes are told apart from a lost line", () => {
  const raised = "An unexpected error occurred invoking 'Send' on the server.";
  expect(failureOf(new Error(`${raised} HubException: rate_limited: Slow down.`))).toBe("rate_limited");
  expect(failureOf(new Error(`${raised} HubException: brand_new: What?`))).toBe("unknown");
  expect(failureOf(new Error(raised))).toBe("unknown");
  expect(failureOf(new Error("Cannot send data if the connection is not in the 'Connected' State."))).toBe("lost");
});

test("the frame listens to an exact web origin only, and only inside a page", () => {
  expect(readOpening("?site=k&origin=https%3A%2F%2Fshop.example", true).origin).toBe("https://shop.example");
  expect(readOpening("?site=k&origin=https://shop.example", false).origin).toBeNull();
  for (const origin of ["*", "null", "https://shop.example/", "javascript:x", ""]) {
    expect(readOpening(`?site=k&origin=${origin}`, true).origin).toBeNull();
  }
});

test("nothing is written before the visitor has written, and blocked storage is no error", () => {
  const area = new Map<string, string>();
  const fake = { setItem: (k: string, v: string) => area.set(k, v), getItem: (k: string) => area.get(k) ?? null };
  const storage = new Storage("site", fake as unknown as globalThis.Storage);
  storage.words = "half a sentence";
  storage.saveDraft({ clientId: "a", text: "b", at: 1 });
  expect(area.size).toBe(0);
  storage.remember("token");
  expect([...area.keys()]).toEqual(["hub:site:token"]);

  const blocked = new Storage("site", null);
  blocked.remember("token");
  expect(blocked.token).toBeUndefined();
  expect(blocked.drafts).toEqual([]);
});
