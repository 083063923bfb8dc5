import { type Signal, signal } from "@preact/signals";
import { type Failure, failureOf } from "./errors";
import type { StoredFile } from "./storage";

export type ItemState =
  | { at: "waiting" }
  | { at: "busy"; part: number }
  | { at: "done"; id: number }
  | { at: "failed"; failure: Failure };

/** A file the visitor has chosen, and how far it has come. */
export interface Item {
  key: string;
  name: string;
  size: number;
  type: string;
  /** Address of its picture in this page's memory. */
  preview?: string | undefined;
  state: Signal<ItemState>;
  /** Ends with its id on the server, or with why it has none. */
  result: Promise<number>;
  /** None after a reload: a page remembers no bytes. */
  blob?: Blob | undefined;
  stop: AbortController;
}

interface Dependencies {
  /** Brings it to the server. */
  post(item: Item, progress: (part: number) => void): Promise<number>;
  renew(failure: Failure): Promise<void>;
  sleep(ms: number): Promise<void>;
  newId(): string;
  most(): number;
}

/** Files of one message. */
export const mostFiles = 20;

// What a double click runs; the server refuses it too.
const programs =
  /\.(exe|com|scr|pif|bat|cmd|msi|msix|msp|cpl|lnk|hta|jse?|vb[se]|ws[fh]|psm?1|jar|reg|dll|sh|command|app|dmg|pkg|apk|iso|img|chm|url|scf)$/i;

/** A new start tells more: who one is, or what has to be said first. */
const stale: readonly Failure[] = ["token_invalid", "not_started", "form_needed", "consent_needed"];

/** Pictures of this page by their file's id, so that one's own need not be fetched. */
export const own = new Map<number, string>();

/** Files on their way into the next message. Each goes to the server at once, one after the other. */
export class Tray {
  readonly items = signal<readonly Item[]>([]);
  /** Why a file was not taken. */
  readonly refused = signal<readonly { name: string; why: "size" | "type" | "count" | "empty" }[]>([]);
  #line: Promise<unknown> = Promise.resolve();

  constructor(private readonly deps: Dependencies) {}

  add(files: Iterable<File>): void {
    this.refused.value = [];
    for (const file of files) {
      // Pictures are made smaller before they go, so only what stays as it is can be too large.
      const shrinks = /^image\/(jpeg|png|webp)$/.test(file.type) && file.size < 100e6;
      const why =
        file.size === 0
          ? "empty"
          : programs.test(file.name)
            ? "type"
            : file.size > this.deps.most() && !shrinks
              ? "size"
              : this.items.value.length >= mostFiles
                ? "count"
                : null;
      if (why) this.refused.value = [...this.refused.value, { name: file.name, why }];
      else this.items.value = [...this.items.value, this.#begin(file)];
    }
  }

  retry(item: Item): void {
    item.stop = new AbortController();
    this.#send(item);
  }

  remove(item: Item): void {
    item.stop.abort();
    this.items.value = this.items.value.filter((known) => known !== item);
    if (item.preview) URL.revokeObjectURL(item.preview);
  }

  /** Gives what is there to a message. */
  take(): readonly Item[] {
    const taken = this.items.value;
    this.items.value = [];
    this.refused.value = [];
    return taken;
  }

  /** Takes files of a message back that was not sent. */
  giveBack(items: readonly Item[]): void {
    const kept = items.filter((item) => item.blob || item.state.value.at === "done");
    this.items.value = [...kept, ...this.items.value].slice(0, mostFiles);
  }

  /** Files of a message that an earlier page wrote; those without an id are lost. */
  restore(stored: readonly StoredFile[]): readonly Item[] {
    return stored.map(({ id, ...file }) => ({
      ...file,
      key: this.deps.newId(),
      stop: new AbortController(),
      state: signal<ItemState>(id ? { at: "done", id } : { at: "failed", failure: "files_lost" }),
      result: id ? Promise.resolve(id) : quiet(Promise.reject(new Error("HubException: files_lost: Gone"))),
    }));
  }

  /** The server does not have these any more, or never had: they go again. */
  again(items: readonly Item[]): void {
    for (const item of items) {
      item.key = this.deps.newId();
      if (item.blob) this.#send(item);
      else {
        item.state.value = { at: "failed", failure: "files_lost" };
        item.result = quiet(Promise.reject(new Error("HubException: files_lost: Gone")));
      }
    }
  }

  #begin(file: File): Item {
    const item: Item = {
      key: this.deps.newId(),
      name: file.name || "file",
      size: file.size,
      type: file.type,
      preview: /^image\/(png|jpeg|gif|webp|avif)$/.test(file.type) ? URL.createObjectURL(file) : undefined,
      state: signal<ItemState>({ at: "waiting" }),
      result: Promise.resolve(0),
      blob: file,
      stop: new AbortController(),
    };
    this.#send(item);
    return item;
  }

  #send(item: Item): void {
    item.state.value = { at: "waiting" };
    item.result = quiet(this.#line.then(() => this.#upload(item)));
    this.#line = item.result.catch(() => {});
  }

  async #upload(item: Item): Promise<number> {
    for (let attempt = 1; ; attempt++) {
      try {
        item.stop.signal.throwIfAborted();
        item.state.value = { at: "busy", part: 0 };
        const id = await this.deps.post(item, (part) => {
          item.state.value = { at: "busy", part };
        });
        item.state.value = { at: "done", id };
        if (item.preview) own.set(id, item.preview);
        return id;
      } catch (error) {
        if (item.stop.signal.aborted) throw error;
        const failure = failureOf(error);
        if (failure.startsWith("file") || failure === "site_unknown" || attempt > 40) {
          item.state.value = { at: "failed", failure };
          throw error;
        }
        item.state.value = { at: "waiting" };
        if (stale.includes(failure)) await this.deps.renew(failure).catch(() => {});
        await this.deps.sleep(Math.min(10_000, 1000 * attempt));
      }
    }
  }
}

/** Whoever wants to know asks; nobody need. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
