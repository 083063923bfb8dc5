/** The part of the contract that is about mail. */

import type { components } from "./schema";

type Schemas = components["schemas"];

/** `GET /files/{id}` gives its bytes. */
export type FileRef = Schemas["FileView"];
export type MailAddress = Schemas["MailPerson"];
export type MailHead = Schemas["MailView"];
export type MailMark = Schemas["MessageView"]["marks"][number];

/** In the order in which they are shown. */
export const mailMarks = [
  "unverified",
  "auto",
  "apart",
  "sameMessageId",
  "flood",
  "cut",
  "form",
  "ownProgram",
  "noToken",
  "noPass",
  "otherAddress",
  "notSent",
] as const satisfies readonly MailMark[];

/** How a mail is signed or encrypted, by its own word. */
export type Protection = NonNullable<MailHead["protection"]>;

export const protectionStandards = [
  "smime",
  "pgpMime",
  "pgpInline",
] as const satisfies readonly Protection["standard"][];

/** An event that a mail invites to, changes or calls off. */
export type Invitation = NonNullable<MailHead["invitation"]>;
export type EventTime = NonNullable<Invitation["start"]>;
export type Recurrence = NonNullable<Invitation["recurrence"]>;
export type Attendee = Invitation["attendees"][number];

export const invitationMethods = [
  "publish",
  "request",
  "reply",
  "add",
  "cancel",
  "refresh",
  "counter",
  "declineCounter",
] as const satisfies readonly Invitation["method"][];

export const attendeeAnswers = [
  "none",
  "accepted",
  "declined",
  "tentative",
  "delegated",
] as const satisfies readonly Attendee["answer"][];

/** What became of an answer on its way out. */
export type Delivery = Schemas["DeliveryView"];

export const deliveryStates = [
  "scheduled",
  "queued",
  "leased",
  "sent",
  "delivered",
  "read",
  "failed",
  "cancelled",
] as const satisfies readonly Delivery["state"][];

export type MailState = Schemas["MailStateView"];
export type MailServer = Schemas["ServerView"];
export type Security = MailServer["security"];
export type ByLanguage = Schemas["ByLanguage"];
export type Mailbox = Schemas["MailboxView"];

/** What an administrator may change of a mailbox; absent stays, empty or null takes away. */
export type MailboxChange = Schemas["MailboxInput"];

/** A mail that reached us, and what became of it. */
export type Received = Schemas["ReceivedView"];
export type Disposition = Received["disposition"];

/** Why a mail is where it is. */
export type ReceivedCode = NonNullable<Received["code"]>;

export const receivedCodes = [
  "opened",
  "joined",
  "followUp",
  "stranger",
  "form",
  "side",
  "agentAnswer",
  "agentNote",
  "automatic",
  "again",
  "otherMailbox",
  "erased",
  "ours",
  "bounced",
  "reported",
  "unknownReport",
  "flood",
  "broke",
  "failed",
] as const satisfies readonly ReceivedCode[];

export const dispositions = [
  "pending",
  "ticket",
  "duplicate",
  "bounce",
  "autoReply",
  "complaint",
  "quarantine",
] as const satisfies readonly Disposition[];
