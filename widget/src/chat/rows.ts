import { type Failure, isRefused } from "./errors";
import type { Draft } from "./outbox";
import type { Message, VisitorFile } from "./protocol";
import { before } from "./timeline";
import type { Item } from "./tray";

/** What stands under the visitor's own message. */
export type Mark =
  | { state: "sending" }
  | { state: "failed"; clientId: string; refused: boolean; failure?: Failure | undefined }
  | { state: "delivered" }
  | { state: "read"; at?: number };

export interface Bubble {
  kind: "bubble";
  key: string;
  mine: boolean;
  name: string;
  /** None where it was erased. */
  text: string | undefined;
  files: readonly VisitorFile[];
  /** Files under way. */
  items: readonly Item[];
  at: number;
  /** Said by mail. */
  byMail: boolean;
  /** First and last of a run of one author's messages. */
  first: boolean;
  last: boolean;
  mark?: Mark;
}

export type Row = Bubble | { kind: "day"; key: string; at: number };

interface Entry {
  ticket: number;
  seq: number;
  mine: boolean;
  name: string;
  text: string | undefined;
  files: readonly VisitorFile[];
  items: readonly Item[];
  at: number;
  byMail: boolean;
  key: string;
  draft?: Draft;
}

const runLimit = 5 * 60_000;
const never = Number.MAX_SAFE_INTEGER;

/** The rows of the conversation: days, bubbles in runs, and the few marks that say something new. */
export function rowsOf(
  messages: readonly Message[],
  drafts: readonly Draft[],
  seen: { seq: number; at?: string | undefined },
): Row[] {
  const entries = entriesOf(messages, drafts);
  const marks = marksOf(entries, seen);
  const rows: Row[] = [];
  entries.forEach((entry, i) => {
    const previous = entries[i - 1];
    const next = entries[i + 1];
    if (!previous || !sameDay(previous.at, entry.at)) rows.push({ kind: "day", key: `day ${entry.key}`, at: entry.at });
    const { key, mine, name, text, files, items, at, byMail } = entry;
    const mark = marks.get(key);
    const first = !previous || !sameRun(previous, entry);
    const last = !next || !sameRun(entry, next) || mark?.state === "failed";
    rows.push({
      kind: "bubble",
      key,
      mine,
      name,
      text,
      files,
      items,
      at,
      byMail,
      first,
      last,
      ...(mark ? { mark } : {}),
    });
  });
  return rows;
}

function entriesOf(messages: readonly Message[], drafts: readonly Draft[]): Entry[] {
  const entries = messages.map((message): Entry => {
    const { ticket, seq, text, author, kind, clientId, id, via } = message;
    // The key of a text stays the same from draft to message, so that its bubble is not drawn anew.
    return {
      ticket,
      seq,
      text,
      files: message.files ?? [],
      items: [],
      mine: kind === "inbound",
      name: author.name ?? "",
      at: Date.parse(message.at),
      byMail: via === "email",
      key: clientId ?? `${id}`,
    };
  });
  for (const draft of drafts) {
    const { receipt, text, clientId, items = [] } = draft;
    const at = receipt ? Date.parse(receipt.at) : draft.at;
    const place = receipt ?? { ticket: never, seq: never };
    const { ticket, seq } = place;
    entries.push({
      ticket,
      seq,
      text,
      files: [],
      items,
      mine: true,
      name: "",
      at,
      byMail: false,
      key: clientId,
      draft,
    });
  }
  return entries.sort(before);
}

/** One word for each state, under the last message in it; only what was not sent is said of every single one. */
function marksOf(entries: readonly Entry[], seen: { seq: number; at?: string | undefined }): Map<string, Mark> {
  const marks = new Map<string, Mark>();
  const known = entries.filter((entry) => entry.mine && entry.ticket < never);
  const ticket = known.at(-1)?.ticket;
  const isRead = (entry: Entry) => entry.ticket === ticket && entry.seq <= seen.seq;
  const lastRead = known.filter(isRead).at(-1);
  const last = known.at(-1);
  if (last && !isRead(last)) marks.set(last.key, { state: "delivered" });
  if (lastRead) marks.set(lastRead.key, { state: "read", ...(seen.at ? { at: Date.parse(seen.at) } : {}) });
  const sending = entries.filter((entry) => entry.draft?.state === "sending").at(-1);
  if (sending) marks.set(sending.key, { state: "sending" });
  for (const { draft } of entries) {
    if (draft?.state !== "failed") continue;
    const { clientId, failure } = draft;
    marks.set(clientId, { state: "failed", clientId, refused: failure ? isRefused(failure) : false, failure });
  }
  return marks;
}

const sameDay = (a: number, b: number): boolean => new Date(a).toDateString() === new Date(b).toDateString();

const sameRun = (a: Entry, b: Entry): boolean =>
  a.mine === b.mine && a.name === b.name && a.byMail === b.byMail && sameDay(a.at, b.at) && b.at - a.at < runLimit;

/** Up to two initials of a name. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s-]+/)
    .filter(Boolean);
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen.map((word) => [...(word ?? "")][0]?.toLocaleUpperCase() ?? "").join("");
}

/** What somebody is called in a line that has little room. */
export const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? "";
