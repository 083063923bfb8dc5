import { instantOf, wallOf, weekdayOf } from "./zone";

export interface Preset {
  id: "hour" | "evening" | "tomorrow" | "monday";
  /** The instant, in milliseconds. */
  at: number;
}

const minute = 60_000;
const year = 365 * 24 * 60 * minute;
/** An evening that begins within half an hour is no evening to wait for. */
const soon = 30 * minute;

/** The usual times to send something later, by the clock of a zone, each of them once. */
export function presetsOf(now: number, zone: string): Preset[] {
  const wall = wallOf(now, zone);
  const on = (days: number, hour: number) => instantOf({ ...wall, day: wall.day + days, hour, minute: 0 }, zone);
  const untilMonday = (8 - weekdayOf(wall)) % 7 || 7;
  const presets: Preset[] = [
    { id: "hour", at: Math.ceil((now + 60 * minute) / minute) * minute },
    { id: "evening", at: on(0, 18) },
    { id: "tomorrow", at: on(1, 9) },
    { id: "monday", at: on(untilMonday, 9) },
  ];
  return presets.filter(
    ({ id }) => (id !== "evening" || on(0, 18) - now > soon) && (id !== "monday" || untilMonday !== 1),
  );
}

/** What is wrong with a time to send at: it must lie ahead, and not more than a year. */
export function wrongTime(at: number | undefined, now: number): "past" | "far" | undefined {
  if (at === undefined || at <= now) return "past";
  return at > now + year ? "far" : undefined;
}
