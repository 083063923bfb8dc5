import { expect, test } from "vitest";
import { type Draft, Outbox } from "../../src/chat/outbox";
import type { Receipt } from "../../src/chat/protocol";
import type { StoredDraft } from "../../src/chat/storage";
import { message } from "./samples";

const refusal = (code: string) =>
  new Error(`An unexpected error occurred invoking 'Send' on the server. HubException: ${code}: No.`);

/** An outbox, the calls it made, and a server whose next answers can be replaced by errors. */
function setUp() {
  const calls: { clientId: string; text: string }[] = [];
  const stored = new Map<string, StoredDraft>();
  const errors: Error[] = [];
  const pauses: number[] = [];
  const renewals: string[] = [];
  let ids = 0;
  let busy = 0;
  let most = 0;
  const send = async ({ clientId, text }: Draft): Promise<Receipt> => {
    calls.push({ clientId, text });
    most = Math.max(most, ++busy);
    await Promise.resolve();
    busy--;
    const error = errors.shift();
    if (error) throw error;
    return { seq: calls.length, at: "2026-11-23T09:00:00Z", ticket: 1 };
  };
  const outbox = new Outbox({
    send,
    renew: async (failure) => void renewals.push(failure),
    sent: () => {},
    save: (draft) => stored.set(draft.clientId, draft),
    drop: (clientId) => stored.delete(clientId),
    sleep: async (ms) => void pauses.push(ms),
    newId: () => `id-${++ids}`,
    now: () => 1000,
  });
  const settled = () => new Promise((done) => setTimeout(done, 5));
  return { outbox, calls, stored, errors, pauses, renewals, settled, mostAtOnce: () => most };
}

const states = (outbox: Outbox) => outbox.drafts.value.map((draft) => draft.state);

test("texts are sent one at a time, in the order they were written", async () => {
  const { outbox, calls, settled, mostAtOnce } = setUp();
  for (const text of ["a", "b", "c"]) outbox.add(text);
  await settled();
  expect(calls.map((call) => call.text)).toEqual(["a", "b", "c"]);
  expect(mostAtOnce()).toBe(1);
  expect(states(outbox)).toEqual(["sent", "sent", "sent"]);
});

test("a lost connection stops the queue; the next one repeats the same clientId and keeps the order", async () => {
  const { outbox, calls, errors, settled } = setUp();
  errors.push(new Error("Invocation canceled due to the underlying connection being closed."));
  outbox.add("a");
  outbox.add("b");
  await settled();
  expect(calls.map((call) => call.text)).toEqual(["a"]);
  await outbox.flush();
  expect(calls.map((call) => call.text)).toEqual(["a", "a", "b"]);
  expect(calls[0]?.clientId).toBe(calls[1]?.clientId);
});

test("a pause the server asks for is kept, and the text goes out afterwards", async () => {
  const { outbox, calls, errors, pauses, settled } = setUp();
  errors.push(refusal("rate_limited"), refusal("unavailable"));
  outbox.add("a");
  await settled();
  expect(new Set(calls.map((call) => call.clientId)).size).toBe(1);
  expect(pauses).toHaveLength(2);
  expect(states(outbox)).toEqual(["sent"]);
});

test("a text the server refuses is shown as not sent and does not hold up the next one", async () => {
  const { outbox, calls, errors, settled } = setUp();
  errors.push(refusal("text_invalid"));
  outbox.add("a");
  outbox.add("b");
  await settled();
  expect(states(outbox)).toEqual(["failed", "sent"]);
  outbox.retry("id-1");
  await settled();
  expect(calls.map((call) => call.clientId)).toEqual(["id-1", "id-2", "id-1"]);
});

test("an invalid token begins a new session and repeats the text with its clientId", async () => {
  const { outbox, calls, errors, renewals, settled } = setUp();
  errors.push(refusal("token_invalid"));
  outbox.add("a");
  await settled();
  expect(renewals).toEqual(["token_invalid"]);
  expect(calls.map((call) => call.clientId)).toEqual(["id-1", "id-1"]);
});

test("what a reload finds in the storage is sent first, once, with its old clientId", async () => {
  const { outbox, calls, settled } = setUp();
  const old = { clientId: "old", text: "before the reload", at: 1 };
  outbox.restore([old]);
  outbox.restore([old]);
  outbox.add("after it");
  await settled();
  expect(calls.map((call) => call.clientId)).toEqual(["old", "id-1"]);
});

test("a text stays in the storage until the server has acknowledged it", async () => {
  const { outbox, stored, errors, settled } = setUp();
  errors.push(new Error("Not connected"));
  outbox.add("a");
  await settled();
  expect([...stored.keys()]).toEqual(["id-1"]);
  await outbox.flush();
  expect(stored.size).toBe(0);
});

test("two texts of one millisecond keep their order over a reload", () => {
  const { outbox, stored } = setUp();
  outbox.add("a");
  outbox.add("b");
  const [first, second] = [...stored.values()];
  expect(first?.at).toBeLessThan(second?.at ?? 0);
});

test("a text leaves when the timeline has it, even before the acknowledgement", async () => {
  const { outbox, settled } = setUp();
  outbox.add("a");
  outbox.settle([message(1, { clientId: "id-1" })]);
  expect(outbox.drafts.value).toEqual([]);
  await settled();
  expect(outbox.drafts.value).toEqual([]);
});
