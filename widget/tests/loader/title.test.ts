import { beforeEach, expect, test, vi } from "vitest";
import { countInTitle } from "../../src/loader/title";

vi.useFakeTimers();

/** A page whose title somebody may be watching. */
class Page {
  head = {};
  watchers = new Set<() => void>();
  #title = "";

  get title(): string {
    return this.#title.trim();
  }

  set title(title: string) {
    this.#title = title;
    for (const watcher of [...this.watchers]) watcher();
  }
}

let page: Page;

beforeEach(() => {
  page = new Page();
  page.title = "Lamps";
  vi.stubGlobal("document", page);
  vi.stubGlobal(
    "MutationObserver",
    class {
      constructor(private readonly changed: () => void) {}
      observe = () => void page.watchers.add(this.changed);
      disconnect = () => void page.watchers.delete(this.changed);
    },
  );
});

const moment = () => vi.advanceTimersByTimeAsync(1000);

test("unread answers stand before the title and go again", async () => {
  const title = countInTitle();
  title.count(0);
  expect(page.title).toBe("Lamps");
  title.count(2);
  expect(page.title).toBe("(2) Lamps");
  expect(title.get()).toBe("Lamps");
  title.count(3);
  await moment();
  expect(page.title).toBe("(3) Lamps");
  title.count(0);
  expect(page.title).toBe("Lamps");
});

test("a page that changes its title keeps what it said", async () => {
  const title = countInTitle();
  page.title = "Opal lamp";
  title.count(2);
  expect(page.title).toBe("(2) Opal lamp");
  page.title = "Chairs";
  await moment();
  expect(page.title).toBe("(2) Chairs");
  expect(title.get()).toBe("Chairs");
  // Its own number is not taken for ours.
  page.title = "(2) Basket";
  await moment();
  expect(page.title).toBe("(2) (2) Basket");
  page.title = "Basket $& $1";
  title.count(0);
  expect(page.title).toBe("Basket $& $1");
});

test("a page without a title gets none", async () => {
  page.title = "";
  const title = countInTitle();
  title.count(2);
  await moment();
  expect(page.title).toBe("");
  title.count(0);
  expect(page.title).toBe("");
});

test("somebody else's counter in front of ours stays, and neither grows", async () => {
  const title = countInTitle();
  let changes = 0;
  page.watchers.add(() => {
    changes++;
    if (!page.title.startsWith("[1] ")) page.title = `[1] ${page.title}`;
  });
  title.count(2);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(page.title).toBe("[1] (2) Lamps");
  expect(changes).toBeLessThan(10);
  title.count(0);
  expect(page.title).toBe("[1] Lamps");
});
