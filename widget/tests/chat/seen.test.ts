import { signal } from "@preact/signals";
import { expect, test, vi } from "vitest";
import { attend } from "../../src/chat/attention";
import type { HostState } from "../../src/shared/bridge";
import { message, reply } from "./samples";
import { moment, Stage } from "./stage";

const panel = (shown: boolean): HostState => ({
  hub: "host",
  shown,
  locale: "en",
  page: "",
  title: "",
  who: {},
  text: "",
  kept: "",
});

/** A browser tab that goes to the background and comes back. */
class Tab extends EventTarget {
  visibilityState: DocumentVisibilityState = "visible";

  turn(state: DocumentVisibilityState): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

async function setUp() {
  const stage = await new Stage().start();
  const tab = new Tab();
  const host = { framed: true, state: signal<HostState | null>(null) };
  attend(stage.session, host, tab as unknown as Document);
  return { stage, tab, host };
}

test("an answer counts as seen when the panel is opened, not before", async () => {
  const { stage, host } = await setUp();
  stage.hear(message(1), reply(2));
  host.state.value = panel(false);
  expect(stage.seen).toEqual([]);
  expect(stage.session.unread.value).toBe(1);
  host.state.value = panel(true);
  expect(stage.seen).toEqual([2]);
  expect(stage.session.unread.value).toBe(0);
});

test("an answer that comes while the page is in the background is seen when it comes to the front", async () => {
  const { stage, tab, host } = await setUp();
  host.state.value = panel(true);
  tab.turn("hidden");
  stage.hear(message(1), reply(2));
  expect(stage.seen).toEqual([]);
  tab.turn("visible");
  expect(stage.seen).toEqual([2]);
});

test("neither a closed panel in front nor an open one in the background has been seen", async () => {
  const { stage, tab, host } = await setUp();
  host.state.value = panel(true);
  stage.hear(message(1), reply(2));
  expect(stage.seen).toEqual([2]);
  host.state.value = panel(false);
  stage.hear(reply(3));
  tab.turn("hidden");
  host.state.value = panel(true);
  stage.hear(reply(4));
  expect(stage.seen).toEqual([2]);
  expect(stage.session.unread.value).toBe(2);
});

test("a chat with the window to itself is seen while the window is in front", async () => {
  const stage = await new Stage().start();
  const tab = new Tab();
  attend(stage.session, { framed: false, state: signal(null) }, tab as unknown as Document);
  stage.hear(reply(1));
  tab.turn("hidden");
  stage.hear(reply(2));
  expect(stage.seen).toEqual([1]);
});

test("one's own words are no answer, and each answer is said to be seen once", async () => {
  const { stage, tab, host } = await setUp();
  host.state.value = panel(true);
  stage.hear(message(1));
  expect(stage.seen).toEqual([]);
  stage.hear(reply(2), message(3));
  tab.turn("hidden");
  tab.turn("visible");
  expect(stage.seen).toEqual([2]);
});

test("an answer known before the line is up is said to be seen as soon as it is", async () => {
  const stage = new Stage();
  stage.messages = [message(1), reply(2)];
  attend(stage.session, { framed: false, state: signal(null) }, new Tab() as unknown as Document);
  expect(stage.told).toEqual([]);
  await stage.start();
  expect(stage.told.map((call) => call.method)).toEqual(["Start", "After", "Seen"]);
});

test("what the server did not hear of is said again on the next line", async () => {
  const { stage, host } = await setUp();
  stage.refuse = (method) => (method === "Seen" ? new Error("The connection was closed.") : null);
  host.state.value = panel(true);
  stage.hear(reply(1));
  await vi.advanceTimersByTimeAsync(1);
  stage.refuse = () => null;
  await moment();
  expect(stage.seen).toEqual([1, 1]);
});

test("a server that cannot save it just now is told again, without another line", async () => {
  const { stage, host } = await setUp();
  let refusals = 2;
  stage.refuse = (method) =>
    method === "Seen" && refusals-- > 0
      ? new Error("An error occurred on the server. HubException: unavailable: Later.")
      : null;
  host.state.value = panel(true);
  stage.hear(reply(1));
  await moment();
  expect(stage.seen).toEqual([1, 1, 1]);
  expect(stage.told.filter((call) => call.method === "Start").length).toBe(1);
});
