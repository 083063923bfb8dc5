import { expect, test } from "vitest";
import type { Settings } from "../../src/chat/protocol";
import { memory, moment, Stage } from "./stage";

async function written(remember: Settings["remember"], area = memory()): Promise<Stage> {
  const stage = new Stage(area);
  stage.settings.remember = remember;
  await stage.start();
  stage.session.send("Hello");
  await moment();
  stage.hear({
    id: 1,
    seq: 1,
    prev: 0,
    ticket: 7,
    kind: "inbound",
    author: { kind: "customer" },
    text: "Hello",
    at: "",
  });
  return stage;
}

test("the page is told nothing before the visitor has written", async () => {
  const stage = await new Stage(memory()).start();
  expect(stage.session.marker.value).toBe("");
});

test.each([
  ["nothing", ""],
  ["marker", "1"],
  ["conversation", "token"],
] as const)("where the site has it so, the page remembers %s", async (remember, kept) => {
  const { session } = await written(remember);
  expect(session.marker.value).toBe(kept);
});

test("what the page kept is gone on with, where the frame has forgotten", async () => {
  const kept = "k".repeat(40);
  const stage = new Stage(memory());
  stage.settings.remember = "conversation";
  stage.session.settings.value = stage.settings;
  stage.session.adopt(kept);
  await stage.start();
  expect(stage.told[0]).toMatchObject({ method: "Start", value: { token: kept } });
});

test.each([
  ["the site does not have it so", "marker", "k".repeat(40)],
  ["it is only a marker", "conversation", "1"],
] as const)("what the page kept is left alone where %s", async (_, remember, kept) => {
  const stage = new Stage(memory());
  stage.settings.remember = remember;
  stage.session.settings.value = stage.settings;
  stage.session.adopt(kept);
  await stage.start();
  expect(stage.told[0]?.value).not.toHaveProperty("token");
});

test("the frame's own conversation is not given up for another", async () => {
  const area = memory();
  await written("conversation", area);
  const again = new Stage(area);
  again.settings.remember = "conversation";
  again.session.settings.value = again.settings;
  again.session.adopt("k".repeat(40));
  await again.start();
  expect(again.told[0]).toMatchObject({ value: { token: "token" } });
});
