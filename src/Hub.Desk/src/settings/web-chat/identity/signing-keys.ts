import { queryOptions, useMutation } from "@tanstack/react-query";
import { del, get, Problem, post } from "../../../api/client";
import { queryClient } from "../../../api/queries";
import type { SigningKey } from "../../../api/types";

export const keysQuery = (site: number) =>
  queryOptions({
    queryKey: ["signing-keys", site],
    queryFn: async ({ signal }) => (await get<"/sites/{id}/signing-keys">(`/sites/${site}/signing-keys`, signal)).items,
    // Whoever comes here to see whether a key is used wants to see it as it is now.
    staleTime: 0,
  });

// Also where it failed: the answer may have been lost after the server had done it.
const changed = (site: number) => queryClient.invalidateQueries({ queryKey: keysQuery(site).queryKey });

export const useMakeSigningKey = (site: number) =>
  useMutation({
    mutationFn: (expiresAt: string | null) =>
      post<"/sites/{id}/signing-keys">(`/sites/${site}/signing-keys`, { expiresAt }),
    // The answer holds the secret: nothing keeps it longer than the dialog that shows it.
    gcTime: 0,
    onSettled: () => changed(site),
  });

export const useRevokeSigningKey = (site: number) =>
  useMutation({
    mutationFn: (kid: string) => del<"/sites/{id}/signing-keys/{kid}">(`/sites/${site}/signing-keys/${kid}`),
    onSettled: () => changed(site),
  });

/** The site has as many as it may have: the same refusal as for its public keys, but other words help. */
export const isTooMany = (error: unknown) => error instanceof Problem && error.code === "keys_too_many";

/** How long a new key may last, in days; none: until it is revoked. */
export const terms = { never: null, quarter: 90, year: 365 } as const;
export type Term = keyof typeof terms;

export const endOf = (term: Term, now: number) => {
  const days = terms[term];
  return days === null ? null : new Date(now + days * 86_400_000).toISOString();
};

export const hasEnded = (key: SigningKey, now: number) => !!key.expiresAt && Date.parse(key.expiresAt) <= now;

/** Those that are not revoked, newest first, and those that are. */
export function sorted(keys: SigningKey[]) {
  const newest = keys.toReversed();
  return { kept: newest.filter((key) => !key.revokedAt), revoked: newest.filter((key) => key.revokedAt) };
}

/** The newest key that counts: the one to sign with. */
export const usable = (keys: SigningKey[], now: number) => sorted(keys).kept.find((key) => !hasEnded(key, now));

/** The key that vouched for somebody last. */
export const lastUsed = (keys: SigningKey[]) =>
  keys.reduce<(SigningKey & { usedAt: string }) | undefined>(
    (last, { usedAt, ...key }) =>
      usedAt && (!last || Date.parse(usedAt) > Date.parse(last.usedAt)) ? { ...key, usedAt } : last,
    undefined,
  );

const tag = (language: string) => (language === "en" ? "en-GB" : language);

/** "23 Nov 2026", in the language of the desk. */
export const dayOf = (iso: string, language: string) =>
  new Intl.DateTimeFormat(tag(language), { dateStyle: "medium" }).format(new Date(iso));

/** "23 Nov 2026, 09:12", in the language of the desk. */
export const momentOf = (iso: string, language: string) =>
  new Intl.DateTimeFormat(tag(language), { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
