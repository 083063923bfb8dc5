import { computed, effect, signal } from "@preact/signals";
import { language } from "./i18n";
import type { Identity, Message, Reception, Settings, StartAnswer, TicketStatus } from "./protocol";
import type { Storage } from "./storage";
import { before, Timeline } from "./timeline";

const cached = 50;
const nothing = { ticket: 0, seq: 0 };

/** What is known of one visitor's conversation, and what of it a reload finds again. */
export class Conversation {
  readonly timeline = signal(new Timeline());
  readonly settings = signal<Settings | null>(null);
  /** What the site says by itself in the language that is shown. */
  readonly said = computed(() => this.settings.value?.texts[language.value] ?? {});
  /** What stands above the chat. */
  readonly title = computed(() => this.said.value.title ?? this.settings.value?.name);
  readonly reception = signal<Reception>({ rates: false });
  /** Somebody could answer now. */
  readonly open = signal(false);
  readonly agents = signal<readonly string[]>([]);
  readonly status = signal<TicketStatus | undefined>(undefined);
  /** How far agents have read. */
  readonly seen = signal<{ seq: number; at?: string | undefined }>({ seq: 0 });
  /** How far the visitor has read. */
  readonly read = signal(nothing);
  /** Ids of answers that came to stand before what had been read already. */
  readonly late = signal<readonly number[]>([]);
  readonly identity = signal<Identity>({});
  /** Conversations that can be read besides this one. */
  readonly earlierOnes = signal(0);
  /** It went on by mail to an address that nobody has proved here. */
  readonly wentByMail = signal(false);
  readonly #quiet = signal(false);
  /** An answer that is not seen here follows by mail. */
  readonly byMail = computed(() => this.settings.value?.byMail === true && !this.#quiet.value);
  /** The visitor has answered, or waved away, the question for an address. */
  readonly asked = signal(false);
  /** The first answer of the server has come. */
  readonly started = signal(false);
  /** Nothing is older than what is known. */
  readonly complete = signal(false);
  /** How many answers the visitor has not read. */
  readonly unread = computed(
    () => this.timeline.value.messages.filter((m) => m.kind === "reply" && this.#isUnread(m)).length,
  );

  /** What has to be said before the first message. What is asked only while nobody is there is not asked otherwise. */
  readonly asks = computed(() => {
    const { form, consent } = this.reception.value;
    const questions = form && (form.when === "always" || !this.open.value) ? form.fields : undefined;
    return questions || consent ? { questions, consent } : null;
  });

  constructor(readonly storage: Storage) {
    storage.keep = storage.token !== undefined;
    if (storage.keep) this.restore();
    effect(() => this.save());
  }

  /** Takes in the server's own account of the conversation. */
  protected apply(answer: StartAnswer): void {
    this.settings.value = answer.settings;
    this.open.value = answer.open;
    this.agents.value = answer.agents.map((agent) => agent.name);
    this.status.value = answer.status;
    this.identity.value = answer.identity ?? {};
    this.earlierOnes.value = answer.earlier ?? 0;
    this.wentByMail.value = answer.wentByMail ?? false;
    this.#quiet.value = answer.quiet ?? false;
    const first = !this.started.value;
    const unknown = this.timeline.value.ticket === 0;
    this.learn(answer.messages);
    this.reception.value = answer.reception ?? { rates: false };
    // A long absence is not loaded whole; a break while the page was open is filled by the catch-up.
    if (first) this.timeline.value = this.timeline.value.sinceHole();
    // Asked of the server, because a visitor may be let in from the middle of a conversation.
    if (!answer.more && answer.messages[0] === this.timeline.value.current[0]) this.complete.value = true;
    if (answer.seen !== undefined) this.see(answer.seen);
    // Without a memory of what was read, an old conversation counts as read.
    if (first && unknown) this.readAll();
    this.started.value = true;
  }

  protected learn(messages: readonly Message[]): void {
    const known = this.timeline.value.ticket;
    const late = this.timeline.value.late(messages);
    if (late.length > 0) this.late.value = [...this.late.value, ...late.map((message) => message.id)];
    this.timeline.value = this.timeline.value.merge(messages);
    // Seqs begin again in a new ticket.
    if (known === 0 || this.timeline.value.ticket === known) return;
    this.seen.value = { seq: 0 };
    // How the former one was is another matter.
    const { rated: _, ...rest } = this.reception.value;
    this.reception.value = rest;
  }

  protected see(seq: number, at?: string): void {
    if (seq > this.seen.value.seq) this.seen.value = { seq, at };
  }

  protected readAll(): void {
    const { ticket, lastSeq } = this.timeline.peek();
    this.read.value = { ticket, seq: lastSeq };
    this.late.value = [];
  }

  /** Forgets the messages, because their numbers are not right any more. */
  protected clear(): void {
    this.timeline.value = new Timeline();
    this.complete.value = false;
    this.late.value = [];
    this.seen.value = { seq: 0 };
  }

  /** Takes everything from the screen, because it is not (or not only) the visitor's. */
  protected empty(): void {
    this.clear();
    this.read.value = nothing;
    this.identity.value = {};
    this.started.value = false;
  }

  /** Forgets everything, because it was somebody else's or is gone. */
  protected forget(): void {
    this.storage.forget();
    this.clear();
    this.read.value = nothing;
    this.identity.value = {};
  }

  protected save(): void {
    this.storage.cache = {
      messages: this.timeline.value.messages.slice(-cached),
      seen: this.seen.value.seq,
      read: this.read.value,
      late: this.late.value,
      identity: this.identity.value,
      asked: this.asked.value,
    };
  }

  /** Takes in what this browser remembers. */
  protected restore(): void {
    const { cache } = this.storage;
    if (!cache) return;
    this.timeline.value = new Timeline().merge(cache.messages);
    this.seen.value = { seq: cache.seen };
    this.read.value = cache.read;
    this.late.value = cache.late ?? [];
    this.identity.value = cache.identity;
    this.asked.value = cache.asked;
  }

  #isUnread(message: Message): boolean {
    return before(this.read.value, message) < 0 || this.late.value.includes(message.id);
  }
}
