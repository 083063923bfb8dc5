import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TypingIn, TypingOut } from "../../src/chat/typing";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("typing is told at most every three seconds", () => {
  const told: boolean[] = [];
  const typing = new TypingOut((on) => told.push(on));
  for (let key = 0; key < 50; key++) {
    typing.touch();
    vi.advanceTimersByTime(100);
  }
  expect(told).toEqual([true, true]);
});

test("four seconds after the last key the visitor has stopped, once", () => {
  const told: boolean[] = [];
  const typing = new TypingOut((on) => told.push(on));
  typing.touch();
  vi.advanceTimersByTime(3900);
  expect(told).toEqual([true]);
  vi.advanceTimersByTime(20_000);
  expect(told).toEqual([true, false]);
});

test("sending stops it at once, and stopping twice says nothing twice", () => {
  const told: boolean[] = [];
  const typing = new TypingOut((on) => told.push(on));
  typing.stop();
  typing.touch();
  typing.stop();
  typing.stop();
  vi.advanceTimersByTime(20_000);
  expect(told).toEqual([true, false]);
});

test("an agent who is never said to have stopped is forgotten after a while", () => {
  const seen: (readonly string[])[] = [];
  const typing = new TypingIn((names) => seen.push(names));
  typing.set("Léa", true);
  vi.advanceTimersByTime(7000);
  typing.set("Léa", true);
  vi.advanceTimersByTime(7000);
  expect(seen.at(-1)).toEqual(["Léa"]);
  vi.advanceTimersByTime(2000);
  expect(seen.at(-1)).toEqual([]);
});
