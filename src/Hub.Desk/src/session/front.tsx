import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Language } from "../api/types";
import { setLanguage } from "../i18n";
import { Mark } from "../ui";
import { Conversation } from "./conversation";
import "./session.css";

interface FrontProps {
  title: string;
  lead?: string;
  children: ReactNode;
  /** False where the page asks for the language itself. */
  languageSwitch?: boolean;
}

const languages: Language[] = ["en", "fr"];

/** The page before the desk: one column with one thing to do, and beside it, quietly, what awaits. */
export function Front({ title, lead, children, languageSwitch = true }: FrontProps) {
  return (
    <div className="front">
      <main className="front-page">
        <div className="front-column">
          <Mark size={32} />
          <header>
            <h1>{title}</h1>
            {lead && <p>{lead}</p>}
          </header>
          {children}
        </div>
        {languageSwitch && <LanguageSwitch />}
      </main>
      <Conversation />
    </div>
  );
}

function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  return (
    <nav className="front-foot" aria-label={t("session.languageOfPage")}>
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={i18n.language === language}
          onClick={() => setLanguage(language)}
        >
          {t(`ui.language.${language}`)}
        </button>
      ))}
    </nav>
  );
}
