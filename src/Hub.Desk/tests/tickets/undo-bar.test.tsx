import { act } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Message } from "../../src/api/types";
import "../../src/i18n";
import { forgetDeparture, noteDeparture } from "../../src/tickets/departing";
import { readDraft } from "../../src/tickets/drafts";
import { UndoBar } from "../../src/tickets/undo-bar";
import { clear, draw, press } from "../support/draw";

const fetched = vi.fn<typeof fetch>();

beforeEach(() => {
  fetched.mockReset();
  vi.stubGlobal("fetch", fetched);
  // biome-ignore lint/suspicious/noDocumentCookie: the client reads what the server sets in this way
  document.cookie = "XSRF-TOKEN=x";
});
afterEach(async () => {
  await act(async () => forgetDeparture(11));
  await clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const leaving = (seconds: number, kind = "email") =>
  ({
    id: 11,
    seq: 4,
    kind: "reply",
    author: { kind: "agent", id: 1 },
    text: "Dear Anna,",
    channel: { id: 2, kind, name: kind },
    delivery: {
      state: "scheduled",
      address: "anna@example.fr",
      notBefore: new Date(Date.now() + seconds * 1000).toISOString(),
    },
  }) as Message;

test("only a mail that leaves in a moment can be called back", async () => {
  const place = await draw(<UndoBar me={1} />);
  await act(async () => noteDeparture(7, leaving(8, "chat")));
  await act(async () => noteDeparture(7, leaving(3600)));
  expect(place.querySelector(".undo")).toBeNull();
  await act(async () => noteDeparture(7, leaving(8)));
  expect(place.querySelector(".undo")?.textContent).toContain("Email to anna@example.fr");
});

test("its seconds pass for the eye only, and with them it goes", async () => {
  vi.useFakeTimers({ now: Date.parse("2026-11-23T10:00:00Z") });
  const place = await draw(<UndoBar me={1} />);
  await act(async () => noteDeparture(7, leaving(8)));
  const said = place.querySelector("[role=status]")?.textContent;
  expect(place.querySelector(".leaving")?.textContent).toContain("leaves in 8 s");
  await act(async () => vi.advanceTimersByTimeAsync(5000));
  expect(place.querySelector(".leaving")?.textContent).toContain("leaves in 3 s");
  expect(place.querySelector("[role=status]")?.textContent).toBe(said);
  expect(place.querySelector(".leaving")?.getAttribute("aria-hidden")).toBe("true");
  await act(async () => vi.advanceTimersByTimeAsync(4000));
  expect(place.querySelector(".undo")).toBeNull();
});

test("undo calls it back and keeps its words for its own ticket, by a press or by the key", async () => {
  for (const way of ["press", "key"]) {
    fetched.mockReset();
    fetched.mockResolvedValue(new Response(JSON.stringify({ ...leaving(8), version: 9 })));
    localStorage.clear();
    const place = await draw(<UndoBar me={1} />);
    await act(async () => noteDeparture(7, leaving(8)));
    if (way === "press") await press(place, "Undo");
    else await act(async () => window.dispatchEvent(new KeyboardEvent("keydown", { key: "z" })));
    await act(async () => new Promise((resolve) => setTimeout(resolve)));
    expect(fetched.mock.calls.map(([url]) => url)).toEqual(["/api/v1/tickets/7/messages/11/cancel"]);
    expect(readDraft(1, 7, "reply")?.text).toBe("Dear Anna,");
    expect(place.querySelector(".undo")).toBeNull();
    await clear();
  }
});
