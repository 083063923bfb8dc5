import { computed, effect, signal } from "@preact/signals";
import { fetchTexts, type Language, languageOf } from "./languages";
import { en, type Texts } from "./languages/en";

/** What the page asks for, what the site offers, and what it prefers where the page asks for something else. */
export const asked = signal<string | undefined>(undefined);
export const offered = signal<readonly string[] | undefined>(undefined);
export const preferred = signal<string | undefined>(undefined);

const among = (language: Language | null) =>
  language && (offered.value?.includes(language) ?? true) ? language : null;

/** The language that the visitor shall have. */
export const wanted = computed<Language>(() => among(languageOf(asked.value)) ?? languageOf(preferred.value) ?? "en");
const spoken = signal<{ language: Language; texts: Texts }>({ language: "en", texts: en });

/** The language that is shown: the wanted one, as soon as its texts are here. */
export const language = computed(() => spoken.value.language);

/** All texts in the visitor's language. */
export const t = computed(() => spoken.value.texts);

/** Goes over to the wanted language. Where its texts cannot be had, the present ones stay. */
export async function speak(): Promise<void> {
  const next = wanted.peek();
  if (next === language.peek()) return;
  try {
    const texts = next === "en" ? en : await fetchTexts(next);
    if (next === wanted.peek()) spoken.value = { language: next, texts };
  } catch {
    // Without a line; asked for again when something changes.
  }
}

effect(() => {
  wanted.value;
  void speak();
});

// A bare "en" would write times the American way to everybody: take the reader's own region where he has one.
const tag = computed(() => navigator.languages.find((own) => languageOf(own) === language.value) ?? language.value);

const clock = computed(() => new Intl.DateTimeFormat(tag.value, { hour: "2-digit", minute: "2-digit" }));
const exact = computed(() => new Intl.DateTimeFormat(tag.value, { dateStyle: "full", timeStyle: "medium" }));
const number = computed(() => new Intl.NumberFormat(tag.value));

export const formatTime = (at: number): string => clock.value.format(at);
export const formatExact = (at: number): string => exact.value.format(at);
/** A size of a file, in the units people read on their disks. */
export const formatBytes = (bytes: number): string =>
  new Intl.NumberFormat(tag.value, {
    style: "unit",
    unit: bytes < 1e6 ? "kilobyte" : "megabyte",
    maximumFractionDigits: bytes < 1e6 ? 0 : 1,
  }).format(bytes < 1e6 ? Math.max(1, Math.round(bytes / 1e3)) : bytes / 1e6);
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

/** A site's own text in the visitor's language, or the nearest that there is. */
export const inWords = (texts: Record<string, string> | undefined): string =>
  texts?.[language.value] ?? texts?.en ?? Object.values(texts ?? {})[0] ?? "";

/** "tomorrow at 09:00", "on Monday at 09:00", "at 14:00". */
export function formatOpening(at: number, now: number): string {
  const days = Math.round((new Date(at).setHours(0, 0, 0, 0) - new Date(now).setHours(0, 0, 0, 0)) / 86_400_000);
  const time = formatTime(at);
  if (days === 0) return t.value.opensToday(time);
  if (days === 1) return t.value.opensTomorrow(time);
  const options: Intl.DateTimeFormatOptions = days < 7 ? { weekday: "long" } : { day: "numeric", month: "long" };
  return t.value.opensOn(new Intl.DateTimeFormat(tag.value, options).format(at), time);
}

/** "a few minutes", "an hour": as honest as a promise can be. */
export const formatWithin = (seconds: number): string =>
  new Intl.NumberFormat(tag.value, {
    style: "unit",
    unit: seconds < 3600 ? "minute" : seconds < 86_400 ? "hour" : "day",
    unitDisplay: "long",
  }).format(seconds < 3600 ? seconds / 60 : seconds < 86_400 ? seconds / 3600 : 1);

/** "Léa is here", "Léa and Yann are here", "Léa, Yann and 2 more are here". */
export function whoIsHere(names: readonly string[], more: number): string {
  const { and, others, here } = t.value;
  const parts = more > 0 ? [...names, others(more)] : [...names];
  const last = parts.pop() ?? "";
  return here(parts.length > 0 ? `${parts.join(", ")} ${and} ${last}` : last, names.length + more > 1);
}
