/** The part of the contract that is about mail. */

import type { Language } from "./types";

/** `GET /files/{id}` gives its bytes. */
export interface FileRef {
  id: number | string;
  name: string;
  type: string;
  size: number;
}

export interface MailAddress {
  name?: string | null;
  address: string;
}

export interface MailHead {
  from: MailAddress;
  to: MailAddress[];
  cc: MailAddress[];
  subject: string;
  messageId: string;
}

/**
 * What is particular about a mail: `auto` a machine sent it; `unverified` SPF, DKIM or DMARC failed; `sameMessageId` an
 * earlier one with other content has its Message-ID; `flood` more than 20 an hour on this ticket; `cut` longer than we
 * keep; `apart` by mail only, no browser session of the ticket sees it.
 */
export const mailMarks = ["unverified", "auto", "apart", "sameMessageId", "flood", "cut"] as const;
export type MailMark = (typeof mailMarks)[number];

export const deliveryStates = [
  "scheduled",
  "queued",
  "leased",
  "sent",
  "delivered",
  "read",
  "failed",
  "cancelled",
] as const;

/** What became of an answer on its way out. */
export interface Delivery {
  state: (typeof deliveryStates)[number];
  /** The mail server's words. */
  reason?: string | null;
  at?: string | null;
  via?: "chat" | "email";
  address?: string | null;
  /** When it leaves, or is tried again. */
  notBefore?: string | null;
  attempts?: number;
  /** A crash fell between the server's 250 and our note of it. */
  doubtful?: boolean;
}

export interface MailState {
  /** A server for outgoing mail is set; without one mail waits. */
  smartHost: boolean;
  publicUrlIsLoopback: boolean;
  /** Passwords of channels are kept under a secret of their own. */
  keysSecret: boolean;
  queued: number;
  failed: number;
  quarantined: number;
}

export type Security = "none" | "starttls" | "tls";

export interface MailServer {
  host: string;
  port: number;
  security: Security;
  user?: string | null;
  hasPassword: boolean;
}

export type ByLanguage = Partial<Record<Language, string>>;

export interface Mailbox {
  id: number;
  name: string;
  address: string;
  senderName?: string | null;
  locale: Language;
  signatures?: ByLanguage | null;
  /** Its own server for outgoing mail; absent, the hub's. */
  server?: MailServer | null;
  acknowledge: boolean;
  acknowledgements?: ByLanguage | null;
  plusAddressing: boolean;
}

/** What an administrator may change of a mailbox; absent stays, empty or null takes away. */
export interface MailboxChange {
  name?: string;
  address?: string;
  senderName?: string;
  locale?: Language;
  signatures?: ByLanguage;
  /** A password that is absent stays. */
  server?: null | { host: string; port: number; security: Security; user: string; password?: string };
  acknowledge?: boolean;
  acknowledgements?: ByLanguage;
}

export const dispositions = [
  "pending",
  "ticket",
  "duplicate",
  "bounce",
  "autoReply",
  "complaint",
  "quarantine",
] as const;
export type Disposition = (typeof dispositions)[number];

/** A mail that reached us, and what became of it. */
export interface Received {
  id: number | string;
  messageId?: string | null;
  from?: string | null;
  to: string[];
  subject?: string | null;
  at: string;
  size: number;
  disposition: Disposition;
  ticket?: number | null;
  seq?: number | null;
  reason?: string | null;
}
