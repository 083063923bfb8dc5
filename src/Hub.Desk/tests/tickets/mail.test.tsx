import { act } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Delivery, MailMark } from "../../src/api/mail";
import { queryClient } from "../../src/api/queries";
import type { Message, ReplyWay, Ticket } from "../../src/api/types";
import "../../src/i18n";
import { Composer } from "../../src/tickets/composer";
import { readDraft, writeDraft } from "../../src/tickets/drafts";
import { TimelineMessage } from "../../src/tickets/message";
import { clear, draw, press } from "../support/draw";

vi.mock("../../src/session/session", () => ({
  useSession: () => ({ user: { id: 1, name: "Léa", role: "agent" }, hub: { name: "Hub" } }),
}));

const fetched = vi.fn<typeof fetch>();
/** What was asked of the server apart from reading. */
const sent = () =>
  fetched.mock.calls.filter(([, init]) => init?.method === "POST").map(([url, init]) => `${init?.method} ${url}`);

/** A server that says this to whatever is asked of it; its mail can leave unless said otherwise. */
const answer = (body: unknown, status = 200, smartHost = true) =>
  fetched.mockImplementation(async (url) =>
    String(url).endsWith("/mail/state")
      ? new Response(JSON.stringify({ smartHost }))
      : new Response(JSON.stringify(body), { status }),
  );

beforeEach(() => {
  fetched.mockReset();
  vi.stubGlobal("fetch", fetched);
  // biome-ignore lint/suspicious/noDocumentCookie: the client reads what the server sets in this way
  document.cookie = "XSRF-TOKEN=x";
});
afterEach(async () => {
  await clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const ahead = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

const mail = (more: Partial<Message> = {}, delivery?: Partial<Delivery>): Message => ({
  id: 11,
  seq: 4,
  version: 4,
  audience: "customer",
  kind: "reply",
  channel: { id: 2, kind: "email", name: "Support" },
  author: { kind: "agent", id: 1, name: "Léa" },
  text: "Dear Anna, it leaves today.",
  files: [],
  at: "2026-11-23T10:00:00Z",
  marks: [],
  delivery: delivery && {
    state: "sent",
    via: "email",
    doubtful: false,
    attempts: 0,
    address: "anna@example.fr",
    ...delivery,
  },
  ...more,
});
const inbound = (more: Partial<Message> = {}) =>
  mail({
    kind: "inbound",
    author: { kind: "customer" },
    mail: {
      from: { name: "Anna Petit", address: "anna@example.fr" },
      to: [{ address: "support@example.fr" }],
      cc: [{ name: "Paul", address: "paul@example.fr" }],
      subject: "Re: Lamp",
      messageId: "a@b",
      alsoIn: ["sales@example.fr"],
    },
    ...more,
  });

const timeline = (message: Message) => (
  <ol>
    <TimelineMessage ticket={7} subject="Lamp" message={message} customer="Anna" me={1} />
  </ol>
);

const ticket = {
  number: 7,
  subject: "Lamp",
  status: "open",
  channels: ["email"],
  customer: { id: 3, name: "Anna" },
  claims: [],
  replyTo: { channel: { id: 2, kind: "email", name: "Support" }, address: "anna@example.fr" },
  replyChannels: [],
} as unknown as Ticket;

const composer = <Composer ticket={ticket} newest={3} me={1} mode="reply" wish={undefined} onMode={() => undefined} />;
const field = (place: HTMLElement) => place.querySelector("textarea")?.value;

describe("a mail in the timeline", () => {
  test("has its head folded, with everybody named once it is opened", async () => {
    const place = await draw(timeline(inbound()));
    expect(place.textContent).toContain("to support@example.fr · Cc Paul");
    // The subject is the ticket's own: it need not be said again.
    expect(place.textContent).not.toContain("Lamp");
    await press(place, "Details of this mail");
    for (const word of ["Anna Petit <anna@example.fr>", "Paul <paul@example.fr>", "Re: Lamp", "a@b"]) {
      expect(place.querySelector("dl")?.textContent).toContain(word);
    }
  });

  test("says its subject where it is another than the ticket's", async () => {
    const other = inbound();
    const place = await draw(timeline({ ...other, mail: other.mail && { ...other.mail, subject: "Re: Invoice" } }));
    expect(place.textContent).toContain("Re: Invoice");
  });

  test("folds what it quotes behind a button that says so, and back", async () => {
    const place = await draw(timeline(inbound({ quoted: "> You wrote: Hello" })));
    expect(place.textContent).not.toContain("You wrote");
    await press(place, "Show quoted text");
    expect(place.querySelector("blockquote")?.textContent).toContain("You wrote");
    expect(place.querySelector("[aria-expanded=true]")?.textContent).toContain("Hide quoted text");
    await press(place, "Hide quoted text");
    expect(place.querySelector("blockquote")).toBeNull();
  });

  test("shows a long text in part until asked for the rest", async () => {
    const text = Array.from({ length: 80 }, (_, index) => `Line ${index + 1}.`).join("\n");
    const place = await draw(timeline(inbound({ text })));
    expect(place.textContent).not.toContain("Line 60.");
    await press(place, "Show more");
    expect(place.textContent).toContain("Line 80.");
  });

  test("makes links of web addresses only, and never of one that hides where it leads", async () => {
    const text =
      "https://a.example/x?y=1. <b>javascript:alert(1)</b> https://bank.example@thief.example/ www.b.example";
    const place = await draw(timeline(inbound({ text })));
    const links = [...place.querySelectorAll<HTMLAnchorElement>(".body a")];
    expect(links.map((link) => link.href)).toEqual(["https://a.example/x?y=1"]);
    expect(links[0]?.rel).toBe("noopener noreferrer");
    expect(links[0]?.target).toBe("_blank");
    expect(place.querySelector(".body b")).toBeNull();
    expect(place.querySelector(".body")?.textContent).toBe(text);
  });

  test("gives its files as links that save them", async () => {
    const files = [{ id: 5, name: "invoice <1>.pdf", type: "application/pdf", size: 84_000 }];
    const place = await draw(timeline(inbound({ files })));
    const link = place.querySelector<HTMLAnchorElement>(".file");
    expect(link?.getAttribute("href")).toBe("/api/v1/files/5");
    expect(link?.getAttribute("download")).toBe("invoice <1>.pdf");
    expect(link?.textContent).toContain("84 kB");
  });

  test("warns in a sentence of a sender that nobody proved, and only hints at a machine", async () => {
    const marks: MailMark[] = ["auto", "unverified"];
    const place = await draw(timeline(inbound({ marks })));
    expect(place.querySelector(".mark.unverified")?.textContent).toContain("somebody else may have written it");
    expect(place.querySelector(".tag")?.textContent).toContain("Automatic reply");
    expect(place.querySelector<HTMLElement>(".tag")?.title).toContain("out-of-office");
  });
});

describe("an answer on its way", () => {
  test("counts down for the eye, and says it once for the ear", async () => {
    vi.useFakeTimers({ now: Date.parse("2026-11-23T10:00:00Z") });
    const place = await draw(timeline(mail({}, { state: "scheduled", notBefore: ahead(8) })));
    const seconds = place.querySelector(".dl [aria-hidden=true].num");
    expect(seconds?.textContent).toBe("Sending in 8 s");
    const words = place.querySelector(".dl .sr");
    await act(async () => vi.advanceTimersByTimeAsync(3000));
    expect(seconds?.textContent).toBe("Sending in 5 s");
    expect(words?.textContent).toBe("Leaves in a few seconds.");
    await act(async () => vi.advanceTimersByTimeAsync(6000));
    expect(place.querySelector(".dl")?.textContent).toBe("Sending…");
  });

  test("that waits for a chosen time offers to go now or not at all", async () => {
    answer(mail({ version: 5 }, { state: "leased" }));
    const place = await draw(timeline(mail({}, { state: "scheduled", notBefore: ahead(86_400) })));
    expect(place.querySelector(".dl")?.textContent).toContain("Scheduled for ");
    await press(place, "Send now");
    expect(sent()).toEqual(["POST /api/v1/tickets/7/messages/11/send"]);
  });

  test("that failed shows the server's words as they are, and two ways on", async () => {
    answer(mail({ version: 5 }, { state: "queued" }));
    const reason = "550 5.1.1 <anna@example.fr>: user unknown";
    const place = await draw(timeline(mail({}, { state: "failed", reason })));
    expect(place.querySelector(".dlw code")?.textContent).toBe(reason);
    expect(place.textContent).toContain("Not delivered to anna@example.fr");
    await press(place, "Dismiss");
    await press(place, "Retry");
    expect(sent()).toEqual(["POST /api/v1/tickets/7/messages/11/cancel", "POST /api/v1/tickets/7/messages/11/send"]);
    expect(readDraft(1, 7, "reply")).toBeUndefined();
  });

  test("says that it may have gone twice", async () => {
    const place = await draw(timeline(mail({}, { state: "sent", doubtful: true })));
    expect(place.textContent).toContain("May have been sent twice");
  });

  test("that was taken back is plainly not sent", async () => {
    const place = await draw(timeline(mail({}, { state: "cancelled" })));
    expect(place.querySelector(".mail.gone")).not.toBeNull();
    expect(place.textContent).toContain("Not sent");
  });
});

describe("undo", () => {
  const leaving = mail({}, { state: "scheduled", notBefore: ahead(9) });
  const cancelled = mail({ version: 5 }, { state: "cancelled" });

  test("puts the words back into an empty composer", async () => {
    queryClient.setQueryData(["messages", 7], { messages: [leaving], more: false });
    answer(cancelled);
    const place = await draw(
      <>
        {timeline(leaving)}
        {composer}
      </>,
    );
    expect(field(place)).toBe("");
    await press(place, "Undo");
    expect(sent()).toEqual(["POST /api/v1/tickets/7/messages/11/cancel"]);
    expect(field(place)).toBe("Dear Anna, it leaves today.");
    expect(queryClient.getQueryData<{ messages: Message[] }>(["messages", 7])?.messages[0]?.delivery?.state).toBe(
      "cancelled",
    );
  });

  test("offers them where something else is being written, and adds them when asked", async () => {
    writeDraft(1, 7, "reply", { text: "One more thing.", since: 3 });
    answer(cancelled);
    const place = await draw(
      <>
        {timeline(leaving)}
        {composer}
      </>,
    );
    await press(place, "Undo");
    expect(field(place)).toBe("One more thing.");
    expect(place.textContent).toContain("Your undone answer is kept: Dear Anna");
    await press(place, "Add it here");
    expect(field(place)).toBe("One more thing.\n\nDear Anna, it leaves today.");
    expect(place.textContent).not.toContain("Your undone answer");
  });

  test("that comes too late says so and gives nothing back", async () => {
    const body = { type: "urn:hub:problem:delivery_gone", detail: "Gone." };
    answer(body, 409);
    const place = await draw(timeline(leaving));
    await press(place, "Undo");
    expect(place.querySelector("[role=alert]")?.textContent).toContain("Too late");
    expect(readDraft(1, 7, "reply")).toBeUndefined();
  });
});

describe("the composer", () => {
  test("says where the answer goes, and nothing more where mail can leave", async () => {
    answer({});
    const place = await draw(composer);
    expect(place.querySelector(".to")?.textContent).toBe("By email to anna@example.fr");
    expect(place.querySelector(".newer")).toBeNull();
  });

  test("says that answers wait where no server for outgoing mail is set up", async () => {
    answer({}, 200, false);
    const place = await draw(composer);
    await act(async () => new Promise((resolve) => setTimeout(resolve)));
    expect(place.querySelector(".newer")?.textContent).toContain("No server for outgoing mail yet");
  });

  test("names the way it showed in what it sends", async () => {
    answer(mail());
    writeDraft(1, 7, "reply", { text: "Soon.", since: 3, by: "chat" });
    const chat: ReplyWay = { channel: { id: 1, kind: "chat", name: "Web chat" } };
    const place = await draw(
      <Composer
        ticket={{ ...ticket, replyChannels: ticket.replyTo ? [ticket.replyTo, chat] : [chat] }}
        newest={3}
        me={1}
        mode="reply"
        wish={undefined}
        onMode={() => undefined}
      />,
    );
    expect(place.querySelector(".to")?.textContent).toContain("By chat to Anna");
    await press(place, "Send");
    const body = fetched.mock.calls.find(([, init]) => init?.method === "POST")?.[1]?.body;
    expect(JSON.parse(String(body))).toMatchObject({ kind: "reply", text: "Soon.", channel: "chat" });
    expect(field(place)).toBe("");
  });
});
