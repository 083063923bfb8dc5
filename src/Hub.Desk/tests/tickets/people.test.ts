import { expect, test } from "vitest";
import {
  addPeople,
  areSendable,
  hasOthers,
  nameOf,
  peopleOf,
  readAddresses,
  removePerson,
} from "../../src/tickets/people";

const ticket = {
  participants: [{ kind: "email" as const, address: "bob@law.test", name: "Bob", verified: false, wrote: true }],
  recipients: {
    reply: { to: [{ name: "Anna", address: "anna@shop.test" }], cc: [] },
    all: { to: [{ name: "Anna", address: "anna@shop.test" }], cc: [{ address: "bob@law.test" }] },
  },
};

test("answering all is offered where it reaches more people", () => {
  expect(peopleOf(ticket, "all")).toEqual({ to: ["anna@shop.test"], cc: ["bob@law.test"] });
  expect(hasOthers(ticket)).toBe(true);
  expect(hasOthers({ recipients: { reply: ticket.recipients.reply, all: ticket.recipients.reply } })).toBe(false);
  expect(hasOthers({})).toBe(false);
});

test("addresses are read as people type and paste them", () => {
  expect(readAddresses("Anna <Anna@shop.test>, bob@law.test;\ncarol@x.test ,")).toEqual([
    "anna@shop.test",
    "bob@law.test",
    "carol@x.test",
  ]);
  expect(readAddresses("no address")).toEqual(["no address"]);
});

test("somebody stands once, on To or on Cc", () => {
  const people = addPeople({ to: ["a@x.test"], cc: ["b@x.test"] }, "to", ["b@x.test", "a@x.test"]);
  expect(people).toEqual({ to: ["a@x.test", "b@x.test"], cc: [] });
  expect(removePerson(people, "to", "a@x.test")).toEqual({ to: ["b@x.test"], cc: [] });
});

test("nothing is sent to nobody, nor to what is no address", () => {
  expect(areSendable({ to: ["a@x.test"], cc: [] })).toBe(true);
  expect(areSendable({ to: [], cc: ["a@x.test"] })).toBe(false);
  expect(areSendable({ to: ["a@x.test"], cc: ["no address"] })).toBe(false);
});

test("people are called what the ticket calls them", () => {
  expect(nameOf(ticket, "anna@shop.test")).toBe("Anna");
  expect(nameOf(ticket, "bob@law.test")).toBe("Bob");
  expect(nameOf(ticket, "new@x.test")).toBeUndefined();
});
