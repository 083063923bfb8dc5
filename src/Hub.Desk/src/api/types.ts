/** What the server says, as its public contract names it. A field that may be absent is left out of the JSON, never null. */

export type Role = "agent" | "supervisor" | "administrator";
export type Language = "en" | "fr";
export type Status = "open" | "pending" | "onHold" | "resolved" | "closed";
export type Folder = "inbox" | "spam" | "trash";
export type Priority = "low" | "normal" | "high" | "urgent";

export interface Person {
  id: number;
  name: string;
}

export interface User extends Person {
  email: string;
  role: Role;
  language: Language;
}

export interface Session {
  user: User | null;
  hub: { name: string };
}

export interface Agent extends Person {
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

export interface NewInvitation extends Invitation {
  url: string;
}

export interface CustomerBrief extends Person {
  address?: string;
}

export interface Row {
  number: number;
  subject: string;
  status: Status;
  folder: Folder;
  priority: Priority;
  customer: CustomerBrief;
  assignee?: Person;
  team?: Person;
  channels: string[];
  tags: string[];
  lastMessage?: { seq: number; kind: MessageKind; text?: string; at: string };
  lastAt: string;
  waitingSince?: string;
  dueAt?: string;
  version: number;
}

export interface Claim {
  kind: string;
  address: string;
  at: string;
}

export interface Identity {
  kind: string;
  address: string;
  verified: boolean;
}

export interface Ticket extends Row {
  etag: string;
  createdAt: string;
  lastSeq: number;
  firstResponseAt?: string;
  resolvedAt?: string;
  seen?: { seq: number; at: string };
  visitor?: { online: boolean; locale?: string; page?: string };
  claims: Claim[];
  participants: Identity[];
}

/** What an agent changes of a ticket; `assignee: null` takes it from everybody. */
export interface TicketPatch {
  status?: Status;
  folder?: Folder;
  assignee?: number | null;
  priority?: Priority;
  subject?: string;
}

export interface Counts {
  mine: number;
  unassigned: number;
  open: number;
  pending: number;
  resolved: number;
  spam: number;
  trash: number;
}

export type MessageKind = "inbound" | "reply" | "note" | "event";

export interface TicketEvent {
  type: string;
  from?: unknown;
  to?: unknown;
}

export interface Message {
  id: number;
  seq: number;
  version: number;
  audience: "customer" | "internal";
  kind: MessageKind;
  channel?: { id: number; kind: string; name: string };
  author: { kind: "customer" | "agent" | "system"; id?: number; name?: string };
  text?: string;
  quoted?: string;
  files: string[];
  at: string;
  delivery?: { state: string; reason?: string; at?: string };
  clientId?: string;
  event?: TicketEvent;
}

export interface NewMessage {
  kind: "reply" | "note";
  text: string;
  clientId: string;
  status?: Status;
}

export interface Customer extends CustomerBrief {
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
}

export interface Page<T> {
  items: T[];
  next: string | null;
}
