import { expect, test } from "vitest";
import { Connection, type Wire } from "../../src/chat/connection";
import { retryDelay } from "../../src/chat/timing";

/** A connection over wires that the test opens and breaks; no pause is longer than a moment. */
function setUp(refuse: (fallback: boolean, attempt: number) => boolean, up: () => Promise<void> = async () => {}) {
  const asked: boolean[] = [];
  const alive: (() => void)[] = [];
  const connection = new Connection(
    (fallback) => {
      asked.push(fallback);
      let close = () => {};
      const wire: Wire = {
        start: async () => {
          if (refuse(fallback, asked.length)) throw new Error("refused");
          alive.push(close);
        },
        stop: async () => close(),
        invoke: () => new Promise(() => {}),
        onClose: (done) => {
          close = done;
        },
      };
      return wire;
    },
    { up, hear: () => {} },
    () => 1,
  );
  const moment = () => new Promise((done) => setTimeout(done, 40));
  return { connection, asked, moment, break: () => alive.at(-1)?.() };
}

test("a broken connection comes back by itself, and the session is started on each", async () => {
  let starts = 0;
  const { connection, moment, ...test } = setUp(
    () => false,
    async () => void starts++,
  );
  void connection.run();
  await moment();
  expect(connection.state.value).toBe("up");
  test.break();
  await moment();
  expect(connection.state.value).toBe("up");
  expect(starts).toBe(2);
  connection.close();
});

test("where WebSockets do not get through, the fall-back is used", async () => {
  const { connection, asked, moment } = setUp((fallback) => !fallback);
  void connection.run();
  await moment();
  expect(asked).toEqual([false, true]);
  expect(connection.state.value).toBe("up");
  connection.close();
});

test("it never gives up", async () => {
  const { connection, asked, moment } = setUp((_, attempt) => attempt < 9);
  void connection.run();
  await moment();
  expect(asked.length).toBe(9);
  expect(connection.state.value).toBe("up");
  connection.close();
});

test("a session that cannot be started drops the wire and tries again", async () => {
  let starts = 0;
  const { connection, moment } = setUp(
    () => false,
    async () => {
      if (++starts < 3) throw new Error("unavailable");
    },
  );
  void connection.run();
  await moment();
  expect(starts).toBe(3);
  expect(connection.state.value).toBe("up");
  connection.close();
});

test("pauses grow from 0.3 to 8 seconds and are spread by chance", () => {
  expect(retryDelay(1, () => 1)).toBe(300);
  expect(retryDelay(1, () => 0)).toBe(150);
  expect(retryDelay(3, () => 1)).toBe(1200);
  expect(retryDelay(50, () => 1)).toBe(8000);
});
