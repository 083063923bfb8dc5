import { queryOptions, useMutation } from "@tanstack/react-query";
import { get, patch } from "../../api/client";
import { queryClient } from "../../api/queries";
import type { Site, SiteChange } from "../../api/types";

export const sitesQuery = queryOptions({
  queryKey: ["sites"],
  queryFn: async ({ signal }) => (await get<"/sites">("/sites", signal)).items,
});

/** A site as it is being edited: everything is text, one origin a line. */
export interface SiteDraft {
  name: string;
  origins: string;
  greeting: string;
  accent: string;
  locale: Site["locale"];
  privacyUrl: string;
  continueAfter: string;
}

export const draftOf = (site: Site): SiteDraft => ({
  name: site.name,
  origins: site.allowedOrigins.join("\n"),
  greeting: site.greeting ?? "",
  accent: site.accent ?? "",
  locale: site.locale,
  privacyUrl: site.privacyUrl ?? "",
  continueAfter: site.continueAfter?.toString() ?? "",
});

export const linesOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/** An emptied field takes the value away. */
const numberOf = (text: string) => (text.trim() ? Number(text) : null);

/** What differs from the site as saved, in the words of the API; an empty text takes a value away. */
export function changesOf(site: Site, draft: SiteDraft): SiteChange {
  const saved = draftOf(site);
  const changes: SiteChange = {};
  for (const field of ["name", "greeting", "accent", "privacyUrl"] as const) {
    if (draft[field].trim() !== saved[field]) changes[field] = draft[field].trim();
  }
  if (draft.locale !== saved.locale) changes.locale = draft.locale;
  if (draft.continueAfter.trim() !== saved.continueAfter) changes.continueAfter = numberOf(draft.continueAfter);
  if (linesOf(draft.origins).join("\n") !== saved.origins) changes.allowedOrigins = linesOf(draft.origins);
  return changes;
}

export const useSaveSite = (id: number) =>
  useMutation({
    mutationFn: (changes: SiteChange) => patch<"/sites/{id}">(`/sites/${id}`, changes),
    onSuccess: (saved) =>
      queryClient.setQueryData(sitesQuery.queryKey, (sites) => sites?.map((site) => (site.id === id ? saved : site))),
  });
