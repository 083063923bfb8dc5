import type { InfiniteData } from "@tanstack/react-query";
import type { Page, Row } from "../api/types";
import { belongs, compareRows, type Sort, type ViewId } from "./views";

export type List = InfiniteData<Page<Row>, string | null>;

/**
 * The newest row of each ticket this page has heard of, from whatever source. Rows come by events, by lists and by
 * catch-up, in any order; whoever brings an older one is told the newer.
 */
export class NewestRows {
  private readonly rows = new Map<number, { row: Row; heard: number }>();
  private clock = 0;

  /** @returns true where the row is newer than all before. */
  hear(row: Row): boolean {
    const known = this.rows.get(row.number);
    if (known && known.row.version >= row.version) return false;
    this.rows.set(row.number, { row, heard: ++this.clock });
    return true;
  }

  get(number: number): Row | undefined {
    return this.rows.get(number)?.row;
  }

  /** The present moment, for {@link since}. */
  get now(): number {
    return this.clock;
  }

  /** Rows heard after a moment: what a list that was being fetched meanwhile may lack. */
  since(moment: number): Row[] {
    return [...this.rows.values()].filter((r) => r.heard > moment).map((r) => r.row);
  }
}

/** A list with one row brought to its place, moved, replaced or taken out; the same object where nothing changes. */
export function placeRow(list: List, row: Row, view: ViewId, sort: Sort, me: number): List {
  const known = list.pages.flatMap((p) => p.items).find((r) => r.number === row.number);
  if (known && known.version >= row.version) return list;
  const wanted = belongs(row, view, sort, me);
  if (!known && !wanted) return list;

  const pages = list.pages.map((p) => ({ ...p, items: p.items.filter((r) => r.number !== row.number) }));
  if (wanted) insert(pages, row, sort);
  return { ...list, pages };
}

function insert(pages: Page<Row>[], row: Row, sort: Sort): void {
  for (const page of pages) {
    const place = page.items.findIndex((other) => compareRows(row, other, sort) < 0);
    if (place >= 0) {
      page.items.splice(place, 0, row);
      return;
    }
  }
  // Below everything loaded: it shows here only if nothing unloaded could stand between.
  const last = pages.at(-1);
  if (last && last.next === null) last.items.push(row);
}

/** A page as it came, with every row at its newest and those that have left the view since taken out. */
export function freshen(page: Page<Row>, newest: NewestRows, view: ViewId, sort: Sort, me: number): Page<Row> {
  const items = page.items.map((row) => {
    newest.hear(row);
    return newest.get(row.number) ?? row;
  });
  return { ...page, items: items.filter((row) => belongs(row, view, sort, me)) };
}
