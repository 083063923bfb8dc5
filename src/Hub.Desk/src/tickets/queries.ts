import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "../api/client";
import { keys, queryClient } from "../api/query";
import type { Counts, Message, Page, Row, Ticket } from "../api/types";
import { getDesk } from "../realtime/desk";
import { joinThread, mergeMessages, newerTicket, type Thread } from "./messages";
import { freshen, type List, placeRow } from "./rows";
import { type Sort, type ViewId, viewQuery } from "./views";

/** Messages fetched at once when a ticket opens, and with "load earlier". */
const pageOfMessages = 100;

export const countsQuery = queryOptions({ queryKey: keys.counts, queryFn: () => api.get<Counts>("/tickets/counts") });

export const listQuery = (view: ViewId, sort: Sort, me: number) =>
  infiniteQueryOptions({
    queryKey: keys.list(view, sort),
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam }) => {
      const newest = getDesk()?.newest;
      const begun = newest?.now ?? 0;
      const cursor = pageParam === null ? "" : `&cursor=${encodeURIComponent(pageParam)}`;
      const page = await api.get<Page<Row>>(`/tickets?${viewQuery(view, sort)}${cursor}`);
      if (!newest) return page;
      const fresh = freshen(page, newest, view, sort, me);
      // What was said live while this page was on its way is not in it.
      const list: List = { pages: [fresh], pageParams: [pageParam] };
      return newest.since(begun).reduce((l, row) => placeRow(l, row, view, sort, me), list).pages[0] ?? fresh;
    },
    getNextPageParam: (last) => last.next,
  });

export const ticketQuery = (number: number) =>
  queryOptions({
    queryKey: keys.ticket(number),
    queryFn: async () => {
      const fetched = await api.get<Ticket>(`/tickets/${number}`);
      return newerTicket(queryClient.getQueryData<Ticket>(keys.ticket(number)), fetched);
    },
  });

export const messagesQuery = (number: number) =>
  queryOptions({
    queryKey: keys.messages(number),
    queryFn: async (): Promise<Thread> => {
      const { items } = await api.get<Page<Message>>(`/tickets/${number}/messages?before=2147483647&limit=${pageOfMessages}`);
      const known = queryClient.getQueryData<Thread>(keys.messages(number))?.items ?? [];
      return { items: joinThread(known, items) };
    },
  });

/** Fetches the part before the loaded one. */
export async function loadEarlier(number: number): Promise<void> {
  const thread = queryClient.getQueryData<Thread>(keys.messages(number));
  const first = thread?.items[0]?.seq ?? 0;
  if (first <= 1) return;
  const { items } = await api.get<Page<Message>>(`/tickets/${number}/messages?before=${first}&limit=${pageOfMessages}`);
  queryClient.setQueryData<Thread>(keys.messages(number), (now) => ({ items: mergeMessages(now?.items ?? [], items) }));
}

export const searchQuery = (text: string) =>
  queryOptions({
    queryKey: keys.search(text),
    queryFn: () => api.get<Page<Row>>(`/tickets?q=${encodeURIComponent(text)}&limit=6`),
    enabled: text.length > 0,
    staleTime: 10_000,
  });
