import { expect, test } from "vitest";
import { presetsOf, wrongTime } from "../../src/tickets/send-later";
import { fromField, instantOf, toField, wallOf } from "../../src/tickets/zone";

const iso = (at: number) => new Date(at).toISOString();
const shown = (now: string, zone: string) =>
  Object.fromEntries(presetsOf(Date.parse(now), zone).map(({ id, at }) => [id, iso(at)]));

test("the usual times are those of the agent's clock, not of the computer that runs this", () => {
  // A Wednesday: 10:20 in Paris, 4:20 in Montréal, 18:20 in Tokyo.
  const now = "2026-11-25T09:20:30Z";
  expect(shown(now, "Europe/Paris")).toEqual({
    hour: "2026-11-25T10:21:00.000Z",
    evening: "2026-11-25T17:00:00.000Z",
    tomorrow: "2026-11-26T08:00:00.000Z",
    monday: "2026-11-30T08:00:00.000Z",
  });
  expect(shown(now, "America/Toronto")).toMatchObject({
    evening: "2026-11-25T23:00:00.000Z",
    tomorrow: "2026-11-26T14:00:00.000Z",
  });
  expect(Object.keys(shown(now, "Asia/Tokyo"))).toEqual(["hour", "tomorrow", "monday"]);
});

test("an evening that has begun is not offered, and on a Sunday tomorrow is Monday", () => {
  expect(Object.keys(shown("2026-11-25T16:40:00Z", "Europe/Paris"))).toEqual(["hour", "tomorrow", "monday"]);
  expect(Object.keys(shown("2026-11-29T10:00:00Z", "Europe/Paris"))).toEqual(["hour", "evening", "tomorrow"]);
});

test("on a Monday the next one is meant, over the end of a month and of a year too", () => {
  expect(shown("2026-11-30T10:00:00Z", "Europe/Paris").monday).toBe("2026-12-07T08:00:00.000Z");
  expect(shown("2026-12-31T10:00:00Z", "Europe/Paris").tomorrow).toBe("2027-01-01T08:00:00.000Z");
});

test("nine o'clock is nine o'clock on the other side of a change of the clocks", () => {
  // The clocks of Paris go forward on 28 March 2027 and back on 25 October 2026.
  expect(shown("2027-03-27T10:00:00Z", "Europe/Paris").tomorrow).toBe("2027-03-28T07:00:00.000Z");
  expect(shown("2026-10-24T10:00:00Z", "Europe/Paris").tomorrow).toBe("2026-10-25T08:00:00.000Z");
});

test("a time that spring skips comes an hour later, and one that autumn repeats is one of the two", () => {
  const skipped = instantOf({ year: 2027, month: 3, day: 28, hour: 2, minute: 30 }, "Europe/Paris");
  expect(wallOf(skipped, "Europe/Paris")).toMatchObject({ hour: 3, minute: 30 });
  const twice = instantOf({ year: 2026, month: 10, day: 25, hour: 2, minute: 30 }, "Europe/Paris");
  expect(wallOf(twice, "Europe/Paris")).toMatchObject({ hour: 2, minute: 30 });
});

test("the field for a time and the instant are the same thing, there and back", () => {
  for (const zone of ["Europe/Paris", "Asia/Kolkata", "America/St_Johns", "UTC"]) {
    const at = Date.parse("2026-11-25T09:20:00Z");
    expect(fromField(toField(at, zone), zone)).toBe(at);
  }
  expect(fromField("2026-11-24T09:00", "Europe/Paris")).toBe(Date.parse("2026-11-24T08:00:00Z"));
  expect(fromField("", "Europe/Paris")).toBeUndefined();
  expect(fromField("tomorrow", "Europe/Paris")).toBeUndefined();
});

test("a mail leaves in the future, and within a year", () => {
  const now = Date.parse("2026-11-25T09:20:00Z");
  expect(wrongTime(undefined, now)).toBe("past");
  expect(wrongTime(now, now)).toBe("past");
  expect(wrongTime(now + 60_000, now)).toBeUndefined();
  expect(wrongTime(Date.parse("2027-11-26T09:20:00Z"), now)).toBe("far");
});
