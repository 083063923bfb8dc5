import { queryClient } from "../api/queries";
import type { Message, Row, SeenMark, Ticket } from "../api/types";
import { belongs, type Loaded, mergeMessages, mergeRow, type View } from "./merge";
import { currentMoment, noteTyping } from "./store";

/** The messages of a ticket as far as they are loaded. */
export interface Thread {
  messages: Message[];
  /** There are earlier ones. */
  more: boolean;
}

let counting = false;

/** A row changed: every loaded list and the opened ticket learn of it. */
export function applyRow(row: Row, me: number): void {
  for (const [key] of queryClient.getQueriesData<Loaded>({ queryKey: ["list"] })) {
    const view = key[1] as View;
    queryClient.setQueryData<Loaded>(key, (list) => list && mergeRow(list, row, belongs(row, view, me)));
  }
  const opened = queryClient.getQueryData<Ticket>(["ticket", row.number]);
  if (opened && opened.version < row.version) void queryClient.invalidateQueries({ queryKey: ["ticket", row.number] });
  // Many changes at once are one count.
  if (counting) return;
  counting = true;
  setTimeout(() => {
    counting = false;
    void queryClient.invalidateQueries({ queryKey: ["counts"] });
    void queryClient.invalidateQueries({ queryKey: ["teams"] });
  }, 1000);
}

export function applyMessages(number: number, messages: Message[]): void {
  queryClient.setQueryData<Thread>(["messages", number], (thread) =>
    thread ? { ...thread, messages: mergeMessages(thread.messages, messages) } : thread,
  );
  for (const { author, kind } of messages) {
    if (kind === "inbound") forgetTyping(number, "visitor");
    else if (author.kind === "agent" && author.id) noteTyping(number, { kind: "agent", id: author.id }, false);
  }
}

/** The version up to which the loaded messages are complete; none where nothing is loaded. */
export function loadedVersion(number: number): number | undefined {
  const thread = queryClient.getQueryData<Thread>(["messages", number]);
  return thread && Math.max(0, ...thread.messages.map((message) => message.version));
}

export function applySeen(number: number, seen: SeenMark): void {
  queryClient.setQueryData<Ticket>(["ticket", number], (ticket) =>
    ticket && (ticket.seen?.seq ?? 0) < seen.seq ? { ...ticket, seen } : ticket,
  );
}

/** Too much was missed, or nothing is known yet: everything on the screen is read anew. */
export function refreshAll(): void {
  void queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "session" });
}

function forgetTyping(number: number, kind: "visitor"): void {
  for (const typist of currentTypists(number)) if (typist.kind === kind) noteTyping(number, typist, false);
}

const currentTypists = (number: number) => currentMoment().typing[number] ?? [];
