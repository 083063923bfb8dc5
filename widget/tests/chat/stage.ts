import { vi } from "vitest";
import type { Wire } from "../../src/chat/connection";
import type { Message, Reception, ServerEvent, Settings, StartAnswer, StartRequest } from "../../src/chat/protocol";
import { Session } from "../../src/chat/session";
import { Storage } from "../../src/chat/storage";

vi.useFakeTimers();

/** Lets everything that was begun come to its end, pauses before another attempt included. */
export const moment = (): Promise<unknown> => vi.advanceTimersByTimeAsync(10_000);

/** A session in a closed panel, on a server that the test plays. */
export class Stage {
  readonly told: { method: string; value: unknown }[] = [];
  /** What the server knows of the conversation when a session starts. */
  messages: Message[] = [];
  /** How the site receives its visitors. */
  reception: Reception = { rates: false };
  settings: Settings = {
    name: "Shop",
    locale: "en",
    languages: ["en", "fr"],
    texts: {},
    side: "right",
    x: 24,
    y: 24,
    sound: false,
    remember: "marker",
    byMail: true,
  };
  /** A call for which this is thrown instead of an answer. */
  refuse: (method: string) => Error | null = () => null;
  /** What else, or instead, the server answers to Start; it may throw. */
  answer: (request: StartRequest) => Partial<StartAnswer> = () => ({});
  /** Answers to other calls. */
  readonly results: Record<string, unknown> = {};
  readonly session: Session;
  #hear: (event: ServerEvent) => void = () => {};
  #cut: () => void = () => {};

  constructor(readonly area: globalThis.Storage | null = null) {
    this.session = new Session({
      site: "site",
      storage: new Storage("site", area),
      open: (_, hear) => this.#open(hear),
      locale: () => "en",
      page: () => undefined,
      met: Promise.resolve(),
    });
  }

  async start(): Promise<this> {
    this.session.run();
    await moment();
    return this;
  }

  hear(...messages: Message[]): void {
    for (const message of messages) this.#hear({ kind: "message", message });
  }

  state(state: Omit<ServerEvent & { kind: "state" }, "kind">): void {
    this.#hear({ kind: "state", ...state });
  }

  cut(): void {
    this.#cut();
  }

  /** The numbers up to which the server was told that the visitor has read. */
  get seen(): unknown[] {
    return this.told.filter((call) => call.method === "Seen").map((call) => call.value);
  }

  #open(hear: (event: ServerEvent) => void): Wire {
    this.#hear = hear;
    return {
      start: async () => {},
      stop: async () => this.#cut(),
      invoke: async <T>(method: string, value: unknown) => {
        this.told.push({ method, value });
        const refusal = this.refuse(method);
        if (refusal) throw refusal;
        if (method === "Start") return { ...this.#started(), ...this.answer(value as StartRequest) } as T;
        return (this.results[method] ?? []) as T;
      },
      onClose: (done) => {
        this.#cut = done;
      },
    };
  }

  #started(): StartAnswer {
    const { settings } = this;
    return {
      token: "token",
      messages: this.messages,
      more: false,
      open: true,
      agents: [],
      settings,
      reception: this.reception,
    };
  }
}

/** A browser's storage that outlives a page. */
export function memory(): globalThis.Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (i) => [...kept.keys()][i] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
  };
}
