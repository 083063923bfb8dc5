import { beforeEach, describe, expect, test, vi } from "vitest";
import { giveBack, onGivenBack, readDraft, writeDraft } from "../../src/tickets/drafts";

beforeEach(() => localStorage.clear());

describe("an undone answer", () => {
  test("is the draft again where nothing is being written", () => {
    expect(giveBack(1, 7, "Dear Anna,", 12)).toBe("draft");
    // What came after the answer itself is news.
    expect(readDraft(1, 7, "reply")).toEqual({ text: "Dear Anna,", since: 12 });
  });

  test("never overwrites what is being written, but stands beside it", () => {
    writeDraft(1, 7, "reply", { text: "Something else", since: 13 });
    expect(giveBack(1, 7, "Dear Anna,", 12)).toBe("beside");
    expect(readDraft(1, 7, "reply")?.text).toBe("Something else");
    expect(readDraft(1, 7, "undone")?.text).toBe("Dear Anna,");
  });

  test("joins another one that was undone before", () => {
    writeDraft(1, 7, "reply", { text: "Something else", since: 13 });
    giveBack(1, 7, "First", 12);
    giveBack(1, 7, "Second", 14);
    expect(readDraft(1, 7, "undone")?.text).toBe("First\n\nSecond");
  });

  test("says of which ticket it is, as long as somebody listens", () => {
    const heard: number[] = [];
    const stop = onGivenBack((ticket) => heard.push(ticket));
    giveBack(1, 8, "Dear Anna,", 12);
    stop();
    giveBack(1, 9, "Dear Anna,", 12);
    expect(heard).toEqual([8]);
  });

  test("is not lost where the browser forbids storage", () => {
    const denied = () => {
      throw new DOMException("denied", "SecurityError");
    };
    const set = vi.spyOn(Storage.prototype, "setItem").mockImplementation(denied);
    const get = vi.spyOn(Storage.prototype, "getItem").mockImplementation(denied);
    giveBack(1, 10, "Dear Anna,", 12);
    expect(readDraft(1, 10, "reply")?.text).toBe("Dear Anna,");
    set.mockRestore();
    get.mockRestore();
  });
});
