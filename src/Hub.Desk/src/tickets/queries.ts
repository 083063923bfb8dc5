import { queryOptions, useMutation } from "@tanstack/react-query";
import { get, patch } from "../api/client";
import { queryClient } from "../api/queries";
import type { Ticket, TicketChange } from "../api/types";
import type { Thread } from "../realtime/apply";
import { applyMessages } from "../realtime/apply";
import { type Loaded, mergeMessages, queryOf, type View } from "../realtime/merge";

const page = 50;
const firstMessages = 100;

export const listQuery = (view: View) =>
  queryOptions({
    queryKey: ["list", view],
    queryFn: async ({ signal }): Promise<Loaded> => {
      const answer = await get<"/tickets">(`/tickets?${queryOf(view)}&limit=${page}`, signal);
      return { rows: answer.items, next: answer.next ?? null };
    },
  });

/** The page below what is loaded. */
export async function loadMore(view: View, cursor: string): Promise<void> {
  const answer = await get<"/tickets">(`/tickets?${queryOf(view)}&limit=${page}&cursor=${encodeURIComponent(cursor)}`);
  queryClient.setQueryData<Loaded>(["list", view], (list) => {
    if (!list || list.next !== cursor) return list;
    const known = new Set(list.rows.map((row) => row.number));
    return { rows: [...list.rows, ...answer.items.filter((row) => !known.has(row.number))], next: answer.next ?? null };
  });
}

export const countsQuery = queryOptions({
  queryKey: ["counts"],
  queryFn: ({ signal }) => get<"/tickets/counts">("/tickets/counts", signal),
});

export const ticketQuery = (number: number) =>
  queryOptions({
    queryKey: ["ticket", number],
    queryFn: ({ signal }) => get<"/tickets/{number}">(`/tickets/${number}`, signal),
    // Live rows say when it is old.
    staleTime: 5_000,
  });

export const messagesQuery = (number: number) =>
  queryOptions({
    queryKey: ["messages", number],
    queryFn: async ({ signal }): Promise<Thread> => {
      const answer = await get<"/tickets/{number}/messages">(
        `/tickets/${number}/messages?before=2147483647&limit=${firstMessages}`,
        signal,
      );
      const known = queryClient.getQueryData<Thread>(["messages", number]);
      const messages = mergeMessages(known?.messages ?? [], answer.items);
      return { messages, more: (messages[0]?.seq ?? 1) > 1 };
    },
    staleTime: 5_000,
  });

export async function loadEarlier(number: number, before: number): Promise<void> {
  const answer = await get<"/tickets/{number}/messages">(
    `/tickets/${number}/messages?before=${before}&limit=${firstMessages}`,
  );
  applyMessages(number, answer.items);
  queryClient.setQueryData<Thread>(
    ["messages", number],
    (thread) => thread && { ...thread, more: answer.items.length === firstMessages },
  );
}

export const customerQuery = (id: number) =>
  queryOptions({
    queryKey: ["customer", id],
    queryFn: ({ signal }) => get<"/customers/{id}">(`/customers/${id}`, signal),
  });

/**
 * Changes a ticket as it was seen: a stale view is refused, and the fresh one is fetched. Its number goes along with each call: a key may be pressed after the next ticket was painted and
 * before React has run the effects in which a mutation learns of it.
 */
export function useChangeTicket(number: number) {
  const mutation = useMutation({
    mutationFn: ({ of, change }: { of: number; change: TicketChange }) => {
      const seen = queryClient.getQueryData<Ticket>(["ticket", of]);
      return patch<"/tickets/{number}">(`/tickets/${of}`, change, seen ? { "If-Match": seen.etag } : undefined);
    },
    onSuccess: (ticket, { of }) => queryClient.setQueryData(["ticket", of], ticket),
    onError: (_, { of }) => queryClient.invalidateQueries({ queryKey: ["ticket", of] }),
  });
  return { ...mutation, mutate: (change: TicketChange) => mutation.mutate({ of: number, change }) };
}
