import { queryOptions, useMutation } from "@tanstack/react-query";
import { del, get, post } from "../../api/client";
import { queryClient } from "../../api/queries";
import type { Role } from "../../api/types";

/** Those that can still be accepted, newest first. */
export const invitationsQuery = queryOptions({
  queryKey: ["invitations"],
  queryFn: async ({ signal }) => (await get<"/invitations">("/invitations", signal)).items,
});

const changed = () => queryClient.invalidateQueries({ queryKey: invitationsQuery.queryKey });

export const useInvite = () =>
  useMutation({
    mutationFn: (wanted: { email: string; role: Role }) => post<"/invitations">("/invitations", wanted),
    onSuccess: changed,
  });

export const useWithdraw = () =>
  useMutation({ mutationFn: (id: number) => del<"/invitations/{id}">(`/invitations/${id}`), onSuccess: changed });

/** "28 November 2026 at 09:12", in the language of the desk. */
export const expiry = (at: string, language: string) =>
  new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long", timeStyle: "short" }).format(
    new Date(at),
  );
