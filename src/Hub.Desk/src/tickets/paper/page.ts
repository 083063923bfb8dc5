/** The page that shows the HTML of one mail. The server has cleaned it; this page could do nothing if it had not. */

/** It fetches nothing at all, our own server included: pictures come as data. No script, no form, no frame. */
const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

// White paper in any theme, as in other mail programs: colours of a mail are chosen for white.
const look = `
html { color-scheme: light; background: #fff; }
body { margin: 0; padding: 12px; font: 14px/1.45 Inter, system-ui, sans-serif; color: #1b1f24; overflow-wrap: break-word; display: flow-root; }
img { max-width: 100%; }
pre { white-space: pre-wrap; }
a { color: #0a5cad; }
a:focus-visible { outline: 2px solid #0a5cad !important; outline-offset: 2px; }
summary { display: none !important; }
details:not([open]) { display: none !important; }
[data-target] { color: #8a1c1c !important; background: #fff !important; font: 600 12px/1.4 system-ui, sans-serif !important; text-transform: none !important; }
`;

const ours = /^\/api\/v1\/(files\/\d+|pictures\/\d+\/[0-9a-f]+)$/;
const attributes = { own: ["data-src"], remote: ["data-remote", "data-background"] } as const;

/** A document that is never shown, so that nothing in it is fetched or run. */
const parse = (html: string) => new DOMParser().parseFromString(html, "text/html");

const namedBy = (page: Document, names: readonly string[]) =>
  names.flatMap((name) =>
    [...page.querySelectorAll(`[${name}]`)]
      .map((element) => element.getAttribute(name) ?? "")
      .filter((at) => ours.test(at)),
  );

/** What a mail has besides words: addresses of pictures that came with it and of those that lie elsewhere, and a quotation. */
export function partsOf(html: string): { own: string[]; remote: string[]; quoted: boolean } {
  const page = parse(html);
  return {
    own: [...new Set(namedBy(page, attributes.own))],
    remote: [...new Set(namedBy(page, attributes.remote))],
    quoted: page.querySelector("details[data-quoted]") !== null,
  };
}

interface Shown {
  html: string;
  /** Pictures as data, by their address. */
  pictures: ReadonlyMap<string, string>;
  quoted: boolean;
  language: string;
  title: string;
}

/** The whole page, for `srcdoc`. */
export function pageOf({ html, pictures, quoted, language, title }: Shown): string {
  const page = parse(html);
  // Were any of these there, the policy would stop their request; but not the connection that a browser makes ready for it.
  for (const element of page.querySelectorAll("base, embed, frame, iframe, link, meta, object, script"))
    element.remove();
  for (const image of page.querySelectorAll("img[data-src], img[data-remote]")) {
    const data = pictures.get(image.getAttribute("data-src") ?? image.getAttribute("data-remote") ?? "");
    if (data) image.setAttribute("src", data);
  }
  for (const element of page.querySelectorAll<HTMLElement>("[data-background]")) {
    const data = pictures.get(element.getAttribute("data-background") ?? "");
    if (data) element.style.backgroundImage = `url("${data}")`;
  }
  for (const part of page.querySelectorAll("details[data-quoted]")) part.toggleAttribute("open", quoted);

  const shell = parse("");
  const metas: [string, string, string][] = [
    ["http-equiv", "Content-Security-Policy", policy],
    ["name", "referrer", "no-referrer"],
    // Chromium looks up the hosts of links before anybody follows them: that alone would tell that the mail is read.
    ["http-equiv", "x-dns-prefetch-control", "off"],
  ];
  shell.head.append(
    ...metas.map(([kind, name, content]) => {
      const meta = shell.createElement("meta");
      meta.setAttribute(kind, name);
      meta.setAttribute("content", content);
      return meta;
    }),
  );
  const name = shell.createElement("title");
  name.textContent = title;
  const style = shell.createElement("style");
  style.textContent = look;
  shell.head.append(name, style);
  return `<!doctype html><html lang="${language === "fr" ? "fr" : "en"}">${shell.head.outerHTML}<body>${page.body.innerHTML}</body></html>`;
}
