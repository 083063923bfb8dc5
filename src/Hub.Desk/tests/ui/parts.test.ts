import { expect, test } from "vitest";
import { initials } from "../../src/ui";
import { nextIndex } from "../../src/ui/menu-moves";

test("initials are those of the first and the last name", () => {
  expect(initials("Léa Moreau")).toBe("LM");
  expect(initials("Amélie de La Tour")).toBe("AT");
  expect(initials("élodie")).toBe("É");
  expect(initials("  ")).toBe("");
});

test("arrows go round in a menu, and a letter finds its entry without its accent", () => {
  const entries = ["Open", "Pending", "Évité"].map((text) => {
    const button = document.createElement("button");
    button.textContent = text;
    document.body.append(button);
    return button;
  });
  entries[2]?.focus();
  expect(nextIndex(entries, "ArrowDown")).toBe(0);
  entries[0]?.focus();
  expect(nextIndex(entries, "ArrowUp")).toBe(2);
  expect(nextIndex(entries, "e")).toBe(2);
  expect(nextIndex(entries, "End")).toBe(2);
  expect(nextIndex(entries, "x")).toBeUndefined();
});
