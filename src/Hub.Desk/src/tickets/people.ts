import type { Addressees, Ticket } from "../api/types";

/** Whom an answer by mail goes to, by address. */
export interface People {
  to: string[];
  cc: string[];
}

/** What a choice begins with: the usual recipients, or everybody on the newest mail. */
export type Everybody = "reply" | "all";

const addressesOf = (people: Addressees): People => ({
  to: people.to.map((person) => person.address),
  cc: people.cc.map((person) => person.address),
});

/** The people of a choice; none where no mail can be sent. */
export const peopleOf = (ticket: Pick<Ticket, "recipients">, which: Everybody): People | undefined =>
  ticket.recipients ? addressesOf(ticket.recipients[which]) : undefined;

/** True where answering all reaches more people than answering. */
export function hasOthers(ticket: Pick<Ticket, "recipients">): boolean {
  const [reply, all] = [peopleOf(ticket, "reply"), peopleOf(ticket, "all")];
  return reply !== undefined && all !== undefined && !samePeople(reply, all);
}

export const samePeople = (one: People, other: People) =>
  one.to.join() === other.to.join() && one.cc.join() === other.cc.join();

/** Whether something can be an address at all; the server has the last word. */
export const isAddress = (text: string) => /^[^\s@<>()[\]",;:\\]+@[^\s@<>()[\]",;:\\]+$/.test(text);

/** The addresses in what somebody typed or pasted: `Anna <anna@shop.test>, bob@shop.test`. What is none stays as it is, to be mended. */
export function readAddresses(text: string): string[] {
  return text
    .split(/[,;\n]+/)
    .map((part) => (/<([^<>]*)>\s*$/.exec(part)?.[1] ?? part).trim().toLowerCase())
    .filter(Boolean);
}

/** Adds addresses to a row; whoever stands in the other one moves. */
export function addPeople(people: People, row: keyof People, added: string[]): People {
  const other = row === "to" ? "cc" : "to";
  return {
    ...people,
    [row]: [...new Set([...people[row], ...added])],
    [other]: people[other].filter((address) => !added.includes(address)),
  };
}

export const removePerson = (people: People, row: keyof People, address: string): People => ({
  ...people,
  [row]: people[row].filter((each) => each !== address),
});

/** True where it can be sent: somebody on To, and nothing that is no address. */
export const areSendable = ({ to, cc }: People) => to.length > 0 && [...to, ...cc].every(isAddress);

/** The name by which the ticket knows an address. */
export function nameOf(ticket: Pick<Ticket, "recipients" | "participants">, address: string): string | undefined {
  const { recipients } = ticket;
  const named = recipients ? [...recipients.all.to, ...recipients.all.cc, ...recipients.reply.to] : [];
  return (
    [...named, ...ticket.participants].find((person) => person.address === address && person.name)?.name ?? undefined
  );
}
