import { signal } from "@preact/signals";
import { failureOf } from "./errors";
import type { ServerEvent } from "./protocol";
import { retryDelay, sleep, within } from "./timing";

/** One connection to the server, good until it closes. */
export interface Wire {
  start(): Promise<void>;
  stop(): Promise<void>;
  invoke<T>(method: string, ...args: unknown[]): Promise<T>;
  onClose(done: () => void): void;
}

/** Makes a wire; `fallback` asks for one that gets through where WebSockets do not. */
export type OpenWire = (fallback: boolean, hear: (event: ServerEvent) => void) => Wire;

interface Handlers {
  /** A wire is up: start the session on it. A rejection drops the wire and tries again. */
  up(): Promise<void>;
  hear(event: ServerEvent): void;
}

const openLimit = 6000;
const callLimit = 20_000;
const stable = 5000;

/** Keeps one wire up for ever: a single loop, so that two attempts can never run at once. */
export class Connection {
  /** `connecting` before the first success, `down` while coming back. */
  readonly state = signal<"connecting" | "up" | "down">("connecting");
  #wire: Wire | undefined;
  #closed = false;
  #wake: () => void = () => {};

  constructor(
    private readonly open: OpenWire,
    private readonly handlers: Handlers,
    private readonly delay: (failures: number) => number = retryDelay,
  ) {}

  async run(): Promise<void> {
    let failures = 0;
    let direct = false;
    while (!this.#closed) {
      // WebSocket first; where it has never worked every second attempt tries the fall-back, later on every fourth.
      const fallback: boolean = direct ? failures % 4 === 3 : failures % 2 === 1;
      const wire = this.open(fallback, (event) => this.handlers.hear(event));
      const ended = new Promise<void>((done) => wire.onClose(done));
      const began = Date.now();
      try {
        await within(openLimit, wire.start());
        this.#wire = wire;
        await this.handlers.up();
        direct ||= !fallback;
        this.state.value = "up";
        await ended;
        failures = Date.now() - began > stable ? 0 : failures + 1;
      } catch {
        failures++;
      }
      this.#wire = undefined;
      void wire.stop().catch(() => {});
      if (this.#closed) return;
      this.state.value = "down";
      await Promise.race([sleep(this.delay(failures)), new Promise<void>((done) => (this.#wake = done))]);
    }
  }

  /** Calls the server; rejects when there is no wire, when it breaks, or when no answer comes. */
  async invoke<T>(method: string, ...args: unknown[]): Promise<T> {
    const wire = this.#wire;
    if (!wire) throw new Error("Not connected");
    try {
      return await within(callLimit, wire.invoke<T>(method, ...args));
    } catch (error) {
      // A call without an answer means a dead line that has not been noticed yet.
      if (failureOf(error) === "lost") this.drop();
      throw error;
    }
  }

  /** Gives up the present wire, so that the loop makes a new one. */
  drop(): void {
    void this.#wire?.stop().catch(() => {});
  }

  /** Ends the present pause between attempts. */
  wake(): void {
    this.#wake();
  }

  /** Ends the loop for good. */
  close(): void {
    this.#closed = true;
    this.drop();
    this.#wake();
  }
}
