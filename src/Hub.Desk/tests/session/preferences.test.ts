import { beforeEach, expect, test, vi } from "vitest";

let night = false;
let nightFalls: () => void = () => undefined;

async function start() {
  vi.resetModules();
  return import("../../src/session/preferences");
}

beforeEach(() => {
  localStorage.clear();
  night = false;
  vi.spyOn(window, "matchMedia").mockImplementation(
    () =>
      ({
        get matches() {
          return night;
        },
        addEventListener: (_: string, listener: () => void) => {
          nightFalls = listener;
        },
      }) as unknown as MediaQueryList,
  );
});

const shown = () => document.documentElement.dataset.theme;

test("without a choice the theme follows the device, also when it changes", async () => {
  await start();
  expect(shown()).toBe("light");
  night = true;
  nightFalls();
  expect(shown()).toBe("dark");
});

test("a choice is kept for the next visit and beats the device", async () => {
  const { setTheme } = await start();
  setTheme("dark");
  expect(shown()).toBe("dark");
  delete document.documentElement.dataset.theme;
  await start();
  expect(shown()).toBe("dark");
});

test("going back to the device's theme leaves nothing behind", async () => {
  const { setTheme } = await start();
  setTheme("dark");
  setTheme("system");
  expect(shown()).toBe("light");
  expect(localStorage.length).toBe(0);
});

test("a browser that forbids storage still shows the chosen theme", async () => {
  const { setTheme } = await start();
  const forbidden = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("denied", "SecurityError");
  });
  setTheme("dark");
  expect(shown()).toBe("dark");
  forbidden.mockRestore();
});
