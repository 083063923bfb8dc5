import type { Look } from "./look";
import { style } from "./style";

const bubble = "M4 4h12q1 0 1 1v8q0 1-1 1h-6l-4 3v-3H4q-1 0-1-1V5q0-1 1-1z";
const chevron = "m5.5 8 4.5 4.5L14.5 8";

/** The round button, its badge and the place of the frame, in a shadow root of their own. */
export function drawLauncher(words: Look["words"]) {
  const host = document.createElement("hub-chat");
  const box = document.createElement("div");
  const button = document.createElement("button");
  const badge = document.createElement("span");

  // Built by hand and by sheet: innerHTML is refused on pages with Trusted Types, a style element by a style policy.
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const line = document.createElementNS(svg.namespaceURI, "path") as SVGPathElement;
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.append(line);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];

  badge.setAttribute("role", "status");
  button.append(svg);
  box.append(button, badge);
  root.append(box);

  let edge = "";

  const paint = ({ accent, ink, side, x, y }: Omit<Look, "words">) => {
    edge = side;
    box.style.cssText = `--a:${accent};--i:${ink};--x:${x}px;--y:${y}px`;
  };
  const dress = (shown: boolean, bare: boolean, locale: string, unread: number) => {
    const [open, close, news] =
      words[locale.slice(0, 2).toLowerCase()] || (Object.values(words)[0] as Look["words"][""]);
    box.className = `${edge}${shown ? " o" : ""}${bare ? " b" : ""}`;
    line.setAttribute("d", shown ? chevron : bubble);
    button.setAttribute("aria-label", shown ? close : open);
    badge.textContent = unread && !shown ? `${unread > 9 ? "9+" : unread}\n${news}` : "";
  };
  return { host, box, button, dress, paint };
}
