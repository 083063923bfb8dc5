import { expect, test, vi } from "vitest";
import { message } from "./samples";
import { moment, Stage } from "./stage";

const pages = (stage: Stage) => stage.told.filter((call) => call.method === "Page").map((call) => call.value);

async function talking(): Promise<Stage> {
  const stage = new Stage();
  stage.messages = [message(1)];
  return stage.start();
}

test("a page that changes its address is told at once, and then at most every two seconds", async () => {
  const stage = await talking();
  stage.session.walk("https://shop.test/a");
  expect(pages(stage)).toEqual(["https://shop.test/a"]);
  stage.session.walk("https://shop.test/b");
  stage.session.walk("https://shop.test/c");
  await vi.advanceTimersByTimeAsync(1900);
  expect(pages(stage)).toHaveLength(1);
  await moment();
  expect(pages(stage)).toEqual(["https://shop.test/a", "https://shop.test/c"]);
});

test("a page that was told is not told again", async () => {
  const stage = await talking();
  for (let i = 0; i < 3; i++) {
    stage.session.walk("https://shop.test/a");
    await moment();
  }
  expect(pages(stage)).toHaveLength(1);
});

test("nobody is told where somebody is who has not written; the conversation begins on the present page", async () => {
  const stage = await new Stage().start();
  stage.session.walk("https://shop.test/a");
  stage.session.walk("https://shop.test/b");
  await moment();
  expect(pages(stage)).toEqual([]);
  stage.results.Send = { seq: 1, at: new Date(0).toISOString(), ticket: 1 };
  stage.session.send("Hello");
  await moment();
  const calls = stage.told.map((call) => call.method);
  expect(pages(stage)).toEqual(["https://shop.test/b"]);
  expect(calls.indexOf("Page")).toBeLessThan(calls.indexOf("Send"));
});

test("what could not be said while the line was down is said later", async () => {
  const stage = await talking();
  stage.cut();
  await vi.advanceTimersByTimeAsync(0);
  stage.session.walk("https://shop.test/a");
  expect(pages(stage)).toEqual([]);
  await moment();
  expect(pages(stage)).toEqual(["https://shop.test/a"]);
});
