import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "../api/types";
import en from "./en.json";
import fr from "./fr.json";
import workEn from "./work.en.json";
import workFr from "./work.fr.json";

export const texts = { en: { ...en, ...workEn }, fr: { ...fr, ...workFr } };

/** The first language of the browser that we speak; English when there is none. */
export function browserLanguage(): Language {
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return wanted.find((tag): tag is Language => tag === "en" || tag === "fr") ?? "en";
}

export function setLanguage(language: Language): void {
  document.documentElement.lang = language;
  if (i18next.language !== language) void i18next.changeLanguage(language);
}

const first = browserLanguage();
document.documentElement.lang = first;

void i18next.use(initReactI18next).init({
  resources: { en: { translation: texts.en }, fr: { translation: texts.fr } },
  lng: first,
  fallbackLng: "en",
  // React escapes what it draws.
  interpolation: { escapeValue: false },
});
