import { useSyncExternalStore } from "react";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  let known = formats.get(key);
  if (!known) {
    // British order and a 24-hour clock: columns of times are compared by eye.
    known = new Intl.DateTimeFormat(language === "fr" ? "fr" : "en-GB", options);
    formats.set(key, known);
  }
  return known;
}

/** A span in the shortest form that is still exact enough for a list: "42 min", "1 h 05", "2 d". */
export function span(ms: number, language: string): string {
  if (ms < minute) return "< 1 min";
  if (ms < hour) return `${Math.floor(ms / minute)} min`;
  if (ms < 2 * hour) return `1 h ${String(Math.floor((ms - hour) / minute)).padStart(2, "0")}`;
  if (ms < day) return `${Math.floor(ms / hour)} h`;
  return `${Math.floor(ms / day)} ${language === "fr" ? "j" : "d"}`;
}

/** How long ago, for lists: a span for a week, then the day, then the year too. */
export function ago(time: string, now: number, language: string): string {
  const then = Date.parse(time);
  const ms = Math.max(0, now - then);
  if (ms < minute) return language === "fr" ? "à l’instant" : "now";
  if (ms < 7 * day) return span(ms, language);
  const sameYear = new Date(then).getFullYear() === new Date(now).getFullYear();
  return format(language, { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) }).format(then);
}

export function clock(time: string, language: string): string {
  return format(language, { hour: "2-digit", minute: "2-digit" }).format(Date.parse(time));
}

export function exact(time: string, language: string): string {
  return format(language, { dateStyle: "full", timeStyle: "medium" }).format(Date.parse(time));
}

export function dayLabel(time: string, now: number, language: string): string {
  const days = Math.round((startOfDay(now) - startOfDay(Date.parse(time))) / day);
  if (days === 0 || days === 1) return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-days, "day");
  const sameYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  const options: Intl.DateTimeFormatOptions = { weekday: "long", day: "numeric", month: "long" };
  return format(language, sameYear ? options : { ...options, year: "numeric" }).format(Date.parse(time));
}

export function shortDate(time: string, language: string): string {
  return format(language, { day: "numeric", month: "short", year: "numeric" }).format(Date.parse(time));
}

export function startOfDay(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}

let now = Date.now();
const ticks = new Set<() => void>();
setInterval(() => {
  now = Date.now();
  for (const tick of ticks) tick();
}, 15_000);

/** The time, renewed four times a minute for everybody at once. */
export function useNow(): number {
  return useSyncExternalStore(
    (tick) => {
      ticks.add(tick);
      return () => ticks.delete(tick);
    },
    () => now,
  );
}
