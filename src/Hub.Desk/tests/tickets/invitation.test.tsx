import i18next from "i18next";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Invitation as Invited, MailHead, Protection } from "../../src/api/mail";
import type { Message } from "../../src/api/types";
import "../../src/i18n";
import { eventTime, repeats } from "../../src/tickets/event-time";
import { iconOf } from "../../src/tickets/files";
import { Mail } from "../../src/tickets/mail";
import { withoutArmour } from "../../src/tickets/protection";
import { clear, draw, press } from "../support/draw";

const session = vi.hoisted(() => ({ role: "agent" }));
vi.mock("../../src/session/session", () => ({
  useSession: () => ({ user: { id: 1, name: "Léa", role: session.role }, hub: { name: "Hub" } }),
}));

beforeEach(() => {
  session.role = "agent";
});
afterEach(async () => {
  await clear();
  await i18next.changeLanguage("en");
});

const invited: Invited = {
  method: "request",
  cancelled: false,
  title: "Visit",
  place: "Room 4",
  start: { local: "2026-07-12T09:00:00", at: "2026-07-12T07:00:00Z", zone: "Europe/Paris" },
  end: { local: "2026-07-12T10:30:00", at: "2026-07-12T08:30:00Z", zone: "Europe/Paris" },
  occurrence: false,
  organizer: { name: "Anna", address: "anna@example.fr" },
  attendees: [{ name: "Bob", address: "bob@example.fr", answer: "accepted", optional: false }],
  invited: 1,
  sequence: 0,
  others: 0,
  uid: "1",
};

const drawn = (head: Partial<MailHead>, message: Partial<Message> = {}) =>
  draw(
    <ol>
      <Mail
        ticket={7}
        subject="Lamp"
        customer="Anna"
        me={1}
        message={{
          id: 11,
          seq: 4,
          version: 4,
          audience: "customer",
          kind: "inbound",
          channel: { id: 2, kind: "email", name: "Support" },
          author: { kind: "customer" },
          text: "",
          files: [],
          at: "2026-11-23T10:00:00Z",
          marks: [],
          mail: {
            from: { address: "anna@example.fr" },
            to: [],
            cc: [],
            subject: "Lamp",
            messageId: "a@b",
            alsoIn: [],
            ...head,
          },
          ...message,
        }}
      />
    </ol>,
  );

describe("an invitation", () => {
  test("says what, where, who and their answers, and is no empty mail", async () => {
    const place = await drawn({ invitation: invited });
    const card = place.querySelector("section.invitation");
    expect(card?.getAttribute("aria-label")).toBe("Invitation: Visit");
    for (const word of ["Invitation", "Visit", "Room 4", "Anna", "Bob", "accepts"]) {
      expect(card?.textContent).toContain(word);
    }
    expect(place.textContent).not.toContain("Cancelled");
    expect(place.querySelector(".mail > .body")).toBeNull();
  });

  test("that was called off says so", async () => {
    const place = await drawn({ invitation: { ...invited, method: "cancel", cancelled: true } });
    expect(place.querySelector(".invitation.called-off .tag")?.textContent).toBe("Cancelled");
  });

  test("that changed says so, and so does one date of a series", async () => {
    const place = await drawn({ invitation: { ...invited, sequence: 2, occurrence: true } });
    expect(place.querySelector(".kind")?.textContent).toContain("Changed invitation");
    expect(place.querySelector(".kind")?.textContent).toContain("One date of a series");
  });

  test("names a crowd only when asked to, and counts whom it does not name", async () => {
    const attendees = Array.from({ length: 8 }, (_, index) => ({
      address: `a${index}@example.fr`,
      answer: "none" as const,
      optional: false,
    }));
    const place = await drawn({ invitation: { ...invited, attendees, invited: 60 } });
    expect(place.querySelector(".invitation ul")?.textContent).toContain("and 55 others");
    await press(place, "Show everybody");
    expect(place.querySelector(".invitation ul")?.textContent).toContain("a7@example.fr");
    expect(place.querySelector(".invitation ul")?.textContent).toContain("and 52 others");
  });

  test("without anything in it is drawn all the same", async () => {
    const bare = { ...invited, title: null, place: null, start: null, end: null, organizer: null, attendees: [] };
    const place = await drawn({ invitation: bare as unknown as Invited });
    expect(place.querySelector(".invitation")?.textContent).toContain("Without a title");
    expect(place.querySelector(".invitation")?.textContent).toContain("Not said");
  });

  const t = i18next.t;
  const said = (more: Partial<Invited>, language: string, zone: string) =>
    eventTime({ ...invited, ...more }, language, t, zone);

  test("tells a moment by the reader's clock, and by the other one where it differs", () => {
    const home = said({}, "en", "Europe/Paris");
    expect(home.said).toMatch(/Sun,? 12 July 2026.*09:00\s?–\s?10:30/);
    expect(home.beside).toBe("your time (Europe/Paris)");
    const away = said({}, "fr", "America/New_York");
    expect(away.said).toMatch(/dim\. 12 juillet 2026.*03:00.*04:30/);
    expect(away.beside).toContain("09:00 in Paris");
    expect(
      said({ start: { local: "2026-07-12T09:00:00", at: "2026-07-12T07:00:00Z", zone: "Not/AZone" } }, "en", "UTC")
        .beside,
    ).toBe("your time (UTC)");
  });

  test("leaves whole days and times without a zone where they are, whatever the reader's clock", () => {
    for (const zone of ["Pacific/Auckland", "America/Los_Angeles"]) {
      const days = { start: { local: "2026-07-12" }, end: { local: "2026-07-14" } };
      expect(said(days, "en", zone)).toEqual({ said: expect.stringMatching(/12\D+13 July 2026/), beside: "All day" });
      expect(said({ start: { local: "2026-07-12" }, end: { local: "2026-07-13" } }, "en", zone).said).not.toContain(
        "13",
      );
      const floating = said({ start: { local: "2026-07-12T09:00:00" }, end: undefined }, "en", zone);
      expect(floating.said).toContain("09:00");
      expect(floating.beside).toBe("no time zone given");
    }
  });

  test("says how it repeats in a short sentence", async () => {
    const rule = { frequency: "weekly", interval: 2, count: 10, weekdays: ["MO", "SU"] } as const;
    expect(repeats({ ...rule, weekdays: [...rule.weekdays] }, "en", t)).toBe(
      "Every 2 weeks, on Monday and Sunday, 10 times",
    );
    expect(repeats({ interval: 1, weekdays: [] }, "en", t)).toBe("Repeats");
    await i18next.changeLanguage("fr");
    const until = { local: "2026-08-01T00:00:00", at: "2026-08-01T12:00:00Z" };
    expect(repeats({ frequency: "daily", interval: 1, until, weekdays: [] }, "fr", t)).toBe(
      "Chaque jour, jusqu’au 1 août 2026",
    );
  });
});

describe("a protected mail", () => {
  const pgp = (more: Partial<Protection>): Protection => ({
    standard: "pgpMime",
    signed: false,
    encrypted: false,
    ...more,
  });

  test("that is signed is never called verified", async () => {
    const place = await drawn({ protection: pgp({ standard: "smime", signed: true }) }, { text: "The words" });
    expect(place.querySelector(".sealed")?.textContent).toContain("Signed (S/MIME), not verified.");
    expect(place.querySelector(".body")?.textContent).toBe("The words");
  });

  test("that nobody can read says so in place of its words, with its parts below", async () => {
    const files = [{ id: 5, name: "encrypted.asc", type: "application/octet-stream", size: 84 }];
    const place = await drawn({ protection: pgp({ encrypted: true }) }, { files });
    const said = place.querySelector(".unread-mail")?.textContent;
    expect(said).toContain("Encrypted (OpenPGP): this mail could not be read here");
    expect(place.querySelector(".sealed")).toBeNull();
    expect(place.querySelector(".unread-mail a")).toBeNull();
    expect(place.querySelector(".file")?.textContent).toContain("encrypted.asc");
    expect(place.textContent).not.toContain("no text");
  });

  test("leads whoever may see it to the original", async () => {
    session.role = "supervisor";
    const place = await drawn({ protection: pgp({ encrypted: true }) });
    expect(place.querySelector(".unread-mail a")?.getAttribute("href")).toContain("messageId=a%40b");
  });

  test("has its OpenPGP data folded between the words", async () => {
    const text = "Hello\n\n-----BEGIN PGP MESSAGE-----\n\nhQIM\n-----END PGP MESSAGE-----\nBye";
    const place = await drawn({ protection: pgp({ standard: "pgpInline", encrypted: true }) }, { text });
    expect(place.querySelector(".body")?.textContent).toBe("Hello\n\nBye");
    await press(place, "Show the OpenPGP data");
    expect(place.querySelector(".armour pre")?.textContent).toContain("hQIM");
  });

  test("shows what was signed without its frame, and nothing of a text that only looks like it", () => {
    const signed =
      "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n- -- \nHi\n-----BEGIN PGP SIGNATURE-----\n\niQ\n-----END PGP SIGNATURE-----\n";
    expect(withoutArmour(signed, pgp({ standard: "pgpInline", signed: true })).text).toBe("-- \nHi");
    expect(withoutArmour(signed, undefined)).toEqual({ text: signed });
    const open = "-----BEGIN PGP MESSAGE-----\n\nhQIM";
    expect(withoutArmour(open, pgp({ standard: "pgpInline", encrypted: true }))).toEqual({ text: "", armour: open });
  });
});

test("files of calendars, signatures and encrypted mails have their own drawings", () => {
  expect(iconOf({ type: "text/calendar", name: "x" })).toBe("calendar");
  expect(iconOf({ type: "application/pkcs7-signature", name: "smime.p7s" })).toBe("seal");
  expect(iconOf({ type: "application/pgp-signature", name: "signature.asc" })).toBe("seal");
  expect(iconOf({ type: "application/octet-stream", name: "encrypted.asc" })).toBe("lock");
});
