import type { ComponentType } from "react";
import type { Site } from "../../api/types";
import { Appearance } from "./appearance";
import { General } from "./general";
import { Identity } from "./identity/identity";
import { Installation } from "./installation";
import { Reception } from "./reception/reception";
import type { SiteDraft, SiteLanguage } from "./sites";
import { TextsSection } from "./texts";

/** What a section of a site's page is given. Those with settings of their own need the site alone. */
export interface SiteSectionProps {
  site: Site;
  /** The site's settings as they are being edited, saved by the bar at the end of the page. */
  draft: SiteDraft;
  errors: Record<string, string | undefined>;
  edit: (change: Partial<SiteDraft>) => void;
  /** The language whose texts are edited and which the preview speaks. */
  language: SiteLanguage;
  choose: (language: SiteLanguage) => void;
}

export interface SiteSection {
  /** Its part of the address, and its words: `settings.webChat.sections.<path>`. */
  path: "general" | "appearance" | "texts" | "reception" | "identity" | "installation";
  View: ComponentType<SiteSectionProps>;
  /** The anchors in it, which a link from the search leads to. */
  settings: string[];
  /** It edits the shared draft, so it ends with the bar that saves it. */
  shared: boolean;
  /** The preview stands beside it. */
  preview?: boolean;
}

/** The sections of a site's page, in their order. A new one is one line here and its words. */
export const siteSections: SiteSection[] = [
  {
    path: "general",
    View: General,
    settings: ["name", "origins", "privacy", "continueAfter", "remember", "team", "enabled", "remove"],
    shared: true,
  },
  {
    path: "appearance",
    View: Appearance,
    settings: ["accent", "position", "launcher", "sound"],
    shared: true,
    preview: true,
  },
  {
    path: "texts",
    View: TextsSection,
    settings: ["languages", "locale", "chatTitle", "greeting", "away"],
    shared: true,
    preview: true,
  },
  {
    path: "reception",
    View: Reception,
    settings: ["hours", "questions", "consent", "rates"],
    shared: false,
  },
  {
    path: "identity",
    View: Identity,
    settings: ["signingKeys", "signed", "signSample", "identify"],
    shared: false,
  },
  { path: "installation", View: Installation, settings: ["install", "seen", "key"], shared: false },
];

export const sectionOf = (anchor: string) => siteSections.find(({ settings }) => settings.includes(anchor));
