import { infiniteQueryOptions, useMutation } from "@tanstack/react-query";
import { get, post } from "../../api/client";
import type { Received } from "../../api/mail";
import { queryClient } from "../../api/queries";

/** Which mails: all that reached us, or those that could not be read or sent to a ticket. */
export interface Wanted {
  quarantine: boolean;
  from: string;
  messageId: string;
  /** One of the dispositions; empty: any. */
  disposition: string;
}

const page = 50;

/** The address of a page of them; a Message-ID is found with and without its angle brackets. */
export function pathOf({ quarantine, from, messageId, disposition }: Wanted, cursor?: string) {
  const query = new URLSearchParams({ limit: String(page) });
  if (!quarantine && from.trim()) query.set("from", from.trim());
  if (!quarantine && messageId.trim()) query.set("messageId", messageId.trim().replace(/^<|>$/g, ""));
  if (!quarantine && disposition) query.set("disposition", disposition);
  if (cursor) query.set("cursor", cursor);
  return quarantine ? (`/quarantine?${query}` as const) : (`/mail/received?${query}` as const);
}

export const receivedQuery = (wanted: Wanted) =>
  infiniteQueryOptions({
    queryKey: ["received", wanted],
    queryFn: ({ pageParam, signal }) => get<"/quarantine" | "/mail/received">(pathOf(wanted, pageParam), signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });

/** Reads a mail from the quarantine anew; answers what became of it. */
export const useReplay = () =>
  useMutation({
    mutationFn: (id: Received["id"]) => post<"/quarantine/{id}/replay">(`/quarantine/${encodeURIComponent(id)}/replay`),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ["received"] }),
        queryClient.invalidateQueries({ queryKey: ["mail-state"] }),
      ]),
  });
