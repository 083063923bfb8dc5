import { signal } from "@preact/signals";
import type { OpenWire, Wire } from "./connection";
import type { Host } from "./host";
import { asked } from "./i18n";
import type { Message, Settings, StartAnswer } from "./protocol";
import type { Session } from "./session";
import type { Timeline } from "./timeline";

// The chat as the desk shows it while somebody edits a site: the real one, on a line that nobody is at the end of.

const settings = signal<Settings | null>(null);
const talk: Record<string, [string, string]> = {
  en: ["Hello, is the opal lamp repaired too?", "Of course. Ten years long, by the people who made it."],
  fr: ["Bonjour, réparez-vous aussi la lampe opale ?", "Bien sûr. Dix ans durant, par celles et ceux qui l’ont faite."],
};
const now = new Date();

function messages(locale: string): Message[] {
  const [question, answer] = talk[locale.slice(0, 2)] ?? (talk.en as [string, string]);
  const base = { ticket: 1, at: now.toISOString() };
  return [
    { ...base, id: 1, seq: 1, prev: 0, kind: "inbound", author: { kind: "customer" }, text: question },
    { ...base, id: 2, seq: 2, prev: 1, kind: "reply", author: { kind: "agent", name: "Léa" }, text: answer },
  ];
}

/** A line that answers what the chat asks first, and takes whatever is said. */
export const open: OpenWire = (): Wire => ({
  start: async () => {},
  stop: async () => {},
  onClose: () => {},
  invoke: async <T>(method: string) => (method === "Start" ? started() : method === "Send" ? taken() : []) as T,
});

let sent = 2;
const taken = () => ({ seq: ++sent, at: new Date().toISOString(), ticket: 1 });

const started = (): StartAnswer => ({
  token: "",
  messages: [],
  more: false,
  open: true,
  agents: [{ name: "Léa" }],
  // Until the desk has said more, what the server has written into the page.
  settings: settings.peek() ?? (kept as Settings),
});

let kept: Settings | null = null;

interface Order {
  hub: "preview";
  settings: Partial<Settings>;
  locale: string;
  dir: "ltr" | "rtl" | "";
  /** Before the first message, in the middle of a conversation, or while nobody is here. */
  moment: "before" | "talking" | "away";
  dark: boolean;
}

/** Light or dark as the order says, whatever this browser prefers. */
export const dark = Object.assign(new EventTarget(), { matches: false });

function turn(on: boolean): void {
  document.documentElement.style.colorScheme = on ? "dark" : "light";
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      // `all` and `not all` stand where the browser's preference stood: both are found again by what they are.
      if (rule instanceof CSSMediaRule && /prefers-color-scheme|^(not )?all$/.test(rule.media.mediaText)) {
        rule.media.mediaText = on ? "all" : "not all";
      }
    }
  }
  dark.matches = on;
  dark.dispatchEvent(new Event("change"));
}

const isOrder = (data: unknown): data is Order =>
  (data as Order | null)?.hub === "preview" && typeof (data as Order).settings === "object";

/** Shows what the page around it orders, from the first order on. */
export function follow(session: Session, host: Host, empty: () => Timeline): void {
  kept = session.settings.peek();
  addEventListener("message", ({ source, origin, data }) => {
    if (source !== window.parent || origin !== location.origin || !isOrder(data)) return;
    const next = { ...(kept as Settings), ...data.settings };
    settings.value = next;
    session.settings.value = next;
    asked.value = data.locale;
    session.agents.value = data.moment === "away" ? [] : ["Léa"];
    session.timeline.value = empty().merge(data.moment === "talking" ? messages(data.locale) : []);
    turn(data.dark);
    if (data.dir) document.documentElement.dir = data.dir;
  });
  host.post({ hub: "frame", unread: 0, accent: "#000000", ink: "#ffffff", keep: "" });
}
