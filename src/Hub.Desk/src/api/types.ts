/** What the server says and hears: the JSON of /api/v1 and /hubs/desk, by the desk's names. Absent means unknown or none. */

import type { components } from "./schema";

type Schemas = components["schemas"];

export type Role = Schemas["Role"];
export type Notify = Schemas["UserView"]["notify"];
export type Language = Schemas["UserView"]["language"];
export type Status = Schemas["TicketStatus"];
export type Folder = Schemas["Folder"];
export type Priority = Schemas["Priority"];

export interface List<T> {
  items: T[];
  next?: string | null;
}

export type User = Schemas["UserView"];

/** What GET /session says: nobody is signed in when `user` is null. */
export type SessionAnswer = Schemas["SessionView"];

/** The session inside the desk, where somebody always is signed in. */
export interface Session extends SessionAnswer {
  user: User;
}

export type Agent = Schemas["AgentView"];
export type Invitation = Schemas["InvitationView"];

/** Said once, when the invitation is made: the link is not kept in a readable form. */
export type NewInvitation = Schemas["NewInvitationView"];

export type PersonRef = Schemas["Person"];
export type CustomerRef = Schemas["CustomerBrief"];
export type LastMessage = Schemas["LastMessage"];
export type Row = Schemas["TicketRow"];
export type ChannelRef = Schemas["ChannelBrief"];

/** A way for an answer to reach the customer. */
export type ReplyWay = Schemas["ReplyRouteView"];

/** Who gets a mail. */
export type Addressees = Schemas["AddresseesView"];

export type Claim = Schemas["ClaimView"];
export type SeenMark = Schemas["SeenView"];
export type Ticket = Schemas["TicketView"];

/** What an agent may change on a ticket; `assignee: null` takes it from whoever has it. */
export type TicketChange = Schemas["TicketPatch"];

/** One change, said in the timeline. `from` and `to` are words of the field, people or lists of tags. */
export type TicketEvent =
  | { type: "status" | "folder" | "priority" | "subject"; from?: string; to?: string }
  | { type: "assignee" | "team"; from?: PersonRef | null; to?: PersonRef | null }
  | { type: "tags"; from?: string[]; to?: string[] }
  | { type: "suspected"; to?: string | number }
  | { type: "rating"; from?: number; to?: number }
  | { type: "address" | "bounced" | "returned" | "participant" | "side" | "unsubscribed"; from?: string; to?: string };

type Within<Known, Word extends Known> = Word;

/** What changes; does not compile while the API knows a change that is missing above. */
export type TicketEventWord = Within<TicketEvent["type"], Schemas["EventView"]["type"]>;

/** The description of the API knows what each part of an event may be, but not which parts go together. */
export type Message = Omit<Schemas["MessageView"], "event"> & { event?: TicketEvent };

export type NewMessage = Schemas["MessageRequest"];
export type Team = Schemas["TeamView"];
export type TeamChange = Schemas["TeamInput"];
export type Counts = Schemas["CountsView"];
export type Identity = Schemas["IdentityView"];
export type Customer = Schemas["CustomerView"];
export type Site = Schemas["SiteView"];

/** What an administrator may change of a site; absent stays, empty or null takes away. */
export type SiteChange = Schemas["SiteInput"];
export type SigningKey = Schemas["SigningKeyView"];

/** Said once, when the key is made: the secret cannot be read again. */
export type NewSigningKey = Schemas["NewSigningKey"];
export type Reception = Schemas["ReceptionView"];
export type ReceptionInput = Schemas["ReceptionInput"];
export type SiteWords = Schemas["SiteWords"];
