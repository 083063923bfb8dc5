import type { Counts, Folder, Row, Status } from "../api/types";
import type { IconName } from "../shell/Icon";

export type ViewId = keyof Counts;
export type Sort = "activity" | "waiting";

interface View {
  icon: IconName;
  folder: Folder;
  statuses?: Status[];
  assignee?: "me" | "none";
}

const unfinished: Status[] = ["open", "pending", "onHold"];

/** The views of the rail, in its order. The server counts by the same rules. */
export const views: Record<ViewId, View> = {
  mine: { icon: "inbox", folder: "inbox", statuses: unfinished, assignee: "me" },
  unassigned: { icon: "none", folder: "inbox", statuses: unfinished, assignee: "none" },
  open: { icon: "chat", folder: "inbox", statuses: ["open"] },
  pending: { icon: "clock", folder: "inbox", statuses: ["pending", "onHold"] },
  resolved: { icon: "check", folder: "inbox", statuses: ["resolved"] },
  spam: { icon: "spam", folder: "spam" },
  trash: { icon: "trash", folder: "trash" },
};

export const viewIds = Object.keys(views) as ViewId[];

export function isView(id: string | undefined): id is ViewId {
  return id !== undefined && id in views;
}

export function viewQuery(id: ViewId, sort: Sort): string {
  const view = views[id];
  const query = new URLSearchParams({ folder: view.folder, sort, limit: "50" });
  if (view.statuses) query.set("status", view.statuses.join(","));
  if (view.assignee) query.set("assignee", view.assignee);
  return query.toString();
}

/** Whether a row stands in a view of the agent `me`. */
export function belongs(row: Row, id: ViewId, sort: Sort, me: number): boolean {
  const view = views[id];
  if (row.folder !== view.folder) return false;
  if (view.statuses && !view.statuses.includes(row.status)) return false;
  if (view.assignee === "me" && row.assignee?.id !== me) return false;
  if (view.assignee === "none" && row.assignee) return false;
  // Who waits for nothing has no place in an order by waiting.
  return sort !== "waiting" || row.waitingSince !== undefined;
}

/** The order of a list, as the server sorts it: below zero where `a` stands above `b`. */
export function compareRows(a: Row, b: Row, sort: Sort): number {
  if (sort === "waiting") return at(a.waitingSince) - at(b.waitingSince) || a.number - b.number;
  return at(b.lastAt) - at(a.lastAt) || b.number - a.number;
}

const at = (time: string | undefined) => (time === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(time));
