import { expect, test, vi } from "vitest";
import { readHost } from "../../src/shared/bridge";
import { message, reply } from "./samples";
import { memory, moment, Stage } from "./stage";

const asked = (stage: Stage) =>
  stage.told
    .filter((call) => call.method === "Start")
    .map((call) => call.value as { token?: string; identity?: unknown });

/** The server of somebody who is signed in on the page. */
function signedIn(area: globalThis.Storage, token = "hers") {
  const stage = new Stage(area);
  stage.messages = [message(1), reply(2)];
  stage.answer = ({ identity, token: own }) => {
    if (identity !== undefined) return { token, identity: { name: "Anna", signedIn: true } };
    if (own === token) throw new Error("HubException: identity_needed: Somebody was signed in.");
    return { token: "nobody", messages: [] };
  };
  return stage;
}

test("the page's word goes to the server with a token of our own, so that a lost answer can be asked for again", async () => {
  const stage = signedIn(memory());
  stage.session.meet({ word: "jwt" });
  await stage.start();
  expect(asked(stage).map(({ token, identity }) => [token, identity])).toEqual([
    [undefined, undefined],
    ["nobody", "jwt"],
  ]);
  expect(stage.session.timeline.value.messages).toHaveLength(2);
});

test("of somebody who is signed in the browser keeps the token and nothing that was said", async () => {
  const area = memory();
  const stage = signedIn(area);
  stage.session.meet({ word: "jwt" });
  await stage.start();
  stage.session.send("A secret");
  await moment();
  const kept = Array.from({ length: area.length }, (_, i) => area.key(i));
  expect(kept).toEqual(["hub:site:token"]);
});

test("whoever opens the page after that sees nothing of theirs, until the page says who it is", async () => {
  const area = memory();
  const first = signedIn(area);
  first.session.meet({ word: "jwt" });
  await first.start();

  const next = await signedIn(area).start();
  expect(next.session.started.value).toBe(true);
  expect(next.session.timeline.value.messages).toHaveLength(0);
  expect(next.session.identity.value).toEqual({});

  next.session.meet({ word: "again" });
  await moment();
  expect(asked(next).at(-1)).toMatchObject({ token: "hers", identity: "again" });
  expect(next.session.timeline.value.messages).toHaveLength(2);
});

test("a code whose answer was lost costs no conversation: the word that went with it finds it again", async () => {
  const area = memory();
  const stage = new Stage(area);
  stage.messages = [message(1), reply(2)];
  await stage.start();
  stage.session.send("Something");
  await moment();
  stage.refuse = (method) => (method === "EnterCode" ? new Error("Closed") : null);
  await expect(stage.session.enterCode("a@b.test", "123456")).rejects.toThrow();
  const [renewal] = stage.told
    .filter((call) => call.method === "EnterCode")
    .map((call) => (call.value as { renewal: string }).renewal);
  expect(renewal?.length).toBeGreaterThan(21);
  // The line comes back, or the page is loaded anew.
  const next = await new Stage(area).start();
  expect(asked(next).at(-1)).toMatchObject({ token: "token", renewal });
  await next.session.begin();
  expect(asked(next).at(-1)).not.toHaveProperty("renewal");
});

test("a code that was refused leaves no word behind", async () => {
  const stage = await new Stage(memory()).start();
  stage.refuse = (method) => (method === "EnterCode" ? new Error("HubException: code_wrong: No.") : null);
  await expect(stage.session.enterCode("a@b.test", "123456")).rejects.toThrow();
  stage.refuse = () => null;
  await stage.session.begin();
  expect(asked(stage).at(-1)).not.toHaveProperty("renewal");
});

test("whoever leaves tells the server, so that a copy of the token opens nothing", async () => {
  const stage = await new Stage(memory()).start();
  stage.session.send("Something");
  await moment();
  stage.session.meet(null);
  await moment();
  expect(stage.told.map((call) => call.method)).toContain("Leave");
});

test("another person's word takes the former one's conversation from the screen, and what was not sent", async () => {
  const stage = signedIn(memory());
  stage.session.meet({ word: "anna" });
  await stage.start();
  stage.refuse = (method) => (method === "Send" ? new Error("lost") : null);
  stage.session.send("Not sent yet");
  await moment();
  stage.answer = () => ({ token: "his", messages: [], identity: { name: "Bob", signedIn: true } });
  stage.session.meet({ word: "bob" });
  await moment();
  expect(stage.session.timeline.value.messages).toHaveLength(0);
  expect(stage.session.outbox.drafts.value).toHaveLength(0);
});

test("a word that is not believed is told to whoever wrote the page, and the chat goes on", async () => {
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  const stage = new Stage(memory());
  stage.answer = ({ identity }) =>
    identity === undefined ? {} : { identityProblem: { code: "identity_clock", message: "Set your clock." } };
  stage.session.meet({ word: "jwt" });
  await stage.start();
  expect(error).toHaveBeenCalledWith('hub("identify"): identity_clock. Set your clock.');
  expect(stage.session.started.value).toBe(true);
  error.mockRestore();
});

test("who has gone leaves nothing, and that is done once", async () => {
  const area = memory();
  const stage = await new Stage(area).start();
  stage.session.send("Hello");
  await moment();
  expect(area.getItem("hub:site:token")).toBe("token");
  stage.session.meet(null);
  await moment();
  expect(area.length).toBe(0);
  stage.session.send("Somebody else");
  await moment();
  stage.session.meet(null);
  await moment();
  expect(area.getItem("hub:site:token")).toBe("token");
});

test("a code brings a new token, which is kept", async () => {
  const area = memory();
  const stage = await new Stage(area).start();
  stage.results.EnterCode = { token: "proved" };
  stage.messages = [message(1), reply(2)];
  stage.answer = ({ token }) => ({
    token: token ?? "new",
    identity: { email: "a@b.test", verified: true },
    earlier: 2,
  });
  await stage.session.enterCode("a@b.test", "123456");
  expect(asked(stage).at(-1)?.token).toBe("proved");
  expect(area.getItem("hub:site:token")).toBe("proved");
  expect(stage.session.earlierOnes.value).toBe(2);
});

test("signed fields reach the server whole, and none of them the chat by another way", () => {
  const state = { hub: "host", shown: true, locale: "en", page: "", title: "" };
  const signed = { sub: "1", name: "Anna", email: "a@b.test", signature: "00" };
  expect(readHost({ ...state, who: signed })?.who).toEqual({ word: signed });
  expect(readHost({ ...state, who: { token: "jwt", name: "Anna" } })?.who).toEqual({ word: "jwt" });
  expect(readHost({ ...state, who: { name: "Anna" } })?.who).toEqual({ name: "Anna" });
  expect(readHost({ ...state, who: null })?.who).toBeNull();
});
