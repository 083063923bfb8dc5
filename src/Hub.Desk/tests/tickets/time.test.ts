import type { TFunction } from "i18next";
import { expect, test } from "vitest";
import { texts } from "../../src/i18n";
import { readDraft, writeDraft } from "../../src/tickets/drafts";
import { ago } from "../../src/tickets/time";

const t = (language: "en" | "fr") =>
  ((key: string, values: { n?: number } = {}) =>
    String((texts[language].tickets as unknown as Record<string, string>)[key.split(".")[1] ?? ""]).replace(
      "{{n}}",
      String(values.n),
    )) as unknown as TFunction;

test("how long ago is said in a word", () => {
  const now = Date.parse("2026-11-22T12:00:00Z");
  expect(ago("2026-11-22T11:59:40Z", now, t("en"), "en")).toBe("now");
  expect(ago("2026-11-22T11:48:00Z", now, t("en"), "en")).toBe("12 min");
  expect(ago("2026-11-22T09:00:00Z", now, t("fr"), "fr")).toBe("3 h");
  expect(ago("2026-11-20T09:00:00Z", now, t("fr"), "fr")).toBe("2 j");
  expect(ago("2026-09-03T09:00:00Z", now, t("fr"), "fr")).toBe("3 sept.");
  expect(ago("2026-09-03T09:00:00Z", now, t("en"), "en")).toBe("3 Sept");
});

test("a draft is kept for its agent, ticket and mode, and gone when it is empty", () => {
  writeDraft(1, 7, "reply", { text: "half a sen", since: 3 });
  expect(readDraft(1, 7, "reply")).toEqual({ text: "half a sen", since: 3 });
  expect(readDraft(1, 7, "note")).toBeUndefined();
  expect(readDraft(2, 7, "reply")).toBeUndefined();
  writeDraft(1, 7, "reply", { text: "", since: 3 });
  expect(readDraft(1, 7, "reply")).toBeUndefined();
});
