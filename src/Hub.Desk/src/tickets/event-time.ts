import type { TFunction } from "i18next";
import type { EventTime, Invitation, Recurrence } from "../api/mail";
import { tag } from "./time";
import { ownZone, wallOf } from "./zone";

/** When something takes place, in words: a day is one wherever one reads of it; a moment is told as this computer's clock shows it. */
export interface SaidTime {
  said: string;
  /** What one must know of it besides. */
  beside?: string;
}

const dayForm = { weekday: "short", day: "numeric", month: "long", year: "numeric" } as const;
const timeForm = { ...dayForm, hour: "2-digit", minute: "2-digit" } as const;
const isDay = (time: EventTime) => !time.local.includes("T");
/** What its clock shows, as if that were UTC. */
const wall = (time: EventTime) => Date.parse(isDay(time) ? `${time.local}T00:00:00Z` : `${time.local}Z`);
const dayLong = 86_400_000;

export function eventTime({ start, end }: Invitation, language: string, t: TFunction, zone = ownZone()): SaidTime {
  if (!start || Number.isNaN(wall(start))) return { said: t("invitation.noTime") };
  if (isDay(start)) {
    const last = end ? Math.max(wall(end) - dayLong, wall(start)) : wall(start);
    return {
      said: range(wall(start), last, { ...dayForm, timeZone: "UTC" }, language),
      beside: t("invitation.allDay"),
    };
  }
  if (!start.at) {
    const form = { ...timeForm, timeZone: "UTC" } as const;
    return { said: range(wall(start), end ? wall(end) : wall(start), form, language), beside: t("invitation.noZone") };
  }
  const at = Date.parse(start.at);
  const said = range(at, end?.at ? Date.parse(end.at) : at, { ...timeForm, timeZone: zone }, language);
  const beside = [t("invitation.yourTime", { zone: zone.replaceAll("_", " ") })];
  if (start.zone && differs(at, start.zone, zone)) {
    const time = new Intl.DateTimeFormat(tag(language), {
      hour: "2-digit",
      minute: "2-digit",
      timeZone: start.zone,
    }).format(at);
    beside.push(t("invitation.thereTime", { time, zone: start.zone.split("/").at(-1)?.replaceAll("_", " ") }));
  }
  return { said, beside: beside.join(" · ") };
}

/** How it repeats: "Every 2 weeks, on Monday and Thursday, 10 times". */
export function repeats(rule: Recurrence, language: string, t: TFunction): string {
  const days = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
  const names = new Intl.DateTimeFormat(tag(language), { weekday: "long", timeZone: "UTC" });
  // The 4th of January 1970 was a Sunday.
  const on = rule.weekdays.map((day) => names.format((3 + days.indexOf(day)) * dayLong));
  return [
    rule.frequency ? t(`invitation.every.${rule.frequency}`, { count: rule.interval }) : t("invitation.repeats"),
    on.length > 0 && t("invitation.on", { days: new Intl.ListFormat(tag(language)).format(on) }),
    rule.count && t("invitation.times", { count: rule.count }),
    rule.until && t("invitation.until", { date: untilDay(rule.until, language) }),
  ]
    .filter(Boolean)
    .join(", ");
}

function untilDay(until: EventTime, language: string): string {
  const form = { day: "numeric", month: "long", year: "numeric" } as const;
  return until.at
    ? new Intl.DateTimeFormat(tag(language), form).format(Date.parse(until.at))
    : new Intl.DateTimeFormat(tag(language), { ...form, timeZone: "UTC" }).format(wall(until));
}

/** The day and the month of a leaf of a calendar. */
export function leaf({ start }: Invitation, language: string): { day: string; month: string } | undefined {
  if (!start || Number.isNaN(wall(start))) return undefined;
  const [at, zone] = start.at ? [Date.parse(start.at), ownZone()] : [wall(start), "UTC"];
  const part = (form: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag(language), { ...form, timeZone: zone }).format(at);
  return { day: part({ day: "numeric" }), month: part({ month: "short" }) };
}

function range(from: number, to: number, form: Intl.DateTimeFormatOptions, language: string): string {
  const format = new Intl.DateTimeFormat(tag(language), form);
  return to > from ? format.formatRange(from, to) : format.format(from);
}

/** Whether two zones show another time; false where the browser does not know one of them. */
function differs(at: number, one: string, other: string): boolean {
  try {
    return JSON.stringify(wallOf(at, one)) !== JSON.stringify(wallOf(at, other));
  } catch {
    return false;
  }
}
