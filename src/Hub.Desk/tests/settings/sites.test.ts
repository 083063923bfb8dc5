import { expect, test } from "vitest";
import type { Site } from "../../src/api/types";
import { matches, mayUse, sections } from "../../src/settings/sections";
import { faintOn, orderOf } from "../../src/settings/web-chat/preview-order";
import { siteSections } from "../../src/settings/web-chat/site-sections";
import { changesOf, draftOf } from "../../src/settings/web-chat/sites";
import { settingsTexts } from "../../src/settings/words";

const site: Site = {
  id: 1,
  key: "abc",
  formerKeys: [],
  enabled: true,
  name: "Web chat",
  allowedOrigins: ["https://a.example", "https://b.example"],
  languages: ["en", "fr"],
  locale: "en",
  texts: { en: { greeting: "Hello" } },
  contrast: { ink: "#ffffff", text: 7.13, shown: "#0b6073", onLight: 7.13, onDark: 2.94, warnings: ["dark"] },
  position: { side: "right", x: 24, y: 24 },
  launcher: true,
  sound: false,
  remember: "marker",
  snippet: "",
  previewUrl: "https://hub.example/chat/preview",
  seen: [],
};

test("an untouched draft changes nothing, blank lines and blanks around included", () => {
  const draft = draftOf(site);
  expect(changesOf(site, draft)).toEqual({});
  expect(
    changesOf(site, { ...draft, origins: "\n https://a.example \n\nhttps://b.example\n", name: "Web chat " }),
  ).toEqual({});
});

test("only what differs is sent, and an emptied text is sent empty", () => {
  const emptied = { title: "", greeting: " ", away: "" };
  const draft = {
    ...draftOf(site),
    texts: { en: emptied, de: { ...emptied, away: "Morgen" } },
    origins: "https://a.example",
  };
  expect(changesOf(site, draft)).toEqual({
    texts: { en: emptied, de: { title: "", greeting: " ", away: "Morgen" } },
    allowedOrigins: ["https://a.example"],
  });
});

test("a place is sent whole, a language list in its order", () => {
  expect(changesOf(site, { ...draftOf(site), x: "80" })).toEqual({ position: { side: "right", x: 80, y: 24 } });
  expect(changesOf(site, { ...draftOf(site), languages: ["en"] })).toEqual({ languages: ["en"] });
});

test("every anchor of a site's sections is a setting with words that the search finds", () => {
  const anchors = siteSections.flatMap((section) => section.settings).sort();
  expect(sections.find(({ path }) => path === "web-chat")?.settings.toSorted()).toEqual(anchors);
  for (const texts of [settingsTexts.en, settingsTexts.fr]) {
    const words = texts.settings.webChat as Record<string, unknown>;
    for (const anchor of anchors) expect(words[anchor], anchor).toEqual(expect.any(String));
  }
});

test("the preview is told what is typed, where it makes sense", () => {
  const view = { moment: "closed", language: "fr", dark: false } as const;
  const draft = { ...draftOf(site), accent: "#F6C945", x: "9999", y: "-3", launcher: false };
  expect(orderOf("abc", draft, view)).toMatchObject({
    site: "abc",
    look: { accent: "#f6c945", ink: "#06242b", side: "right", x: 200, y: 0 },
    shown: false,
    bare: true,
    locale: "fr",
    settings: { texts: { en: { greeting: "Hello" } }, accent: "#f6c945" },
  });
  const half = orderOf("abc", { ...draft, accent: "#f6c" }, { ...view, moment: "away" });
  expect(half).toMatchObject({ look: { accent: "#0b6073" }, shown: true, moment: "away" });
  expect(half.settings.accent).toBeUndefined();
});

test("a button that is hard to see on a page is said to be", () => {
  expect([faintOn("#f6c945"), faintOn("#0b6073"), faintOn("#3377aa")]).toEqual([["light"], ["dark"], []]);
});

test("the wait before mail is a number, and an emptied one takes it away", () => {
  const timed = { ...site, continueAfter: 90 };
  expect(changesOf(timed, draftOf(timed))).toEqual({});
  expect(changesOf(timed, { ...draftOf(timed), continueAfter: "120" })).toEqual({ continueAfter: 120 });
  expect(changesOf(timed, { ...draftOf(timed), continueAfter: " " })).toEqual({ continueAfter: null });
});

test("each section is for its role and those above", () => {
  expect(mayUse("agent")).toBe(true);
  expect(mayUse("agent", "supervisor")).toBe(false);
  expect(mayUse("supervisor", "supervisor")).toBe(true);
  expect(mayUse("supervisor", "administrator")).toBe(false);
  expect(mayUse("administrator", "supervisor")).toBe(true);
});

test("the search of the settings ignores case and accents and wants every word", () => {
  expect(matches("reglage", "Réglages")).toBe(true);
  expect(matches("SITES aut", "Sites autorisés")).toBe(true);
  expect(matches("sites colour", "Sites autorisés")).toBe(false);
});
