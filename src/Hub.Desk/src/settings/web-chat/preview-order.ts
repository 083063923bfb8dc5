import { contrast, isColour, judge } from "./contrast";
import { type SiteDraft, type SiteLanguage, siteLanguages, wordFields, wordsOf } from "./sites";

/** At which moment the preview shows the chat. */
export type Moment = "closed" | "before" | "talking" | "away";
export const moments: Moment[] = ["before", "talking", "away", "closed"];

const petrol = "#0b6073";

/** Numbers that are being typed are taken where they make sense. */
const pixels = (text: string) => Math.min(200, Math.max(0, Math.round(Number(text) || 0)));

/** What the preview page is told: the site as it is being edited. */
export function orderOf(
  key: string,
  draft: SiteDraft,
  view: { moment: Moment; language: SiteLanguage; dark: boolean },
) {
  const typed = draft.accent.trim().toLowerCase();
  const colour = isColour(typed) ? typed : petrol;
  const { used, ink } = judge(colour);
  const texts = Object.fromEntries(
    siteLanguages.map((language) => {
      const words = wordsOf(draft, language);
      return [
        language,
        Object.fromEntries(wordFields.flatMap((field) => (words[field].trim() ? [[field, words[field].trim()]] : []))),
      ];
    }),
  );
  return {
    hub: "preview" as const,
    site: key,
    look: { accent: used, ink, side: draft.side, x: pixels(draft.x), y: pixels(draft.y) },
    shown: view.moment !== "closed",
    bare: !draft.launcher,
    dark: view.dark,
    settings: {
      name: draft.name.trim(),
      locale: draft.locale,
      languages: draft.languages,
      texts,
      // Absent means Hub's own.
      accent: isColour(typed) ? typed : undefined,
    },
    locale: view.language,
    dir: "" as const,
    moment: view.moment === "closed" ? "before" : view.moment,
  };
}

/** Pages on which a launcher may stand, at their farthest. */
export const grounds = { light: "#ffffff", dark: "#000000" };

/** On which pages the launcher is hard to see: less than 3 : 1 against them (WCAG 2.2, 1.4.11). */
export const faintOn = (accent: string) =>
  (["light", "dark"] as const).filter((page) => contrast(accent, grounds[page]) < 3);
