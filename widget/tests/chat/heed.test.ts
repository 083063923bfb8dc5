import { signal } from "@preact/signals";
import { expect, test, vi } from "vitest";
import { heed } from "../../src/chat/heed";
import type { HostState } from "../../src/shared/bridge";

const said: HostState = {
  hub: "host",
  shown: true,
  locale: "en",
  page: "https://shop.test/",
  title: "Lamps",
  who: {},
  text: "",
  kept: "",
};

function begin() {
  const state = signal<HostState | null>(null);
  const words = signal("");
  const session = { meet: vi.fn(), adopt: vi.fn(), walk: vi.fn() };
  heed(session, { state }, words);
  return { state, words, session };
}

test("a text that the page wishes for stands in the field, and does not come back after it was sent", () => {
  const { state, words } = begin();
  state.value = { ...said, text: "Where is my order?" };
  expect(words.value).toBe("Where is my order?");
  words.value = "";
  expect(words.value).toBe("");
});

test("what the visitor has written is not taken away by a wish", () => {
  const { state, words } = begin();
  words.value = "Half a sen";
  state.value = { ...said, text: "Where is my order?" };
  words.value = "";
  expect(words.value).toBe("");
});

test("where the visitor is now is passed on", () => {
  const { state, session } = begin();
  state.value = said;
  state.value = { ...said, page: "https://shop.test/chairs" };
  expect(session.walk.mock.calls).toEqual([["https://shop.test/"], ["https://shop.test/chairs"]]);
});

test("who has gone is not taken up again from what the page remembers", () => {
  const { state, session } = begin();
  state.value = { ...said, who: null, kept: "token" };
  expect(session.meet).toHaveBeenCalledWith(null);
  expect(session.adopt).not.toHaveBeenCalled();
});
