import { queryOptions, useMutation } from "@tanstack/react-query";
import { get, patch, post } from "../../api/client";
import type { ByLanguage, Mailbox, MailboxChange, Security } from "../../api/mail";
import { queryClient } from "../../api/queries";
import type { Language } from "../../api/types";

export const mailboxesQuery = queryOptions({
  queryKey: ["mailboxes"],
  queryFn: async ({ signal }) => (await get<"/mailboxes">("/mailboxes", signal)).items,
});

export const languages: Language[] = ["en", "fr"];

/** A mailbox as it is being edited. */
export interface BoxDraft {
  name: string;
  address: string;
  senderName: string;
  locale: Language;
  signatures: Record<Language, string>;
  /** Its own outgoing server, or the hub's. */
  own: boolean;
  host: string;
  port: string;
  security: Security;
  user: string;
  /** Empty keeps the one that is known. */
  password: string;
  acknowledge: boolean;
  acknowledgements: Record<Language, string>;
  /** Id of the team; empty: none. */
  team: string;
}

/** The usual port of each kind of connection (RFC 8314, RFC 6409). */
export const usualPort: Record<Security, string> = { starttls: "587", tls: "465", none: "25" };

const both = (texts?: ByLanguage | null): Record<Language, string> => ({ en: texts?.en ?? "", fr: texts?.fr ?? "" });

export const draftOf = (box?: Mailbox, locale: Language = "en"): BoxDraft => ({
  name: box?.name ?? "",
  address: box?.address ?? "",
  senderName: box?.senderName ?? "",
  locale: box?.locale ?? locale,
  signatures: both(box?.signatures),
  own: Boolean(box?.server),
  host: box?.server?.host ?? "",
  port: box?.server?.port.toString() ?? usualPort.starttls,
  security: box?.server?.security ?? "starttls",
  user: box?.server?.user ?? "",
  password: "",
  acknowledge: box?.acknowledge ?? false,
  acknowledgements: both(box?.acknowledgements),
  team: box?.team?.toString() ?? "",
});

const differ = (a: Record<Language, string>, b: Record<Language, string>) =>
  languages.some((language) => a[language].trim() !== b[language].trim());

const serverOf = (draft: BoxDraft): MailboxChange["server"] =>
  draft.own
    ? {
        host: draft.host.trim(),
        port: Number(draft.port),
        security: draft.security,
        user: draft.user.trim(),
        // Nobody signs in with a password alone.
        ...(draft.user.trim() === "" ? { password: "" } : draft.password ? { password: draft.password } : {}),
      }
    : null;

const serverWords = (draft: BoxDraft) => JSON.stringify([serverOf(draft), draft.password]);

/** What differs from the mailbox as saved; of one that does not exist yet, all of it. */
export function changesOf(box: Mailbox | undefined, draft: BoxDraft): MailboxChange {
  const saved = draftOf(box);
  const changes: MailboxChange = {};
  for (const field of ["name", "address", "senderName"] as const) {
    if (draft[field].trim() !== saved[field]) changes[field] = draft[field].trim();
  }
  if (!box || draft.locale !== saved.locale) changes.locale = draft.locale;
  if (differ(draft.signatures, saved.signatures)) changes.signatures = draft.signatures;
  if (serverWords(draft) !== serverWords(saved)) changes.server = serverOf(draft);
  if (draft.acknowledge !== saved.acknowledge) changes.acknowledge = draft.acknowledge;
  if (differ(draft.acknowledgements, saved.acknowledgements)) changes.acknowledgements = draft.acknowledgements;
  if (draft.team !== saved.team) changes.team = draft.team ? Number(draft.team) : null;
  return changes;
}

/** Makes a mailbox, or changes one. */
export const useSaveBox = (id?: number) =>
  useMutation({
    mutationFn: (changes: MailboxChange) =>
      id === undefined
        ? post<"/mailboxes">("/mailboxes", changes)
        : patch<"/mailboxes/{id}">(`/mailboxes/${id}`, changes),
    onSuccess: (saved) => {
      queryClient.setQueryData(mailboxesQuery.queryKey, (boxes) =>
        id === undefined ? [...(boxes ?? []), saved] : boxes?.map((box) => (box.id === id ? saved : box)),
      );
      void queryClient.invalidateQueries({ queryKey: ["mail-state"] });
    },
  });

/** Sends the signed-in administrator a mail through this mailbox. */
export const useTestBox = (id: number) =>
  useMutation({ mutationFn: () => post<"/mailboxes/{id}/test">(`/mailboxes/${id}/test`) });
