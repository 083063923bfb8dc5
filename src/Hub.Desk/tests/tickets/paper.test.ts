import { afterEach, describe, expect, test } from "vitest";
import { rememberAsked, wasAsked } from "../../src/tickets/paper/asked";
import { pageOf, partsOf } from "../../src/tickets/paper/page";

const html =
  '<p>Hello</p><img data-src="/api/v1/files/7" alt=""><img data-remote="/api/v1/pictures/8/0f" alt="x"><div data-background="/api/v1/pictures/8/aa"></div>' +
  '<img data-src="https://trap.example/x.png"><img data-remote="/api/v1/tickets"><details data-quoted=""><summary>•••</summary>Before</details>';

const page = (more: Partial<Parameters<typeof pageOf>[0]> = {}) =>
  pageOf({ html, pictures: new Map(), quoted: false, language: "fr", title: "Mail <b>", ...more });

describe("the page of a mail", () => {
  test("names the pictures that we may fetch, and no other address", () => {
    expect(partsOf(html)).toEqual({
      own: ["/api/v1/files/7"],
      remote: ["/api/v1/pictures/8/0f", "/api/v1/pictures/8/aa"],
      quoted: true,
    });
    expect(partsOf("<p>Hello</p>")).toEqual({ own: [], remote: [], quoted: false });
  });

  test("may load nothing, is in a language, and escapes its title", () => {
    expect(page()).toContain("default-src 'none'; img-src data:; style-src 'unsafe-inline'");
    expect(page()).toContain('<html lang="fr">');
    expect(page()).toContain("Mail &lt;b&gt;");
    expect(page().indexOf("Content-Security-Policy")).toBeLessThan(page().indexOf("<body>"));
  });

  test("leaves out what opens a connection even where it may not load anything", () => {
    const shown = page({
      html: "<link rel=preconnect href=x><iframe src=x></iframe><meta http-equiv=refresh><p>Hello</p>",
    });
    expect(shown).toMatch(/<body><p>Hello<\/p><\/body>/);
  });

  test("has pictures as data", () => {
    const pictures = new Map([
      ["/api/v1/files/7", "data:image/png;base64,AAAA"],
      ["/api/v1/pictures/8/0f", "data:image/png;base64,BBBB"],
    ]);
    expect(page({ pictures })).toContain('src="data:image/png;base64,AAAA"');
    expect(page({ pictures })).toContain('src="data:image/png;base64,BBBB"');
    expect(page()).not.toContain(' src="');
  });

  test("unfolds what is quoted when somebody wants it", () => {
    expect(page()).toMatch(/<details data-quoted="">/);
    expect(page({ quoted: true })).toMatch(/<details data-quoted="" open="">/);
  });
});

describe("remote pictures", () => {
  afterEach(() => localStorage.clear());

  test("stay on for the mail for which they were asked", () => {
    rememberAsked(7);
    expect([wasAsked(7), wasAsked(8)]).toEqual([true, false]);
  });

  test("are off where what was kept cannot be read", () => {
    localStorage.setItem("hub.pictures", "{");
    expect(wasAsked(7)).toBe(false);
  });
});
