import { expect, test } from "vitest";
import type { Mailbox } from "../../src/api/mail";
import { changesOf, draftOf } from "../../src/settings/mailboxes/boxes";
import { pathOf } from "../../src/settings/received/mails";

const box: Mailbox = {
  id: 4,
  name: "Support",
  address: "support@example.fr",
  senderName: "Support",
  locale: "fr",
  signatures: { fr: "L’équipe" },
  server: { host: "smtp.example.fr", port: 587, security: "starttls", user: "hub", hasPassword: true },
  acknowledge: false,
  acknowledgements: {},
  plusAddressing: true,
};

test("an untouched mailbox changes nothing", () => {
  expect(changesOf(box, draftOf(box))).toEqual({});
});

test("a password is sent only when one was typed, and never comes from what is known", () => {
  const draft = draftOf(box);
  expect(draft.password).toBe("");
  expect(changesOf(box, { ...draft, port: "465" }).server).toEqual({
    host: "smtp.example.fr",
    port: 465,
    security: "starttls",
    user: "hub",
  });
  expect(changesOf(box, { ...draft, password: "secret" }).server).toMatchObject({ password: "secret" });
});

test("without a user name there is no password either", () => {
  expect(changesOf(box, { ...draftOf(box), user: "" }).server).toMatchObject({ user: "", password: "" });
});

test("going back to the hub's server takes the own one away", () => {
  expect(changesOf(box, { ...draftOf(box), own: false })).toEqual({ server: null });
});

test("texts go in both languages, so that an emptied one is taken away", () => {
  const draft = { ...draftOf(box), signatures: { en: "The team", fr: "" } };
  expect(changesOf(box, draft)).toEqual({ signatures: { en: "The team", fr: "" } });
});

test("a new mailbox sends its language and what was filled in, and no server where the hub's will do", () => {
  const draft = { ...draftOf(undefined, "fr"), name: "Sales", address: "sales@example.fr" };
  expect(changesOf(undefined, draft)).toEqual({ name: "Sales", address: "sales@example.fr", locale: "fr" });
});

test("received mail is asked for by sender and Message-ID, with or without its brackets, page by page", () => {
  const wanted = { quarantine: false, from: " a+b@c.example ", messageId: "<x@y>", disposition: "" };
  expect(pathOf(wanted, "c=")).toBe("/mail/received?limit=50&from=a%2Bb%40c.example&messageId=x%40y&cursor=c%3D");
  expect(pathOf({ ...wanted, disposition: "bounce" })).toContain("&disposition=bounce");
  expect(pathOf({ ...wanted, disposition: "bounce", quarantine: true })).toBe("/quarantine?limit=50");
});
