import { queryOptions, useMutation } from "@tanstack/react-query";
import { del, get, patch, post } from "../../api/client";
import { queryClient } from "../../api/queries";
import type { Site, SiteChange, SiteWords } from "../../api/types";

export const sitesQuery = queryOptions({
  queryKey: ["sites"],
  queryFn: async ({ signal }) => (await get<"/sites">("/sites", signal)).items,
});

export type SiteLanguage = Site["locale"];

/** All that the chat can be offered in, in the order in which they are shown. */
export const siteLanguages: SiteLanguage[] = ["en", "fr", "de", "es", "it", "nl", "pt", "pl", "sv", "da"];

export const wordFields = ["title", "greeting", "away"] as const;
export type WordField = (typeof wordFields)[number];
type Words = Record<WordField, string>;

/** A site as it is being edited: texts and numbers as they are typed, one origin a line. */
export interface SiteDraft {
  name: string;
  enabled: boolean;
  origins: string;
  languages: SiteLanguage[];
  locale: SiteLanguage;
  texts: Partial<Record<SiteLanguage, Words>>;
  accent: string;
  side: "left" | "right";
  x: string;
  y: string;
  launcher: boolean;
  sound: boolean;
  remember: Site["remember"];
  privacyUrl: string;
  continueAfter: string;
  /** Id of the team; empty: none. */
  team: string;
}

const typed = (words?: SiteWords | null): Words => ({
  title: words?.title ?? "",
  greeting: words?.greeting ?? "",
  away: words?.away ?? "",
});

export const wordsOf = (draft: SiteDraft, language: SiteLanguage): Words => draft.texts[language] ?? typed();

export const draftOf = (site: Site): SiteDraft => ({
  name: site.name,
  enabled: site.enabled,
  origins: site.allowedOrigins.join("\n"),
  languages: siteLanguages.filter((language) => site.languages.includes(language)),
  locale: site.locale,
  texts: Object.fromEntries(Object.entries(site.texts).map(([language, words]) => [language, typed(words)])),
  accent: site.accent ?? "",
  side: site.position.side,
  x: site.position.x.toString(),
  y: site.position.y.toString(),
  launcher: site.launcher,
  sound: site.sound,
  remember: site.remember,
  privacyUrl: site.privacyUrl ?? "",
  continueAfter: site.continueAfter?.toString() ?? "",
  team: site.team?.toString() ?? "",
});

export const linesOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/** An emptied field takes the value away. */
const numberOf = (text: string) => (text.trim() ? Number(text) : null);

function textsOf(draft: SiteDraft, saved: SiteDraft): SiteChange["texts"] {
  const changed = siteLanguages.filter((language) =>
    wordFields.some((field) => wordsOf(draft, language)[field].trim() !== wordsOf(saved, language)[field]),
  );
  return changed.length > 0
    ? Object.fromEntries(changed.map((language) => [language, wordsOf(draft, language)]))
    : undefined;
}

/** What differs from the site as saved, in the words of the API; an empty text takes a value away. */
export function changesOf(site: Site, draft: SiteDraft): SiteChange {
  const saved = draftOf(site);
  const changes: SiteChange = {};
  for (const field of ["name", "accent", "privacyUrl"] as const) {
    if (draft[field].trim() !== saved[field]) changes[field] = draft[field].trim();
  }
  for (const field of ["enabled", "launcher", "sound"] as const) {
    if (draft[field] !== saved[field]) changes[field] = draft[field];
  }
  if (draft.locale !== saved.locale) changes.locale = draft.locale;
  if (draft.remember !== saved.remember) changes.remember = draft.remember;
  if (draft.languages.join() !== saved.languages.join()) changes.languages = draft.languages;
  const texts = textsOf(draft, saved);
  if (texts) changes.texts = texts;
  if (draft.side !== saved.side || draft.x.trim() !== saved.x || draft.y.trim() !== saved.y) {
    changes.position = { side: draft.side, x: Number(draft.x), y: Number(draft.y) };
  }
  if (draft.continueAfter.trim() !== saved.continueAfter) changes.continueAfter = numberOf(draft.continueAfter);
  if (draft.team !== saved.team) changes.team = numberOf(draft.team);
  if (linesOf(draft.origins).join("\n") !== saved.origins) changes.allowedOrigins = linesOf(draft.origins);
  return changes;
}

const keep = (saved: Site) =>
  queryClient.setQueryData(sitesQuery.queryKey, (sites) => sites?.map((site) => (site.id === saved.id ? saved : site)));

export const useSaveSite = (id: number) =>
  useMutation({
    mutationFn: (changes: SiteChange) => patch<"/sites/{id}">(`/sites/${id}`, changes),
    onSuccess: keep,
  });

export const useMakeSite = () =>
  useMutation({
    mutationFn: (name: string) => post<"/sites">("/sites", { name }),
    onSuccess: (made) => queryClient.setQueryData(sitesQuery.queryKey, (sites) => [...(sites ?? []), made]),
  });

export const useRemoveSite = (id: number) =>
  useMutation({
    mutationFn: () => del<"/sites/{id}">(`/sites/${id}`),
    onSuccess: () => queryClient.setQueryData(sitesQuery.queryKey, (sites) => sites?.filter((site) => site.id !== id)),
  });

export const useRotateKey = (id: number) =>
  useMutation({ mutationFn: () => post<"/sites/{id}/keys">(`/sites/${id}/keys`), onSuccess: keep });

export const useRevokeKey = (id: number) =>
  useMutation({
    mutationFn: (key: string) => del<"/sites/{id}/keys/{key}">(`/sites/${id}/keys/${key}`),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sitesQuery.queryKey }),
  });
