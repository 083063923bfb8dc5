import { expect, test } from "vitest";
import { Timeline } from "../../src/chat/timeline";
import { message, reply } from "./samples";
import { memory, moment, Stage } from "./stage";

const ids = (messages: readonly { id: number }[]) => messages.map((m) => m.id - 1000);

/** A conversation all of which has been read; the number 3 went to a mail that is still to be sent. */
async function setUp(area: globalThis.Storage | null = null) {
  const stage = new Stage(area);
  stage.messages = [message(1), reply(2), message(4, { prev: 2 }), reply(5)];
  return stage.start();
}

test("a mail that was sent later stands where it was written, and counts as unread", async () => {
  const stage = await setUp();
  expect(stage.session.unread.value).toBe(0);
  stage.hear(reply(3, { via: "email" }));
  expect(ids(stage.session.timeline.value.messages)).toEqual([1, 2, 3, 4, 5]);
  expect(stage.session.timeline.value.hole).toBeNull();
  expect(stage.session.unread.value).toBe(1);
});

test("the same mail told again, or told by a catch-up, is neither shown nor counted twice", async () => {
  const stage = await setUp();
  const mail = reply(3, { via: "email" });
  stage.hear(mail, mail);
  stage.messages = [...stage.messages, mail];
  stage.cut();
  await moment();
  expect(ids(stage.session.timeline.value.messages)).toEqual([1, 2, 3, 4, 5]);
  expect(stage.session.unread.value).toBe(1);
});

test("on an open panel it is read at once, and when the panel is opened", async () => {
  const stage = await setUp();
  stage.session.visible.value = true;
  stage.hear(reply(3, { via: "email" }));
  expect(stage.session.unread.value).toBe(0);
  stage.session.visible.value = false;
  stage.hear(reply(3.5, { id: 1999 }));
  expect(stage.session.unread.value).toBe(1);
  stage.session.visible.value = true;
  expect(stage.session.unread.value).toBe(0);
  expect(stage.seen).toEqual([5]);
});

test("the visitor's own mail that becomes visible late is no news to him", async () => {
  const stage = await setUp();
  stage.hear(message(3, { via: "email" }));
  expect(stage.session.unread.value).toBe(0);
});

test("an unread late answer is still unread after a reload", async () => {
  const area = memory();
  area.setItem("hub:site:token", "token");
  const stage = await setUp(area);
  stage.hear(reply(3, { via: "email" }));
  const again = new Stage(area);
  expect(again.session.unread.value).toBe(1);
  again.session.visible.value = true;
  await again.start();
  expect(again.session.unread.value).toBe(0);
  expect(new Stage(area).session.unread.value).toBe(0);
});

test("an answer that became visible while the page was away is found unread on the way back", async () => {
  const area = memory();
  area.setItem("hub:site:token", "token");
  const first = await setUp(area);
  const again = new Stage(area);
  again.messages = [...first.messages, reply(3, { via: "email" })];
  await again.start();
  expect(again.session.unread.value).toBe(1);
});

test("older messages paged in, and newer ones, are not late", () => {
  const timeline = new Timeline().merge([message(51), message(53, { prev: 51 })]);
  expect(ids(timeline.late([reply(50), message(51), reply(52, { prev: 51 }), reply(54)]))).toEqual([52]);
  expect(new Timeline().late([reply(1)])).toEqual([]);
});

test("before a conversation's known beginning nothing can be paged in, so what comes there is late", () => {
  const timeline = new Timeline().merge([message(2, { prev: 0 }), message(3)]);
  expect(ids(timeline.late([reply(1, { prev: 0 })]))).toEqual([1]);
});
