import { computed, signal } from "@preact/signals";
import type { Who } from "../shared/bridge";
import { Connection, type OpenWire } from "./connection";
import { Conversation } from "./conversation";
import { failureOf } from "./errors";
import { newId } from "./ids";
import type { Outbox } from "./outbox";
import type { Identity, ServerEvent, StartAnswer, StartRequest } from "./protocol";
import type { Storage } from "./storage";
import type { Tray } from "./tray";
import { Whereabouts } from "./whereabouts";

export interface Options {
  site: string;
  storage: Storage;
  open: OpenWire;
  /** What the session may tell the server about where the visitor is. */
  locale(): string | undefined;
  page(): string | undefined;
  /** Resolves when `page` is known. */
  met: Promise<void>;
}

/** Who the visitor is, to the server: the token and what this browser keeps of it, the page's word, a code, and the start of every line. */
export abstract class Visit extends Conversation {
  readonly connection: Connection;
  abstract readonly outbox: Outbox;
  /** Files of the message to come. */
  abstract readonly tray: Tray;
  protected readonly whereabouts = new Whereabouts(
    (page) => this.tell("Page", page),
    () => this.timeline.peek().ticket > 0,
  );
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
  #renewal: string | undefined;
  #turn = Promise.resolve();
  /** The server knows no such site. */
  readonly gone = signal(false);
  protected token: string | undefined;
  /** The server knows this line's visitor. */
  protected ready = false;
  /** The token that this browser remembers. */
  readonly #kept = signal("");

  constructor(private readonly options: Options) {
    super(options.storage);
    const { token } = options.storage;
    this.token = token;
    this.#kept.value = token ?? "";
    this.connection = new Connection(options.open, { up: () => this.#up(), hear: (event) => this.hear(event) });
  }

  protected abstract hear(event: ServerEvent): void;
  protected abstract catchUp(): Promise<void>;

  /** Connects, and stays connected. */
  run(): void {
    void this.connection.run();
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
    if (this.ready) this.restart();
  }

  /** Proves an address by the code that went there; what came before opens. */
  async enterCode(email: string, code: string): Promise<void> {
    await this.#alone(async () => {
      const renewal = newId();
      this.#renewal = this.storage.renewal = renewal;
      let token: string;
      try {
        ({ token } = await this.connection.invoke<{ token: string }>("EnterCode", { email, code, renewal }));
      } catch (error) {
        // Only where the line was cut can the server have taken it.
        if (failureOf(error) !== "lost") this.#settle();
        throw error;
      }
      this.token = token;
      this.#hold(token);
      this.clear();
      await this.#enter();
    });
    if (this.timeline.value.ticket > 0) await this.catchUp();
    void this.outbox.flush();
  }

  /** Goes over to the conversation that another tab has begun meanwhile; a visitor has one, however many tabs. */
  async join(): Promise<void> {
    const { storage } = this;
    if (storage.keep || !storage.token) return;
    storage.keep = true;
    this.token = storage.token;
    this.#kept.value = storage.token;
    this.restore();
    this.outbox.saveAll();
    await this.begin();
    await this.catchUp();
  }

  /** Goes on with the conversation that the host's page has kept, where the site has it so and this frame has none. */
  adopt(kept: string): void {
    if (kept.length < 20 || this.token || this.started.peek() || this.settings.peek()?.remember !== "conversation")
      return;
    this.token = kept;
    this.#hold(kept);
  }

  async #up(): Promise<void> {
    this.ready = false;
    await this.options.met;
    await this.begin();
    if (this.timeline.value.ticket > 0) await this.catchUp();
    void this.outbox.flush();
  }

  /** Starts (anew) on the present line: who one is, and what has to be said first. */
  begin(): Promise<void> {
    return this.#alone(() => this.#enter());
  }

  /** Does what changes the token, one after the other: else an old one could come to stand in for a new one. */
  #alone(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #enter(): Promise<void> {
    const { storage } = this;
    // Another tab may have got a new one; and whoever has just said nothing goes on as the one who signed in.
    if (storage.token && (storage.keep || this.#word !== undefined)) {
      storage.keep = true;
      this.token = storage.token;
    }
    try {
      // A word that is used is bound to who used it: with a token of our own we can ask again where the answer gets lost.
      if (this.#word !== undefined) this.token ??= (await this.#ask()).token;
      this.#take(await this.#ask(this.#word));
    } catch (error) {
      const failure = failureOf(error);
      if (failure === "token_invalid" && this.token) {
        // Perhaps another tab has the one that took its place.
        if (!storage.token || storage.token === this.token) this.drop();
        else {
          this.token = storage.token;
          storage.keep = true;
        }
        return this.#enter();
      }
      if (failure === "identity_needed") {
        // Who signed in here has signed out, or the page says it later. The token stays: it shows nothing without their word.
        this.token = undefined;
        storage.keep = false;
        this.empty();
        return this.#enter();
      }
      if (failure === "site_unknown") {
        this.gone.value = true;
        this.connection.close();
      }
      throw error;
    }
  }

  #settle(): void {
    this.#renewal = this.storage.renewal = undefined;
  }

  #ask(identity?: unknown): Promise<StartAnswer> {
    const request: StartRequest = { siteKey: this.options.site };
    const locale = this.options.locale();
    const page = this.options.page();
    if (this.token) request.token = this.token;
    const renewal = this.#renewal ?? this.storage.renewal;
    if (this.token && renewal) request.renewal = renewal;
    if (locale) request.locale = locale;
    if (page) request.page = page;
    this.whereabouts.begin(page);
    if (identity !== undefined) request.identity = identity;
    return this.connection.invoke<StartAnswer>("Start", request);
  }

  #take(answer: StartAnswer): void {
    const { code, message } = answer.identityProblem ?? {};
    // For whoever writes the integration; the visitor chats all the same.
    if (code) console.error(`hub("identify"): ${code}. ${message}`);
    const signedIn = answer.identity?.signedIn ?? false;
    if (this.token && answer.token !== this.token) {
      // Somebody else's, or more than was known: what is on the screen is not it.
      if (this.identity.value.signedIn) this.outbox.drafts.value = [];
      this.empty();
    }
    this.token = answer.token;
    this.#settle();
    this.storage.discreet = signedIn;
    if (signedIn || this.storage.keep) this.#hold(answer.token);
    this.apply(answer);
    this.ready = true;
  }

  protected restart(): void {
    void this.begin()
      .then(() => this.outbox.flush())
      .catch(() => this.connection.drop());
  }

  /** Whoever was here has gone: nothing of theirs stays in this browser. */
  #leave(): void {
    this.claimed = {};
    this.#word = undefined;
    if (!this.token && !this.storage.token) return;
    // A copy of the token that was kept elsewhere is worth nothing from now on, either.
    this.tell("Leave");
    this.storage.forgetWritten();
    this.outbox.drafts.value = [];
    for (const item of this.tray.items.value) this.tray.remove(item);
    this.drop();
    this.asked.value = false;
    if (this.ready) this.restart();
  }

  /** The visitor has given something: from here on a reload may find it again. */
  protected keep(): void {
    const first = !this.storage.keep;
    if (this.token) this.#hold(this.token);
    if (!first) return;
    this.outbox.saveAll();
    this.save();
  }

  #hold(token: string): void {
    this.storage.remember(token);
    this.#kept.value = token;
  }

  /** The token is not valid any more. */
  protected drop(): void {
    this.token = undefined;
    this.#kept.value = "";
    this.forget();
    this.outbox.forgetSent();
  }

  /** Says something that may be lost; false where there is no line. */
  protected tell(method: string, ...values: unknown[]): boolean {
    if (this.connection.state.peek() !== "up") return false;
    void this.connection.invoke(method, ...values).catch(() => {});
    return true;
  }
}
