import { computed, signal } from "@preact/signals";
import { type Texts, texts } from "./texts";

export type Language = keyof typeof texts;

/** The language of a locale tag, or null when it is not one we speak. */
export function languageOf(locale: string | undefined): Language | null {
  const language = locale?.slice(0, 2).toLowerCase();
  return language === "en" || language === "fr" ? language : null;
}

/** What the page asks for, and what the site prefers where the page asks for a language we do not speak. */
export const asked = signal<string | undefined>(undefined);
export const preferred = signal<string | undefined>(undefined);

export const language = computed<Language>(() => languageOf(asked.value) ?? languageOf(preferred.value) ?? "en");

/** All texts in the visitor's language. */
export const t = computed<Texts>(() => texts[language.value]);

// A bare "en" would write times the American way to everybody: take the reader's own region where he has one.
const tag = computed(() => navigator.languages.find((own) => languageOf(own) === language.value) ?? language.value);

const clock = computed(() => new Intl.DateTimeFormat(tag.value, { hour: "2-digit", minute: "2-digit" }));
const exact = computed(() => new Intl.DateTimeFormat(tag.value, { dateStyle: "full", timeStyle: "medium" }));
const number = computed(() => new Intl.NumberFormat(tag.value));

export const formatTime = (at: number): string => clock.value.format(at);
export const formatExact = (at: number): string => exact.value.format(at);
export const formatNumber = (value: number): string => number.value.format(value);

/** "Today", "Yesterday", "Friday 20 November", with the year where it is not this one. */
export function formatDay(at: number, now: number): string {
  const day = new Date(at);
  const today = new Date(now);
  const days = Math.round((new Date(today).setHours(0, 0, 0, 0) - new Date(day).setHours(0, 0, 0, 0)) / 86_400_000);
  if (days === 0) return t.value.today;
  if (days === 1) return t.value.yesterday;
  const options: Intl.DateTimeFormatOptions = { weekday: "long", day: "numeric", month: "long" };
  if (day.getFullYear() !== today.getFullYear()) options.year = "numeric";
  return new Intl.DateTimeFormat(tag.value, options).format(day);
}
