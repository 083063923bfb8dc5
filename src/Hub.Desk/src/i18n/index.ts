import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "../api/types";
import { storage } from "../shell/storage";
import en from "./en.json";
import fr from "./fr.json";

const key = "hub.language";

/** The language before anybody has signed in: the last one used here, else the browser's. */
export function guessLanguage(): Language {
  const saved = storage.read(key);
  if (saved === "en" || saved === "fr") return saved;
  return navigator.languages.some((l) => l.startsWith("fr")) && !navigator.language.startsWith("en") ? "fr" : "en";
}

export function speak(language: Language): void {
  storage.write(key, language);
  document.documentElement.lang = language;
  if (i18next.language !== language) void i18next.changeLanguage(language);
}

export function startI18n(): void {
  const language = guessLanguage();
  document.documentElement.lang = language;
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    resources: { en: { translation: en }, fr: { translation: fr } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
}
