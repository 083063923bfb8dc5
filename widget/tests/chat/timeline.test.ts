import { expect, test } from "vitest";
import { Timeline } from "../../src/chat/timeline";
import { message, reply } from "./samples";

const seqs = (timeline: Timeline) => timeline.messages.map((m) => m.seq);

test("messages arriving in any order stand in the order of their seq", () => {
  const timeline = new Timeline().merge([message(3), message(1)]).merge([reply(2)]);
  expect(seqs(timeline)).toEqual([1, 2, 3]);
});

test("the same message twice is one message", () => {
  const timeline = new Timeline().merge([message(1), message(2)]).merge([message(2)]);
  expect(seqs(timeline)).toEqual([1, 2]);
});

test("a number taken by a note, which visitors never see, is no hole", () => {
  const timeline = new Timeline().merge([message(1), message(4, { prev: 1 })]);
  expect(timeline.hole).toBeNull();
});

test("a message whose predecessor is unknown shows a hole after the last one known before it", () => {
  const timeline = new Timeline().merge([message(1), message(2), message(5)]);
  expect(timeline.hole).toBe(2);
  expect(timeline.merge([message(3), message(4)]).hole).toBeNull();
});

test("the first of several holes is filled first", () => {
  expect(new Timeline().merge([message(1), message(3), message(6)]).hole).toBe(1);
});

test("a new ticket begins its numbers anew and stands after the old one", () => {
  const timeline = new Timeline().merge([message(7, { prev: 0 }), message(1, { ticket: 2 })]);
  expect(seqs(timeline)).toEqual([7, 1]);
  expect(timeline.ticket).toBe(2);
  expect(timeline.lastSeq).toBe(1);
  expect(timeline.hole).toBeNull();
});

test("a message that a merge has moved to another ticket is moved, not doubled", () => {
  const moved = message(9, { id: 1001, ticket: 2, prev: 8 });
  expect(new Timeline().merge([message(1)]).merge([moved]).messages).toEqual([moved]);
});

test("earlier messages exist as long as the oldest one known has a predecessor", () => {
  expect(new Timeline().olderThan).toBeNull();
  expect(new Timeline().merge([message(51), message(52)]).olderThan).toBe(51);
  expect(new Timeline().merge([message(1)]).olderThan).toBeNull();
});

test("after a long absence only what hangs together with the newest message is kept", () => {
  const timeline = new Timeline().merge([message(1), message(2), message(51), message(52)]).sinceHole();
  expect(seqs(timeline)).toEqual([51, 52]);
  expect(timeline.olderThan).toBe(51);
});
