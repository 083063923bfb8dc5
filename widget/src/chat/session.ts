import { computed, effect, signal } from "@preact/signals";
import type { Who } from "../shared/bridge";
import { Connection, type OpenWire } from "./connection";
import { Conversation } from "./conversation";
import { type Failure, failureOf } from "./errors";
import { newId } from "./ids";
import { Outbox } from "./outbox";
import type { Identity, Message, Receipt, ServerEvent, StartAnswer, StartRequest } from "./protocol";
import type { Storage } from "./storage";
import { before } from "./timeline";
import { sleep } from "./timing";
import { type Item, Tray } from "./tray";
import { TypingIn, TypingOut } from "./typing";

interface Options {
  site: string;
  storage: Storage;
  open: OpenWire;
  /** What the session may tell the server about where the visitor is. */
  locale(): string | undefined;
  page(): string | undefined;
  /** Resolves when `page` is known. */
  met: Promise<void>;
}

/** Messages in one answer to Before. */
const page = 50;
/** Milliseconds in which the server should have shown us our own message. */
const pushLimit = 2500;

/** The conversation over the line: starting, catching up, sending, and everything the server says unasked. */
export class Session extends Conversation {
  readonly typing = signal<readonly string[]>([]);
  /** The server knows no such site. */
  readonly gone = signal(false);
  /** The panel is open. */
  readonly opened = signal(false);
  /** The panel is open and the page is in front. */
  readonly visible = signal(false);
  readonly connection: Connection;
  readonly outbox: Outbox;
  readonly typingOut: TypingOut;
  /** Files of the message to come. */
  readonly tray: Tray;
  /** What the host's page shall remember, as the site wants it: that there is a conversation, or how to find it again. */
  readonly marker = computed(() => {
    const remember = this.timeline.value.ticket > 0 && this.#kept.value && this.settings.value?.remember;
    return remember === "conversation" ? this.#kept.value : remember === "marker" ? "1" : "";
  });
  /** What the host page says of the visitor, told to the server only once he has written. */
  claimed: Identity = {};
  /** The host page's signed word about the visitor. */
  #word: unknown;
  #left = false;
  #turn = Promise.resolve();

  readonly #typingIn = new TypingIn((names) => {
    this.typing.value = names;
  });
  #token: string | undefined;
  /** The token that this browser remembers. */
  readonly #kept = signal("");
  #told = { ticket: 0, seq: 0 };
  #ready = false;
  #catchingUp = false;

  constructor(private readonly options: Options) {
    const { storage } = options;
    super(storage);
    this.#token = storage.token;
    this.#kept.value = storage.token ?? "";
    this.connection = new Connection(options.open, { up: () => this.#up(), hear: (event) => this.#hear(event) });
    this.typingOut = new TypingOut((on) => this.#tell("Typing", on));
    const renew = (failure: Failure) => {
      if (failure === "token_invalid") this.#drop();
      return this.#start();
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

  /** Connects, and stays connected. */
  run(): void {
    void this.connection.run();
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
    this.#keep();
  }

  /** A new address for a file whose old one has run out. */
  linkOf(file: number): Promise<string> {
    return this.connection.invoke<string>("FileLink", file);
  }

  /** What the host page says about the visitor: a name and an address, its signed word, or (null) that whoever was here has gone. */
  meet(who: Who | null): void {
    const left = this.#left;
    this.#left = !who;
    // Said once: whoever writes after that is somebody else.
    if (!who) {
      if (!left) this.#leave();
      return;
    }
    const { word, ...claimed } = who;
    this.claimed = claimed;
    if (JSON.stringify(word) === JSON.stringify(this.#word)) return;
    this.#word = word;
    if (this.#ready) this.#restart();
  }

  /** Proves an address by the code that went there; what came before opens. */
  async enterCode(email: string, code: string): Promise<void> {
    await this.#alone(async () => {
      const { token } = await this.connection.invoke<{ token: string }>("EnterCode", { email, code });
      this.#token = token;
      this.#remember(token);
      this.clear();
      await this.#begin();
    });
    if (this.timeline.value.ticket > 0) await this.#catchUp();
    void this.outbox.flush();
  }

  /** Gives the answers and the consent that are asked before the chat, and sends what waits for them. */
  async admit(answers: Record<string, string> | undefined, consent: number | undefined): Promise<void> {
    await this.connection.invoke("Identify", { answers, consent });
    this.#keep();
    const { form, consent: _, ...rest } = this.reception.value;
    // Whoever left the address open in the form is not asked for it again.
    if (form?.fields.some(({ kind }) => kind === "email")) this.asked.value = true;
    this.reception.value = rest;
    void this.outbox.flush();
  }

  /** Asks anew what has to be said first: the site has changed it. */
  async ask(): Promise<void> {
    await this.#start();
  }

  async rate(score: number, comment: string): Promise<void> {
    await this.connection.invoke("Rate", { score, comment });
    this.reception.value = { ...this.reception.value, rated: score };
  }

  /** Goes over to the conversation that another tab has begun meanwhile; a visitor has one, however many tabs. */
  async join(): Promise<void> {
    const { storage } = this;
    if (storage.keep || !storage.token) return;
    storage.keep = true;
    this.#token = storage.token;
    this.#kept.value = storage.token;
    this.restore();
    this.outbox.saveAll();
    await this.#start();
    await this.#catchUp();
  }

  /** Goes on with the conversation that the host's page has kept, where the site has it so and this frame has none. */
  adopt(kept: string): void {
    if (kept.length < 20 || this.#token || this.started.peek() || this.settings.peek()?.remember !== "conversation")
      return;
    this.#token = kept;
    this.#remember(kept);
  }

  protected override learn(messages: readonly Message[]): void {
    super.learn(messages);
    this.outbox.settle(messages);
  }

  async #up(): Promise<void> {
    this.#ready = false;
    await this.options.met;
    await this.#start();
    if (this.timeline.value.ticket > 0) await this.#catchUp();
    void this.outbox.flush();
  }

  #start(): Promise<void> {
    return this.#alone(() => this.#begin());
  }

  /** Does what changes the token, one after the other: else an old one could come to stand in for a new one. */
  #alone(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #begin(): Promise<void> {
    const { storage } = this;
    // Another tab may have got a new one; and whoever has just said nothing goes on as the one who signed in.
    if (storage.token && (storage.keep || this.#word !== undefined)) {
      storage.keep = true;
      this.#token = storage.token;
    }
    try {
      // A word that is used is bound to who used it: with a token of our own we can ask again where the answer gets lost.
      if (this.#word !== undefined) this.#token ??= (await this.#ask()).token;
      this.#take(await this.#ask(this.#word));
    } catch (error) {
      const failure = failureOf(error);
      if (failure === "token_invalid" && this.#token) {
        // Perhaps another tab has the one that took its place.
        if (!storage.token || storage.token === this.#token) this.#drop();
        else {
          this.#token = storage.token;
          storage.keep = true;
        }
        return this.#begin();
      }
      if (failure === "identity_needed") {
        // Who signed in here has signed out, or the page says it later. The token stays: it shows nothing without their word.
        this.#token = undefined;
        storage.keep = false;
        this.empty();
        return this.#begin();
      }
      if (failure === "site_unknown") {
        this.gone.value = true;
        this.connection.close();
      }
      throw error;
    }
  }

  #ask(identity?: unknown): Promise<StartAnswer> {
    const request: StartRequest = { siteKey: this.options.site };
    const locale = this.options.locale();
    const page = this.options.page();
    if (this.#token) request.token = this.#token;
    if (locale) request.locale = locale;
    if (page) request.page = page;
    if (identity !== undefined) request.identity = identity;
    return this.connection.invoke<StartAnswer>("Start", request);
  }

  #take(answer: StartAnswer): void {
    const { code, message } = answer.identityProblem ?? {};
    // For whoever writes the integration; the visitor chats all the same.
    if (code) console.error(`hub("identify"): ${code}. ${message}`);
    const signedIn = answer.identity?.signedIn ?? false;
    if (this.#token && answer.token !== this.#token) {
      // Somebody else's, or more than was known: what is on the screen is not it.
      if (this.identity.value.signedIn) this.outbox.drafts.value = [];
      this.empty();
    }
    this.#token = answer.token;
    this.storage.discreet = signedIn;
    if (signedIn || this.storage.keep) this.#remember(answer.token);
    this.apply(answer);
    this.#ready = true;
  }

  /** Fetches what came after the last message known, and what is missing between, until there is no more. */
  async #catchUp(): Promise<void> {
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

  #hear(event: ServerEvent): void {
    switch (event.kind) {
      case "message":
        if (event.message.kind === "reply") this.#typingIn.clear();
        this.learn([event.message]);
        if (this.#ready && this.timeline.value.hole !== null) void this.#catchUp().catch(() => {});
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
        this.#restart();
    }
  }

  async #post(item: Item, progress: (part: number) => void): Promise<number> {
    await this.join();
    // The token of a visitor who has not written yet is known only here, and only while the line is up.
    const token = this.#token;
    if (!token) throw new Error("lost");
    const { post, prepare } = await import("./upload");
    const id = await post(item, await prepare(item), token, progress);
    this.#keep();
    return id;
  }

  #restart(): void {
    void this.#start()
      .then(() => this.outbox.flush())
      .catch(() => this.connection.drop());
  }

  /** Whoever was here has gone: nothing of theirs stays in this browser. */
  #leave(): void {
    this.claimed = {};
    this.#word = undefined;
    if (!this.#token && !this.storage.token) return;
    this.storage.forgetWritten();
    this.outbox.drafts.value = [];
    for (const item of this.tray.items.value) this.tray.remove(item);
    this.#drop();
    this.asked.value = false;
    if (this.#ready) this.#restart();
  }

  #sent(): void {
    this.#keep();
    const { name, email } = this.identity.value;
    const news: Identity = {};
    if (this.claimed.name && !name) news.name = this.claimed.name;
    if (this.claimed.email && !email) news.email = this.claimed.email;
    this.claimed = {};
    if (news.name || news.email) void this.identify(news).catch(() => {});
    setTimeout(() => {
      const unheard = this.outbox.drafts.value.some((draft) => draft.state === "sent");
      if (unheard && this.#ready) void this.#catchUp().catch(() => {});
    }, pushLimit);
  }

  /** The visitor has given something: from here on a reload may find it again. */
  #keep(): void {
    const first = !this.storage.keep;
    if (this.#token) this.#remember(this.#token);
    if (!first) return;
    this.outbox.saveAll();
    this.save();
  }

  #remember(token: string): void {
    this.storage.remember(token);
    this.#kept.value = token;
  }

  /** The token is not valid any more. */
  #drop(): void {
    this.#token = undefined;
    this.#kept.value = "";
    this.forget();
    this.outbox.forgetSent();
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

  /** Says something that may be lost. */
  #tell(method: string, value: unknown): void {
    if (this.connection.state.peek() === "up") void this.connection.invoke(method, value).catch(() => {});
  }
}
