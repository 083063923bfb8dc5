import type { Message, Row } from "../api/types";

/** The views of the rail, each a question to the list of tickets. */
export const views = ["mine", "unassigned", "open", "pending", "resolved", "failed", "spam", "trash"] as const;
export type FixedView = (typeof views)[number];
/** What a team has to do is a view as well. */
export type View = FixedView | `team-${number}`;

const isFixed = (word: string | undefined): word is FixedView => views.includes(word as FixedView);

export const isView = (word: string | undefined): word is View => isFixed(word) || /^team-\d{1,15}$/.test(word ?? "");

/** The team of a view; none where it is one of the others. */
export const teamOf = (view: View): number | undefined => (isFixed(view) ? undefined : Number(view.slice(5)));

const unresolved = ["open", "pending", "onHold"];

/** The parameters of GET /tickets for a view. */
export function queryOf(view: View): string {
  if (!isFixed(view)) return `team=${teamOf(view)}&status=open,pending,onHold`;
  switch (view) {
    case "mine":
      return "assignee=me&status=open,pending,onHold";
    case "unassigned":
      return "assignee=none&status=open,pending,onHold";
    case "open":
      return "status=open";
    case "pending":
      return "status=pending,onHold";
    case "resolved":
      return "status=resolved,closed";
    case "failed":
      return "delivery=failed";
    case "spam":
      return "folder=spam";
    case "trash":
      return "folder=trash";
  }
}

/** Whether a row belongs to a view: the same question, asked of one row that just changed. */
export function belongs(row: Row, view: View, me: number): boolean {
  if (view === "spam" || view === "trash") return row.folder === view;
  if (row.folder !== "inbox") return false;
  if (!isFixed(view)) return row.team?.id === teamOf(view) && unresolved.includes(row.status);
  switch (view) {
    case "mine":
      return row.assignee?.id === me && unresolved.includes(row.status);
    case "unassigned":
      return !row.assignee && unresolved.includes(row.status);
    case "open":
      return row.status === "open";
    case "pending":
      return row.status === "pending" || row.status === "onHold";
    case "resolved":
      return row.status === "resolved" || row.status === "closed";
    case "failed":
      return row.deliveryFailed === true;
  }
}

export interface Loaded {
  rows: Row[];
  next: string | null;
}

const newestFirst = (a: Row, b: Row) => b.lastAt.localeCompare(a.lastAt) || b.number - a.number;

/** A changed row enters, moves in, or leaves a loaded list; an older version of it changes nothing. */
export function mergeRow(list: Loaded, row: Row, inView: boolean): Loaded {
  const known = list.rows.find((other) => other.number === row.number);
  if (known && known.version > row.version) return list;
  const others = known ? list.rows.filter((other) => other !== known) : list.rows;
  if (!inView) return known ? { ...list, rows: others } : list;
  const last = others.at(-1);
  // Below what is loaded: it comes with its page.
  if (!known && list.next && last && newestFirst(last, row) < 0) return list;
  return { ...list, rows: [...others, row].sort(newestFirst) };
}

/** Messages by their place, each in its newest version, whatever came twice or out of order. */
export function mergeMessages(known: Message[], more: Message[]): Message[] {
  const byId = new Map(known.map((message) => [message.id, message]));
  for (const message of more) {
    const old = byId.get(message.id);
    if (!old || old.version <= message.version) byId.set(message.id, message);
  }
  return [...byId.values()].sort((a, b) => a.seq - b.seq);
}
