/** What a clock on the wall shows. `month` is 1 to 12. */
export interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

const minute = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  formats.set(zone, made);
  return made;
}

/** The zone that this computer is set to. */
export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What a zone's clock shows at an instant. */
export function wallOf(instant: number, zone: string): Wall {
  const parts = formatOf(zone).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((each) => each.type === type)?.value);
  return { year: part("year"), month: part("month"), day: part("day"), hour: part("hour"), minute: part("minute") };
}

const asUtc = (wall: Wall) => Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
const ahead = (instant: number, zone: string) => asUtc(wallOf(instant, zone)) - Math.floor(instant / minute) * minute;

/** The instant at which a zone's clock shows a time; `day` may run over the month. A time that spring skips comes an hour later. */
export function instantOf(wall: Wall, zone: string): number {
  const wanted = asUtc(wall);
  const guess = wanted - ahead(wanted, zone);
  const found = wanted - ahead(guess, zone);
  return ahead(found, zone) === ahead(guess, zone) ? found : Math.max(found, guess);
}

/** 0 is Sunday. */
export const weekdayOf = (wall: Wall) => new Date(asUtc(wall)).getUTCDay();

/** As the field for a date and a time writes it: "2026-11-24T09:00". */
export const toField = (instant: number, zone: string) =>
  new Date(asUtc(wallOf(instant, zone))).toISOString().slice(0, 16);

/** The instant that such a field means; none where it is empty or nonsense. */
export function fromField(value: string, zone: string): number | undefined {
  const [, year, month, day, hour, min] = /^(\d{4,5})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(value) ?? [];
  if (min === undefined) return undefined;
  const wall = { year: Number(year), month: Number(month), day: Number(day), hour: Number(hour), minute: Number(min) };
  const instant = instantOf(wall, zone);
  return Number.isNaN(instant) ? undefined : instant;
}
