import type { QueryClient } from "@tanstack/react-query";
import { keys } from "../api/query";
import type { Customer, Message, Row, Ticket } from "../api/types";
import { type List, type NewestRows, placeRow } from "../tickets/rows";
import { mergeMessages, type Thread } from "../tickets/messages";
import type { Sort, ViewId } from "../tickets/views";

/** Brings a row into everything cached that shows it; an older row than known changes nothing. */
export function applyRow(client: QueryClient, newest: NewestRows, row: Row, me: number): boolean {
  if (!newest.hear(row)) return false;
  for (const [key] of client.getQueriesData<List>({ queryKey: keys.lists })) {
    const [, view, sort] = key as [string, ViewId, Sort];
    client.setQueryData<List>(key, (list) => list && placeRow(list, row, view, sort, me));
  }
  const known = client.getQueryData<Ticket>(keys.ticket(row.number));
  if (known && known.version < row.version) {
    client.setQueryData<Ticket>(keys.ticket(row.number), { ...withoutRow(known), ...row });
    // The row lacks the tag that the next change must carry, and who takes part.
    void client.invalidateQueries({ queryKey: keys.ticket(row.number) });
  }
  client.setQueryData<Customer>(keys.customer(row.customer.id), (customer) => customer && withTicket(customer, row));
  return true;
}

// What a row leaves out has ended: it must not survive from the older state.
function withoutRow(ticket: Ticket): Ticket {
  const { assignee: _a, team: _t, lastMessage: _l, waitingSince: _w, dueAt: _d, ...rest } = ticket;
  return rest;
}

function withTicket(customer: Customer, row: Row): Customer {
  const known = customer.tickets.some((t) => t.number === row.number);
  const tickets = known
    ? customer.tickets.map((t) => (t.number === row.number && t.version < row.version ? row : t))
    : [row, ...customer.tickets];
  return { ...customer, tickets };
}

export function applyMessages(client: QueryClient, ticket: number, messages: Message[]): void {
  client.setQueryData<Thread>(keys.messages(ticket), (thread) => {
    if (!thread) return thread;
    const items = mergeMessages(thread.items, messages);
    return items === thread.items ? thread : { items };
  });
}

export function applySeen(client: QueryClient, number: number, seq: number, at: string): void {
  client.setQueryData<Ticket>(keys.ticket(number), (ticket) =>
    ticket && (ticket.seen?.seq ?? 0) < seq ? { ...ticket, seen: { seq, at } } : ticket,
  );
}
