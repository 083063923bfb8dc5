// The visitors' hub as the server speaks it: https://…/hubs/visitor, SignalR with JSON.

/** A file of a message. `url` works for less than an hour; FileLink gives a new one. */
export interface VisitorFile {
  id: number;
  name: string;
  type: string;
  size: number;
  url: string;
  width?: number;
  height?: number;
}

/** A message the visitor may see. `prev` is the seq of the one before it, 0 for a ticket's first. */
export interface Message {
  id: number;
  seq: number;
  prev: number;
  ticket: number;
  kind: "inbound" | "reply";
  author: { kind: "customer" | "agent"; name?: string };
  /** Absent where it was erased. */
  text?: string;
  files?: VisitorFile[];
  at: string;
  clientId?: string;
  /** How it was said, where not in the chat. */
  via?: "email" | null;
}

export type TicketStatus = "open" | "pending" | "onHold" | "resolved" | "closed";

/** What a site says by itself in one language; what is missing, Hub says in its own words. */
export interface SiteWords {
  title?: string;
  greeting?: string;
  away?: string;
}

export interface Settings {
  name: string;
  /** Where the visitor's language is not offered. */
  locale: string;
  languages: string[];
  texts: Record<string, SiteWords>;
  accent?: string;
  /** Where the launcher stands, in CSS pixels from that side and from below. */
  side: "left" | "right";
  x: number;
  y: number;
  /** Answers sound unless the visitor says otherwise. */
  sound: boolean;
  /** What the host's page may keep once the visitor has written. */
  remember: "nothing" | "marker" | "conversation";
  privacyUrl?: string;
  /** An answer that was not seen here follows by mail, if the visitor leaves an address. */
  byMail: boolean;
  /** Largest file, in bytes. */
  maxFile?: number;
}

/** Texts by language. */
export type Labels = Record<string, string>;

/** A question before the chat. `name` and `email` bring no words of their own. */
export interface Question {
  key: string;
  kind: "name" | "email" | "topic" | "choice" | "text" | "check";
  required: boolean;
  labels?: Labels;
  options?: { key: string; labels: Labels }[];
}

/** How the site receives its visitors just now. */
export interface Reception {
  /** When the next hours begin; absent within them, and where there are none. */
  opensAt?: string | undefined;
  /** Seconds within which three of four were answered lately. */
  replyWithin?: number;
  /** Place in line, where more wait than there are agents. */
  queue?: number | undefined;
  /** To be asked, and to be agreed to, before the first message. */
  form?: { when: "always" | "away"; fields: Question[] };
  consent?: { version: number; texts: Labels };
  /** A conversation that is over may be rated, and was. */
  rates: boolean;
  rated?: number;
}

export interface Identity {
  name?: string;
  email?: string;
  /** The address was proved. */
  verified?: boolean;
  /** The site says who it is. */
  signedIn?: boolean;
}

export interface StartRequest {
  siteKey: string;
  token?: string;
  locale?: string;
  page?: string;
  identity?: unknown;
  /** What went with a code whose answer has not come. */
  renewal?: string;
}

export interface StartAnswer {
  token: string;
  ticket?: number;
  status?: TicketStatus;
  messages: Message[];
  /** There are older ones. */
  more: boolean;
  open: boolean;
  agents: { name: string }[];
  seen?: number;
  identity?: Identity;
  settings: Settings;
  /** Conversations that can be read besides this one. */
  earlier?: number;
  /** Whoever has the address wants no mails. */
  quiet?: boolean;
  /** It went on by mail to an address that was given here and not proved. */
  wentByMail?: boolean;
  /** Why the site's word was not believed. */
  identityProblem?: { code: string; message: string };
  reception?: Reception;
}

/** A line of the list of conversations. */
export interface EarlierConversation {
  ticket: number;
  subject: string;
  status: TicketStatus;
  at: string;
  text?: string;
  author: { kind: "customer" | "agent"; name?: string };
  via?: "email" | null;
}

/** The answer to Send: the message is durable. */
export interface Receipt {
  seq: number;
  at: string;
  ticket: number;
}

/** What the server says unasked. */
export type ServerEvent =
  | { kind: "message"; message: Message }
  | { kind: "typing"; name: string; on: boolean }
  | { kind: "seen"; seq: number; at: string }
  | {
      kind: "state";
      open: boolean;
      status?: TicketStatus | null;
      agents: { name: string }[];
      opensAt?: string | null;
      queue?: number | null;
    }
  | { kind: "resync" };

/** Code points a message may have. */
export const textLimit = 20_000;
