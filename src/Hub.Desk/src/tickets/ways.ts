import type { ReplyWay, Ticket } from "../api/types";

/** The ways an answer can take, one of each kind, the ticket's own first. */
export function waysOf(ticket: Pick<Ticket, "replyTo" | "replyChannels">): ReplyWay[] {
  const all = [...(ticket.replyTo ? [ticket.replyTo] : []), ...ticket.replyChannels];
  return all.filter((way, index) => all.findIndex((other) => other.channel.kind === way.channel.kind) === index);
}

/** The way that was chosen by hand while it is still open, else the ticket's own. */
export const wayOf = (ways: ReplyWay[], chosen?: string): ReplyWay | undefined =>
  ways.find((way) => way.channel.kind === chosen) ?? ways[0];
