import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { texts } from "../../src/i18n";
import { settingsTexts } from "../../src/settings/words";

type Tree = { [key: string]: string | Tree };

const flat = (tree: Tree, prefix = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`),
  );

const en = new Map(flat({ ...texts.en, ...settingsTexts.en }));
const fr = new Map(flat({ ...texts.fr, ...settingsTexts.fr }));
// French has a plural for millions that English lacks.
const keys = (language: Map<string, string>) => [...language.keys()].filter((key) => !key.endsWith("_many")).sort();
const holes = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1]).sort();

const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => [file, readFileSync(join("src", file), "utf8")] as const);

test("English and French have the same texts", () => {
  expect(keys(fr)).toEqual(keys(en));
});

test("no text is empty, and both languages fill in the same things", () => {
  for (const [key, text] of en) {
    expect(text.trim(), key).not.toBe("");
    expect(fr.get(key)?.trim(), key).not.toBe("");
    expect(holes(fr.get(key) ?? ""), key).toEqual(holes(text));
  }
});

test("French keeps its spaces before double signs from breaking the line", () => {
  for (const [key, text] of fr) expect(text, key).not.toMatch(/ [?!;:»]|« /);
});

test("both use typographic apostrophes and quotes", () => {
  for (const [key, text] of [...en, ...fr]) expect(text, key).not.toMatch(/\w'\w|"/);
});

test("every text that a component asks for by its full name exists", () => {
  const plural = (key: string) => en.has(`${key}_other`);
  for (const [file, source] of sources) {
    for (const [, key] of source.matchAll(/\bt\(\s*"([\w.]+)"/g)) {
      expect(key && (en.has(key) || plural(key)), `${key} in ${file}`).toBe(true);
    }
  }
});
