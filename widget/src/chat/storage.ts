import type { Identity, Message } from "./protocol";

/** What a reload may show before the server has answered. */
export interface Cache {
  messages: Message[];
  /** How far agents have read, and how far the visitor has. */
  seen: number;
  read: { ticket: number; seq: number };
  /** Ids of answers not read that stand before what has been. */
  late?: readonly number[];
  identity: Identity;
  /** The visitor has answered, or waved away, the question for an address. */
  asked: boolean;
}

/** A file of a draft; without an id its bytes were only in the page. */
export interface StoredFile {
  name: string;
  size: number;
  type: string;
  id?: number;
}

export interface StoredDraft {
  clientId: string;
  text: string;
  at: number;
  files?: readonly StoredFile[];
}

/**
 * The browser's memory of one site's conversation, in the frame's own (partitioned) storage. Before the visitor has
 * sent something `keep` is off and nothing at all is written. Blocked storage is as good as empty storage.
 */
export class Storage {
  keep = false;
  #discreet = false;

  constructor(
    site: string,
    private readonly area: globalThis.Storage | null,
    private readonly prefix = `hub:${site}:`,
  ) {}

  get token(): string | undefined {
    return this.#get("token") ?? undefined;
  }

  /** This browser's own word beside a code that was sent and not answered yet: with the token of before, it finds the conversation again. */
  get renewal(): string | undefined {
    return this.#get("renewal") ?? undefined;
  }

  set renewal(word: string | undefined) {
    if (word) this.#set("renewal", word, this.keep);
    else this.#remove("renewal");
  }

  /** Remembers `token`; from here on the conversation is kept across reloads. */
  remember(token: string): void {
    this.keep = true;
    if (this.token !== token) this.#set("token", token);
  }

  /**
   * The conversation is somebody's who signed in on the page: of it only the token is kept, which shows nothing without
   * the page's word, because the next one at this computer may be somebody else.
   */
  set discreet(on: boolean) {
    if (on && !this.#discreet) {
      this.#remove("cache");
      this.forgetWritten();
    }
    this.#discreet = on;
  }

  /** Forgets what was written and not sent. */
  forgetWritten(): void {
    this.#remove("words");
    this.#remove("emoji");
    for (const draft of this.drafts) this.dropDraft(draft.clientId);
  }

  /** Forgets the conversation, but not what is still to be sent. */
  forget(): void {
    this.keep = false;
    this.#remove("token");
    this.#remove("cache");
    this.renewal = undefined;
  }

  get cache(): Cache | null {
    try {
      return JSON.parse(this.#get("cache") ?? "null") as Cache | null;
    } catch {
      return null;
    }
  }

  set cache(cache: Cache) {
    this.#set("cache", JSON.stringify(cache));
  }

  get words(): string {
    return this.#get("words") ?? "";
  }

  /** A choice of the visitor's own, such as sound. Made by hand, so it may be kept before anything was sent. */
  choice(name: string, otherwise = false): boolean {
    const kept = this.#get(name);
    return kept === null ? otherwise : kept === "1";
  }

  choose(name: string, on: boolean, otherwise = false): void {
    if (on === otherwise) this.#remove(name);
    else this.#set(name, on ? "1" : "0", true);
  }

  /** The half-written message. */
  set words(text: string) {
    if (text) this.#set("words", text);
    else this.#remove("words");
  }

  /** Emoji used last, the newest first. */
  get emoji(): string[] {
    return (this.#get("emoji") ?? "").split(" ").filter(Boolean);
  }

  set emoji(used: readonly string[]) {
    this.#set("emoji", used.join(" "));
  }

  /** One key per draft, so that two tabs never overwrite each other's. */
  get drafts(): StoredDraft[] {
    const drafts: StoredDraft[] = [];
    try {
      const start = `${this.prefix}draft:`;
      for (let i = 0; i < (this.area?.length ?? 0); i++) {
        const key = this.area?.key(i);
        if (key?.startsWith(start)) drafts.push(JSON.parse(this.area?.getItem(key) ?? "") as StoredDraft);
      }
    } catch {
      // A broken entry was not written by us.
    }
    return drafts.sort((a, b) => a.at - b.at);
  }

  saveDraft(draft: StoredDraft): void {
    this.#set(`draft:${draft.clientId}`, JSON.stringify(draft));
  }

  dropDraft(clientId: string): void {
    this.#remove(`draft:${clientId}`);
  }

  #get(key: string): string | null {
    try {
      return this.area?.getItem(this.prefix + key) ?? null;
    } catch {
      return null;
    }
  }

  #set(key: string, value: string, always = this.keep && (!this.#discreet || key === "token")): void {
    if (!always) return;
    try {
      this.area?.setItem(this.prefix + key, value);
    } catch {
      // Full or blocked: the conversation still works, only a reload forgets it.
    }
  }

  #remove(key: string): void {
    try {
      this.area?.removeItem(this.prefix + key);
    } catch {
      // Blocked: nothing was kept.
    }
  }
}

/** The frame's storage, or null where reading it is an error (blocked third-party storage). */
export function frameStorage(): globalThis.Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
