import type { Texts } from "./en";

// One file a language; all but English are fetched when somebody speaks them.
const others = {
  fr: () => import("./fr"),
  de: () => import("./de"),
  es: () => import("./es"),
  it: () => import("./it"),
  nl: () => import("./nl"),
  pt: () => import("./pt"),
  pl: () => import("./pl"),
  sv: () => import("./sv"),
  da: () => import("./da"),
};

export type Language = "en" | keyof typeof others;

/** Languages that are written from right to left. */
const rightToLeft = ["ar", "fa", "he", "ur"];

/** The language of a locale tag, or null when it is not one we speak. */
export function languageOf(locale: string | undefined): Language | null {
  const language = locale?.slice(0, 2).toLowerCase() ?? "";
  return language === "en" || language in others ? (language as Language) : null;
}

export const directionOf = (language: string): "ltr" | "rtl" => (rightToLeft.includes(language) ? "rtl" : "ltr");

/** Fetches the texts of a language other than English. */
export const fetchTexts = async (language: Exclude<Language, "en">): Promise<Texts> => (await others[language]()).texts;
