/** What the server says and hears: exactly the JSON of /api/v1 and /hubs/desk. Absent means unknown or none. */

import type { Delivery, FileRef, MailHead, MailMark } from "./mail";

export type Role = "agent" | "supervisor" | "administrator";
export type Language = "en" | "fr";
export type Status = "open" | "pending" | "onHold" | "resolved" | "closed";
export type Folder = "inbox" | "spam" | "trash";
export type Priority = "low" | "normal" | "high" | "urgent";

export interface List<T> {
  items: T[];
  next?: string | null;
}

export interface User {
  id: number;
  name: string;
  email: string;
  role: Role;
  language: Language;
}

/** What GET /session says: nobody is signed in when `user` is null. */
export interface SessionAnswer {
  user: User | null;
  hub: { name: string };
}

/** The session inside the desk, where somebody always is signed in. */
export interface Session extends SessionAnswer {
  user: User;
}

export interface Agent {
  id: number;
  name: string;
  email: string;
  role: Role;
  disabled: boolean;
  presence: "online" | "offline";
}

export interface Invitation {
  id: number;
  email: string;
  role: Role;
  expiresAt: string;
}

/** Said once, when the invitation is made: the link is not kept in a readable form. */
export interface NewInvitation extends Invitation {
  url: string;
}

export interface PersonRef {
  id: number;
  name: string;
}

export interface CustomerRef extends PersonRef {
  address?: string;
}

export interface LastMessage {
  seq: number;
  kind: Message["kind"];
  text?: string;
  at: string;
}

export interface Row {
  number: number;
  subject: string;
  status: Status;
  folder: Folder;
  priority: Priority;
  customer: CustomerRef;
  assignee?: PersonRef;
  team?: PersonRef;
  channels: string[];
  tags: string[];
  lastMessage?: LastMessage;
  lastAt: string;
  waitingSince?: string;
  dueAt?: string;
  version: number;
  /** An answer could not be delivered, and nobody dealt with it yet. */
  deliveryFailed?: boolean;
}

export interface ChannelRef {
  id: number;
  kind: string;
  name: string;
}

/** A way for an answer to reach the customer. */
export interface ReplyWay {
  channel: ChannelRef;
  address?: string;
}

export interface Claim {
  kind: "email" | "phone";
  address: string;
  at: string;
}

export interface SeenMark {
  seq: number;
  at: string;
}

export interface Ticket extends Row {
  etag: string;
  createdAt: string;
  lastSeq: number;
  firstResponseAt?: string;
  resolvedAt?: string;
  seen?: SeenMark;
  visitor?: { online: boolean; locale?: string; page?: string };
  claims: Claim[];
  participants: PersonRef[];
  /** Where the next answer goes unless somebody chooses otherwise. */
  replyTo?: ReplyWay | null;
  replyChannels?: ReplyWay[];
}

/** What an agent may change on a ticket; `assignee: null` takes it from whoever has it. */
export interface TicketChange {
  status?: Status;
  folder?: Folder;
  assignee?: number | null;
  priority?: Priority;
  subject?: string;
  tags?: string[];
}

/** One change, said in the timeline. `from` and `to` are words of the field, people or lists of tags. */
export type TicketEvent =
  | { type: "status" | "folder" | "priority" | "subject"; from?: string; to?: string }
  | { type: "assignee" | "team"; from?: PersonRef | null; to?: PersonRef | null }
  | { type: "tags"; from?: string[]; to?: string[] }
  | { type: "suspected"; to?: string | number }
  | { type: "address" | "bounced" | "returned"; from?: string; to?: string };

export interface Message {
  id: number;
  seq: number;
  version: number;
  audience: "customer" | "internal";
  kind: "inbound" | "reply" | "note" | "event";
  channel?: ChannelRef | null;
  author: { kind: "customer" | "agent" | "system"; id?: number; name?: string };
  text?: string;
  /** The rest of a mail: what it answers. */
  quoted?: string | null;
  files: FileRef[];
  at: string;
  marks?: MailMark[];
  mail?: MailHead | null;
  delivery?: Delivery | null;
  clientId?: string;
  event?: TicketEvent;
}

export interface NewMessage {
  kind: "reply" | "note";
  text: string;
  clientId: string;
  status?: Status;
  /** Absent, the ticket's `replyTo`. */
  channel?: string;
  /** Mail only, at most a year ahead. */
  sendAt?: string;
}

export interface Counts {
  mine: number;
  unassigned: number;
  open: number;
  pending: number;
  resolved: number;
  failed?: number;
  spam: number;
  trash: number;
}

export interface Identity {
  kind: string;
  address: string;
  verified: boolean;
}

export interface Customer {
  id: number;
  name: string;
  address?: string;
  createdAt: string;
  identities: Identity[];
  claims: Claim[];
  tickets: Row[];
}

export interface Site {
  id: number;
  key: string;
  name: string;
  allowedOrigins: string[];
  locale: string;
  greeting?: string;
  accent?: string;
  privacyUrl?: string;
  /** Seconds before an unseen answer goes by mail; absent, the hub's own. */
  continueAfter?: number | null;
}
