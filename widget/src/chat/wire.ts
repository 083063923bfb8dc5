import type { OpenWire, Wire } from "./connection";
import { newId } from "./ids";
import type { ServerEvent } from "./protocol";

type Hear = (event: ServerEvent) => void;

/** A frame of SignalR's JSON protocol. Types: 1 invocation, 3 completion, 6 ping, 7 close. */
interface Frame {
  type?: number;
  target?: string;
  arguments?: unknown[];
  invocationId?: string;
  result?: unknown;
  error?: string;
}

const path = "/hubs/visitor";
/** Ends each frame. */
const end = "\u001e";
/** The server says something every 10 s; whoever says nothing for 30 s is gone, to either side. */
const silence = 30_000;
const pingAfter = 9_000;

/** What the server calls on us, as an event. */
const eventOf = (target: string, value: unknown): ServerEvent => {
  const kind = target.toLowerCase();
  return (kind === "message" ? { kind, message: value } : { ...(value as object), kind }) as ServerEvent;
};

/**
 * A connection to the visitors' hub of the server this page came from. The usual one speaks SignalR over a WebSocket
 * by itself, which takes a page of code; the fall-back, rarely needed, brings SignalR's own client.
 */
export const openWire: OpenWire = (fallback, hear) => (fallback ? fetchPolling(hear) : new SocketWire(hear));

function fetchPolling(hear: Hear): Wire {
  // It needs several requests, which carry a random word by which a proxy keeps them on one server process.
  const url = `${path}?s=${newId()}`;
  const wire = import("./polling").then((it) => it.openPolling(url, (target, value) => hear(eventOf(target, value))));
  return {
    start: async () => (await wire).start(),
    stop: async () => (await wire).stop(),
    invoke: async (method, ...args) => (await wire).invoke(method, ...args),
    onClose: (done) => void wire.then((it) => it.onClose(done)).catch(() => {}),
  };
}

/** Without negotiation, so no second request can land on another server process. */
class SocketWire implements Wire {
  readonly #calls = new Map<string, { done(result: unknown): void; failed(error: Error): void }>();
  #socket: WebSocket | undefined;
  #shaken: (() => void) | null = null;
  #closed = () => {};
  #ended = false;
  #count = 0;
  #saidAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly hear: Hear) {}

  start(): Promise<void> {
    return new Promise((done, failed) => {
      const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}${path}`);
      this.#socket = socket;
      this.#shaken = done;
      socket.onopen = () => this.#say({ protocol: "json", version: 1 });
      socket.onmessage = ({ data }) => {
        this.#listen();
        for (const frame of `${data}`.split(end)) if (frame) this.#take(JSON.parse(frame) as Frame);
      };
      socket.onclose = () => {
        this.#end();
        failed(new Error("Closed"));
      };
    });
  }

  async stop(): Promise<void> {
    const socket = this.#socket;
    if (socket) socket.onclose = socket.onmessage = null;
    socket?.close();
    // A dead line would say only after a long while that it is closed.
    this.#end();
  }

  invoke<T>(method: string, ...args: unknown[]): Promise<T> {
    return new Promise<T>((done, failed) => {
      if (this.#ended) throw new Error("Closed");
      const id = `${++this.#count}`;
      this.#calls.set(id, { done: done as (result: unknown) => void, failed });
      this.#say({ type: 1, invocationId: id, target: method, arguments: args });
    });
  }

  onClose(done: () => void): void {
    this.#closed = done;
  }

  #say(frame: object): void {
    this.#saidAt = performance.now();
    this.#socket?.send(JSON.stringify(frame) + end);
  }

  /** Pings go out when something comes in: a browser slows the clocks of a page in the background, not its messages. */
  #listen(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.stop(), silence);
    if (performance.now() - this.#saidAt > pingAfter) this.#say({ type: 6 });
  }

  #take({ type, target, arguments: args, invocationId, result, error }: Frame): void {
    if (this.#shaken) {
      // The answer to the handshake: nothing, or why not.
      if (error) return void this.#socket?.close();
      this.#shaken();
      this.#shaken = null;
    } else if (type === 1 && target) this.hear(eventOf(target, args?.[0]));
    else if (type === 3 && invocationId) {
      const call = this.#calls.get(invocationId);
      this.#calls.delete(invocationId);
      if (error) call?.failed(new Error(error));
      else call?.done(result);
    } else if (type === 7) void this.stop();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    for (const { failed } of this.#calls.values()) failed(new Error("Closed"));
    this.#calls.clear();
    this.#closed();
  }
}
