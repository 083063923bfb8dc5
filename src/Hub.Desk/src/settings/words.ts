import i18next from "i18next";
import en from "../i18n/settings.en.json";
import fr from "../i18n/settings.fr.json";

/** The words of the settings, which come with them and not before. */
export const settingsTexts = { en, fr };

for (const [language, texts] of Object.entries(settingsTexts)) {
  i18next.addResourceBundle(language, "translation", texts, true, true);
}
