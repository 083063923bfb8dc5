import { effect, signal } from "@preact/signals";
import { type Failure, failureOf } from "./errors";
import { newId } from "./ids";
import { Outbox } from "./outbox";
import type { Identity, Message, Receipt, ServerEvent } from "./protocol";
import { before } from "./timeline";
import { sleep } from "./timing";
import { type Item, Tray } from "./tray";
import { TypingIn, TypingOut } from "./typing";
import { type Options, Visit } from "./visit";

/** Messages in one answer to Before. */
const page = 50;
/** Milliseconds in which the server should have shown us our own message. */
const pushLimit = 2500;

/** The talk over the line: sending, catching up, reading, and everything the server says unasked. */
export class Session extends Visit {
  readonly typing = signal<readonly string[]>([]);
  /** The panel is open. */
  readonly opened = signal(false);
  /** The panel is open and the page is in front. */
  readonly visible = signal(false);
  readonly outbox: Outbox;
  readonly typingOut: TypingOut;
  readonly tray: Tray;
  readonly #typingIn = new TypingIn((names) => {
    this.typing.value = names;
  });
  #told = { ticket: 0, seq: 0 };
  #catchingUp = false;

  constructor(options: Options) {
    super(options);
    const { storage } = options;
    this.typingOut = new TypingOut((on) => this.tell("Typing", on));
    const renew = (failure: Failure) => {
      if (failure === "token_invalid") this.drop();
      return this.begin();
    };
    this.tray = new Tray({
      post: (item, progress) => this.#post(item, progress),
      renew,
      sleep,
      newId: () => newId(),
      most: () => this.settings.value?.maxFile ?? 25_000_000,
    });
    this.outbox = new Outbox({
      send: async ({ clientId, text, items }) => {
        await this.join();
        // A conversation begins on the page where its first message was written.
        this.whereabouts.say();
        if (!items) return this.connection.invoke<Receipt>("Send", { clientId, text });
        const files = await Promise.all(items.map((item) => item.result));
        // From here on a reload sends them too.
        this.outbox.saveAll();
        return this.connection.invoke<Receipt>("Send", { clientId, text, files });
      },
      items: ({ files }) => this.tray.restore(files ?? []),
      again: ({ items }) => this.tray.again(items ?? []),
      renew,
      sent: () => this.#sent(),
      save: (draft) => storage.saveDraft(draft),
      drop: (clientId) => storage.dropDraft(clientId),
      sleep,
      newId: () => newId(),
      now: Date.now,
    });
    if (storage.keep) this.outbox.restore(storage.drafts);
    this.outbox.settle(this.timeline.value.messages);
    effect(() => this.#markRead());
  }

  send(text: string): void {
    this.typingOut.stop();
    this.outbox.add(text, this.tray.take());
  }

  /** Fetches the page of messages before the oldest one known. */
  async earlier(): Promise<void> {
    const seq = this.timeline.value.olderThan;
    if (seq === null) return;
    const older = await this.connection.invoke<Message[]>("Before", seq);
    this.learn(older);
    if (older.length < page) this.complete.value = true;
  }

  /** Tells the server the visitor's name or address. */
  async identify(who: Identity): Promise<void> {
    await this.connection.invoke("Identify", who);
    this.identity.value = { ...this.identity.value, ...who };
    this.keep();
  }

  /** A new address for a file whose old one has run out. */
  linkOf(file: number): Promise<string> {
    return this.connection.invoke<string>("FileLink", file);
  }

  /** The host's page is another now, without having loaded anew. */
  walk(page: string): void {
    this.whereabouts.go(page);
  }

  /** Gives the answers and the consent that are asked before the chat, and sends what waits for them. */
  async admit(
    answers: Record<string, string> | undefined,
    consent: number | undefined,
    locale?: string,
  ): Promise<void> {
    await this.connection.invoke("Identify", { answers, consent, locale });
    this.keep();
    const { form, consent: _, ...rest } = this.reception.value;
    // Whoever left the address open in the form is not asked for it again.
    if (form?.fields.some(({ kind }) => kind === "email")) this.asked.value = true;
    this.reception.value = rest;
    void this.outbox.flush();
  }

  async rate(score: number, comment: string): Promise<void> {
    await this.connection.invoke("Rate", { score, comment });
    this.reception.value = { ...this.reception.value, rated: score };
  }

  protected override learn(messages: readonly Message[]): void {
    super.learn(messages);
    this.outbox.settle(messages);
  }

  /** Fetches what came after the last message known, and what is missing between, until there is no more. */
  protected async catchUp(): Promise<void> {
    if (this.#catchingUp) return;
    this.#catchingUp = true;
    try {
      for (;;) {
        const { hole, lastSeq } = this.timeline.value;
        const more = await this.connection.invoke<Message[]>("After", hole ?? lastSeq);
        this.learn(more);
        const filled = hole === null || this.timeline.value.hole !== hole;
        if (more.length === 0 || !filled) return;
      }
    } finally {
      this.#catchingUp = false;
    }
  }

  protected hear(event: ServerEvent): void {
    switch (event.kind) {
      case "message":
        if (event.message.kind === "reply") this.#typingIn.clear();
        this.learn([event.message]);
        if (this.ready && this.timeline.value.hole !== null) void this.catchUp().catch(() => {});
        return;
      case "typing":
        this.#typingIn.set(event.name, event.on);
        return;
      case "seen":
        this.see(event.seq, event.at);
        return;
      case "state":
        this.agents.value = event.agents.map((agent) => agent.name);
        if (event.status) this.status.value = event.status;
        this.open.value = event.open;
        this.reception.value = {
          ...this.reception.value,
          opensAt: event.opensAt ?? undefined,
          queue: event.queue ?? undefined,
        };
        return;
      case "resync":
        this.clear();
        this.restart();
    }
  }

  async #post(item: Item, progress: (part: number) => void): Promise<number> {
    await this.join();
    // The token of a visitor who has not written yet is known only here, and only while the line is up.
    const token = this.token;
    if (!token) throw new Error("lost");
    const { post, prepare } = await import("./upload");
    const id = await post(item, await prepare(item), token, progress);
    this.keep();
    return id;
  }

  #sent(): void {
    this.keep();
    const { name, email } = this.identity.value;
    const news: Identity = {};
    if (this.claimed.name && !name) news.name = this.claimed.name;
    if (this.claimed.email && !email) news.email = this.claimed.email;
    this.claimed = {};
    if (news.name || news.email) void this.identify(news).catch(() => {});
    setTimeout(() => {
      const unheard = this.outbox.drafts.value.some((draft) => draft.state === "sent");
      if (unheard && this.ready) void this.catchUp().catch(() => {});
    }, pushLimit);
  }

  /** What is on the screen has been read. The server hears of it, because an answer that nobody saw goes out by mail. */
  #markRead(): void {
    const last = this.timeline.value.current.filter((message) => message.kind === "reply").at(-1);
    const news = this.unread.value > 0;
    if (!this.visible.value || this.connection.state.value !== "up") return;
    if (news) this.readAll();
    if (last && before(this.#told, last) < 0) this.#tellSeen({ ticket: last.ticket, seq: last.seq });
  }

  #tellSeen(seen: { ticket: number; seq: number }): void {
    const known = this.#told;
    this.#told = seen;
    void this.connection.invoke("Seen", seen.seq).catch((error) => {
      if (this.#told !== seen) return;
      this.#told = known;
      // A lost line says it again when it is back; a server that could not save it is told again.
      if (failureOf(error) === "unavailable") setTimeout(() => this.#markRead(), pushLimit);
    });
  }
}
