import { expect, test, vi } from "vitest";
import { asked, formatDay, language, offered, preferred, speak, whoIsHere } from "../../src/chat/i18n";
import { fetchTexts } from "../../src/chat/languages";
import { en } from "../../src/chat/languages/en";
import { texts as fr } from "../../src/chat/languages/fr";

vi.stubGlobal("navigator", { languages: ["en-GB", "fr-FR"] });

const texts = { en, fr };

test("English and French have the same texts, and none is empty", () => {
  expect(Object.keys(texts.fr)).toEqual(Object.keys(texts.en));
  for (const [key, text] of Object.entries(texts.fr)) {
    expect(typeof text, key).toBe(typeof texts.en[key as keyof typeof texts.en]);
    if (typeof text === "string") expect(text.trim(), key).not.toBe("");
  }
});

test("French is French: no English text was left, except the word both share", () => {
  const shared = ["chat", "conversation", "notify"];
  const same = Object.entries(texts.fr).filter(
    ([key, text]) => typeof text === "string" && text === texts.en[key as keyof typeof texts.en],
  );
  expect(same.map(([key]) => key)).toEqual(shared);
});

test.each(["de", "es", "it", "nl", "pt", "pl", "sv", "da"] as const)("%s is complete, and its own", async (code) => {
  const other = await fetchTexts(code);
  expect(Object.keys(other).sort()).toEqual(Object.keys(en).sort());
  for (const [key, text] of Object.entries(other)) {
    expect(typeof text, key).toBe(typeof en[key as keyof typeof en]);
    if (typeof text === "string") expect(text.trim(), key).not.toBe("");
  }
  const same = Object.entries(other).filter(
    ([key, text]) => typeof text === "string" && text === en[key as keyof typeof en],
  );
  expect(same.map(([key]) => key).filter((key) => !["chat", "name", "send"].includes(key))).toEqual([]);
});

test("French keeps a no-break space before its double signs, and curly apostrophes", () => {
  for (const [key, text] of Object.entries(texts.fr)) {
    if (typeof text !== "string") continue;
    expect(text, key).not.toMatch(/(?<!\u00a0)[?!;:]/);
    expect(text, key).not.toContain("'");
  }
});

test("the page's language counts, then the site's, then English", async () => {
  asked.value = "fr-CA";
  await speak();
  expect(language.value).toBe("fr");
  asked.value = "ja";
  preferred.value = "fr";
  await speak();
  expect(language.value).toBe("fr");
  preferred.value = "ja";
  await speak();
  expect(language.value).toBe("en");
});

test("who is here is said in a sentence", async () => {
  asked.value = "en";
  await speak();
  expect(whoIsHere(["Léa"], 0)).toBe("Léa is here");
  expect(whoIsHere(["Léa", "Yann"], 0)).toBe("Léa and Yann are here");
  expect(whoIsHere(["Léa", "Yann"], 2)).toBe("Léa, Yann and 2 more are here");
  asked.value = "fr";
  await speak();
  expect(whoIsHere(["Léa", "Yann"], 1)).toBe("Léa, Yann et 1 autre sont là");
});

test("days are named from today", async () => {
  asked.value = "en";
  await speak();
  const now = new Date(2026, 10, 22, 0, 30).getTime();
  expect(formatDay(now, now)).toBe("Today");
  expect(formatDay(now - 3_600_000, now)).toBe("Yesterday");
  expect(formatDay(new Date(2025, 11, 31).getTime(), now)).toContain("2025");
});

test("a language that the site does not offer is not spoken", async () => {
  offered.value = ["en"];
  preferred.value = "en";
  asked.value = "fr-BE";
  await speak();
  expect(language.value).toBe("en");
  offered.value = ["en", "fr"];
  await speak();
  expect(language.value).toBe("fr");
  offered.value = undefined;
});
