import { afterEach, expect, test } from "vitest";
import type { Message, PersonRef } from "../../src/api/types";
import "../../src/i18n";
import { TimelineMessage } from "../../src/tickets/message";
import { clear, draw } from "../support/draw";

afterEach(clear);

const assigned = (to: PersonRef | null): Message => ({
  id: 12,
  seq: 5,
  version: 5,
  audience: "internal",
  kind: "event",
  author: { kind: "agent", id: 1, name: "Léa" },
  files: [],
  marks: [],
  at: "2026-11-23T10:00:00Z",
  event: { type: "assignee", to },
});

test.each([
  [{ id: 1, name: "Léa" }, "Léa took it on"],
  [{ id: 2, name: "Tom" }, "Léa assigned it to Tom"],
  [null, "Léa took the assignment away"],
])("an assignment to %o reads: %s", async (to, words) => {
  const message = assigned(to);
  const place = await draw(
    <ol>
      <TimelineMessage ticket={7} subject="Lamp" message={message} customer="Anna" me={2} />
    </ol>,
  );
  expect(place.textContent).toContain(words);
});
