import { expect, test } from "vitest";
import type { Reception } from "../../src/chat/protocol";
import { moment, Stage } from "./stage";

const questions: Reception = {
  rates: true,
  form: { when: "away", fields: [{ key: "email", kind: "email", required: false }] },
};

test("what is asked only while nobody is there is not asked when somebody is", async () => {
  const stage = new Stage();
  stage.reception = questions;
  await stage.start();
  expect(stage.session.asks.value).toBeNull();
  stage.state({ open: false, agents: [] });
  expect(stage.session.asks.value?.questions).toHaveLength(1);
});

test("a text that is refused until something is said waits, and goes when it was", async () => {
  const stage = await new Stage().start();
  stage.refuse = (method) =>
    method === "Send" ? new Error("HubException: consent_needed: Please agree to the privacy text first.") : null;
  stage.reception = { rates: true, consent: { version: 2, texts: { en: "I agree." } } };
  stage.session.send("Hello");
  await moment();
  expect(stage.session.asks.value?.consent?.version).toBe(2);
  expect(stage.session.outbox.drafts.value[0]?.state).toBe("sending");

  stage.refuse = () => null;
  await stage.session.admit(undefined, 2);
  await moment();
  expect(stage.told).toContainEqual({ method: "Identify", value: { answers: undefined, consent: 2 } });
  expect(stage.told.filter((call) => call.method === "Send")).toHaveLength(2);
  expect(stage.session.asks.value).toBeNull();
});

test("whoever left the address open in the form is not asked for it again", async () => {
  const stage = new Stage();
  stage.reception = { ...questions, form: { when: "always", fields: questions.form?.fields ?? [] } };
  await stage.start();
  await stage.session.admit({ email: "" }, undefined);
  expect(stage.session.asked.value).toBe(true);
});

test("a change of who is there says nothing of the ticket's status", async () => {
  const stage = await new Stage().start();
  stage.state({ open: true, status: "resolved", agents: [] });
  stage.state({ open: true, status: null, agents: [{ name: "Léa" }] });
  expect(stage.session.status.value).toBe("resolved");
});
