import type { TFunction } from "i18next";

/** How long ago, as a list shows it: "now", "12 min", "3 h", "2 d", then the date. */
export function ago(iso: string, now: number, t: TFunction, language: string): string {
  const minutes = Math.floor((now - Date.parse(iso)) / 60_000);
  if (minutes < 1) return t("tickets.now");
  if (minutes < 60) return t("tickets.minutes", { n: minutes });
  if (minutes < 60 * 24) return t("tickets.hours", { n: Math.floor(minutes / 60) });
  if (minutes < 60 * 24 * 7) return t("tickets.days", { n: Math.floor(minutes / 60 / 24) });
  return new Intl.DateTimeFormat(tag(language), { day: "numeric", month: "short" }).format(new Date(iso));
}

/** English here is European English: days before months, twenty-four hours. */
export const tag = (language: string) => (language === "en" ? "en-GB" : language);

export const clock = (iso: string, language: string) =>
  new Intl.DateTimeFormat(tag(language), { hour: "2-digit", minute: "2-digit" }).format(new Date(iso));

export const exact = (iso: string, language: string) =>
  new Intl.DateTimeFormat(tag(language), { dateStyle: "full", timeStyle: "medium" }).format(new Date(iso));

/** A time near now, before or after it: "10:42", "Tue 9:00" within a week, else "3 Dec, 09:00". */
export function soon(iso: string, now: number, language: string): string {
  const then = new Date(iso);
  if (then.toDateString() === new Date(now).toDateString()) return clock(iso, language);
  const near = Math.abs(then.getTime() - now) < 6 * 86_400_000;
  return new Intl.DateTimeFormat(tag(language), {
    ...(near ? { weekday: "short" } : { day: "numeric", month: "short" }),
    hour: "2-digit",
    minute: "2-digit",
  }).format(then);
}

export const dayOf = (iso: string) => new Date(iso).toDateString();

export function day(iso: string, now: number, t: TFunction, language: string): string {
  const then = new Date(iso);
  if (then.toDateString() === new Date(now).toDateString()) return t("tickets.today");
  if (then.toDateString() === new Date(now - 86_400_000).toDateString()) return t("tickets.yesterday");
  return new Intl.DateTimeFormat(tag(language), { weekday: "long", day: "numeric", month: "long" }).format(then);
}
