import { expect, test } from "vitest";
import type { Reception } from "../../src/api/types";
import { draftOf, freshKey, inputOf } from "../../src/settings/web-chat/reception/draft";

const saved: Reception = {
  rates: true,
  form: {
    when: "away",
    fields: [
      { key: "email", kind: "email", required: true },
      {
        key: "topic",
        kind: "topic",
        required: false,
        labels: { en: "About what?", fr: "À quel sujet ?" },
        options: [
          { key: "a", labels: { en: "A delivery", fr: "Une livraison" } },
          { key: "b", labels: { en: "A repair" } },
        ],
      },
    ],
  },
  consent: { version: 3, texts: { en: "I agree." } },
  hours: {
    zone: "Europe/Paris",
    week: [["09:00-12:00", "14:00-18:00"], [], [], [], [], [], []],
    closed: ["2026-12-25"],
  },
};

test("what was saved and not touched is sent as it is", () => {
  expect(inputOf(draftOf(saved))).toEqual({ ...saved, consent: { en: "I agree." } });
  expect(inputOf(draftOf({ rates: false }))).toEqual({ rates: false });
});

test("a choice keeps its key when its word changes, and a new one gets its own", () => {
  const draft = draftOf(saved);
  const topic = draft.questions[1];
  if (!topic) throw new Error("no topic");
  topic.options = { en: "A parcel\nA repair\nOther", fr: "Un colis" };
  const options = inputOf(draft).form?.fields?.[1]?.options;
  expect(options).toEqual([
    { key: "a", labels: { en: "A parcel", fr: "Un colis" } },
    { key: "b", labels: { en: "A repair" } },
    { key: "o3", labels: { en: "Other" } },
  ]);
});

test("hours may be typed with blanks, semicolons and long dashes", () => {
  const draft = draftOf(saved);
  draft.week[1] = " 09:00 – 12:00 ; 13:30-17:00 ";
  expect(inputOf(draft).hours?.week?.[1]).toEqual(["09:00-12:00", "13:30-17:00"]);
});

test("a consent without words, and questions that are not asked, are not sent", () => {
  const draft = draftOf(saved);
  draft.consent = { en: "  " };
  draft.when = "never";
  expect(inputOf(draft)).not.toHaveProperty("consent");
  expect(inputOf(draft)).not.toHaveProperty("form");
});

test("a fresh key is nobody else's", () => {
  expect(freshKey("q", ["q1", "q3"], 1)).toBe("q2");
  expect(freshKey("q", ["q1", "q2"], 1)).toBe("q3");
});
