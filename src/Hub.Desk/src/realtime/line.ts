import { type HubConnection, HubConnectionBuilder, HttpTransportType, LogLevel } from "@microsoft/signalr";
import { randomId } from "../shell/ids";
import { createStore } from "../shell/store";
import { reconnectDelay } from "./delay";
import type { AfterAnswer, DeskEvent, Presence, Typing, WatchAnswer } from "./events";
import type { Message, Row } from "../api/types";

export type LineState = "connecting" | "live" | "reconnecting";

export interface LineOwner {
  hear(event: DeskEvent): void;
  /** The line is up (again): fetch what was missed. A rejection puts the line down once more. */
  up(line: Line): Promise<void>;
  /** An attempt failed: perhaps the session has ended. */
  down(attempt: number): void;
}

/** The one live line to the server: a single loop that never gives up. */
export class Line {
  readonly state = createStore<LineState>("connecting");
  private connection: HubConnection | null = null;
  private stopped = false;
  private wake: () => void = () => {};

  constructor(private readonly owner: LineOwner) {}

  start(): void {
    window.addEventListener("online", this.hurry);
    document.addEventListener("visibilitychange", this.hurry);
    void this.run();
  }

  stop(): void {
    this.stopped = true;
    window.removeEventListener("online", this.hurry);
    document.removeEventListener("visibilitychange", this.hurry);
    this.wake();
    void this.connection?.stop();
  }

  get live(): boolean {
    return this.state.get() === "live";
  }

  watch = (number: number) => this.invoke<WatchAnswer>("Watch", number);
  unwatch = (number: number) => this.tell("Unwatch", number);
  typing = (number: number, on: boolean) => this.tell("Typing", number, on);
  after = (position: string | null) => this.invoke<AfterAnswer>("After", position);
  list = (view: string) => this.invoke<void>("List", view);

  private invoke<T>(method: string, ...args: unknown[]): Promise<T> {
    return this.connection?.invoke<T>(method, ...args) ?? Promise.reject(new Error("The line is down."));
  }

  /** Fleeting: not worth an error where the line is down. */
  private tell(method: string, ...args: unknown[]): void {
    if (this.live) this.connection?.send(method, ...args).catch(() => {});
  }

  private hurry = () => {
    if (document.visibilityState === "visible") this.wake();
  };

  private async run(): Promise<void> {
    for (let attempt = 0; !this.stopped; attempt++) {
      const connection = this.build(attempt);
      const closed = new Promise<void>((resolve) => connection.onclose(() => resolve()));
      this.connection = connection;
      try {
        await connection.start();
        await this.owner.up(this);
        if (this.stopped) break;
        this.state.set("live");
        attempt = -1;
        await closed;
      } catch {
        await connection.stop().catch(() => {});
      }
      if (this.stopped) break;
      this.state.set("reconnecting");
      this.owner.down(attempt);
      await this.pause(reconnectDelay(Math.max(0, attempt)));
    }
    await this.connection?.stop().catch(() => {});
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private build(attempt: number): HubConnection {
    // A WebSocket needs no negotiation. Where proxies block it, every third attempt may fall back; those requests
    // must all reach the same process, which a load balancer tells by `s`.
    const fallBack = attempt % 3 === 2;
    const connection = new HubConnectionBuilder()
      .withUrl(fallBack ? `/hubs/desk?s=${randomId()}` : "/hubs/desk", {
        ...(fallBack ? {} : { transport: HttpTransportType.WebSockets, skipNegotiation: true }),
      })
      .configureLogging(LogLevel.None)
      .build();
    const hear = this.owner.hear;
    connection.on("Ticket", (row: Row) => hear({ kind: "row", row }));
    connection.on("Message", (ticket: number, message: Message) => hear({ kind: "message", ticket, message }));
    connection.on("Typing", ({ kind, ...rest }: Omit<Typing, "by"> & { kind: Typing["by"] }) =>
      hear({ kind: "typing", by: kind, ...rest }),
    );
    connection.on("Seen", (seen: { ticket: number; seq: number; at: string }) => hear({ kind: "seen", ...seen }));
    connection.on("Presence", (presence: Presence) => hear({ kind: "presence", presence }));
    connection.on("Resync", () => hear({ kind: "resync" }));
    return connection;
  }
}
