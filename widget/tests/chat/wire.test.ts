import { beforeEach, expect, test, vi } from "vitest";
import { failureOf } from "../../src/chat/errors";
import type { ServerEvent } from "../../src/chat/protocol";
import { openWire } from "../../src/chat/wire";

vi.useFakeTimers();

class Socket {
  static last: Socket;
  onopen = () => {};
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly sent: Record<string, unknown>[] = [];

  constructor(readonly url: string) {
    Socket.last = this;
  }

  send(text: string): void {
    expect(text.endsWith("\u001e")).toBe(true);
    this.sent.push(JSON.parse(text.slice(0, -1)));
  }

  /** Says several frames at once, as a server may. */
  say(...frames: object[]): void {
    this.onmessage?.({ data: frames.map((frame) => `${JSON.stringify(frame)}\u001e`).join("") });
  }

  // A dead line does not say that it is closed.
  close(): void {}
}

beforeEach(() => {
  vi.stubGlobal("WebSocket", Socket);
  vi.stubGlobal("location", { origin: "https://hub.test" });
});

async function open() {
  const heard: ServerEvent[] = [];
  const closed = vi.fn();
  const wire = openWire(false, (event) => heard.push(event));
  wire.onClose(closed);
  const started = wire.start();
  const socket = Socket.last;
  socket.onopen();
  return { wire, socket, heard, closed, started };
}

async function begin() {
  const line = await open();
  line.socket.say({});
  await line.started;
  return line;
}

test("it shakes hands, and what the server says with that is heard", async () => {
  const { socket, heard, started } = await open();
  expect(socket.url).toBe("wss://hub.test/hubs/visitor");
  expect(socket.sent).toEqual([{ protocol: "json", version: 1 }]);
  socket.say(
    {},
    { type: 1, target: "Resync", arguments: [] },
    { type: 1, target: "Message", arguments: [{ id: 1, kind: "reply" }] },
    { type: 1, target: "Typing", arguments: [{ name: "Yann", on: true }] },
  );
  await started;
  expect(heard).toEqual([
    { kind: "resync" },
    { kind: "message", message: { id: 1, kind: "reply" } },
    { kind: "typing", name: "Yann", on: true },
  ]);
});

test("each call gets its own answer, in whatever order they come", async () => {
  const { wire, socket } = await begin();
  const [one, two, three] = [wire.invoke("Send", { text: "a" }), wire.invoke("After", 1), wire.invoke("Typing", true)];
  expect(socket.sent.slice(1).map(({ target, arguments: args }) => [target, args])).toEqual([
    ["Send", [{ text: "a" }]],
    ["After", [1]],
    ["Typing", [true]],
  ]);
  const ids = socket.sent.slice(1).map((frame) => frame.invocationId);
  const error = "An unexpected error occurred invoking 'Send' on the server. HubException: rate_limited: Slower.";
  socket.say(
    { type: 3, invocationId: ids[1], result: ["x"] },
    { type: 3, invocationId: ids[0], error },
    { type: 3, invocationId: ids[2] },
  );
  expect(await two).toEqual(["x"]);
  expect(await three).toBeUndefined();
  expect(failureOf(await one.catch((failure) => failure))).toBe("rate_limited");
});

test("it answers the server's pings, also while the browser slows its clocks", async () => {
  const { socket, closed } = await begin();
  for (let minute = 0; minute < 3; minute++) {
    await vi.advanceTimersByTimeAsync(10_000);
    socket.say({ type: 6 });
  }
  expect(socket.sent.filter(({ type }) => type === 6)).toHaveLength(3);
  expect(closed).not.toHaveBeenCalled();
});

test.each([
  ["the server is silent", async () => vi.advanceTimersByTimeAsync(30_000)],
  ["the line is cut", async (socket: Socket) => socket.onclose?.()],
  ["the server says so", async (socket: Socket) => socket.say({ type: 7 })],
])("it ends when %s, and with it every call", async (_, cut) => {
  const { wire, socket, closed } = await begin();
  const call = wire.invoke("Send", {}).catch(failureOf);
  await cut(socket);
  expect(await call).toBe("lost");
  expect(closed).toHaveBeenCalledOnce();
  expect(await wire.invoke("Send", {}).catch(failureOf)).toBe("lost");
});

test("giving up ends it at once, even where the browser says later that it is closed", async () => {
  const { wire, closed } = await begin();
  await wire.stop();
  expect(closed).toHaveBeenCalledOnce();
});

test("a server that does not take the line is one that cannot be reached", async () => {
  const { socket, started } = await open();
  socket.onclose?.();
  expect(await started.catch(failureOf)).toBe("lost");
});
