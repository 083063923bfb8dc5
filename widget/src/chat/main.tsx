import { effect, signal } from "@preact/signals";
import { render } from "preact";
import { App } from "./app";
import { attend } from "./attention";
import { lookFor } from "./colour";
import { takeDrops } from "./components/drop";
import { heed } from "./heed";
import { Host, readOpening, readPage } from "./host";
import { asked, language, offered, preferred, speak, t, wanted } from "./i18n";
import { directionOf } from "./languages";
import { panel } from "./panel";
import { Session } from "./session";
import { frameStorage, Storage } from "./storage";
import { Timeline } from "./timeline";
import { sleep } from "./timing";
import { openWire } from "./wire";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/log.css";
import "./styles/files.css";
import "./styles/forms.css";
import "./styles/print.css";

const opening = readOpening(location.search, window.parent !== window);
const host = new Host(opening.origin);
const { settings, memory } = readPage(document);
const preview = opening.preview ? await import("./preview") : null;
const storage = new Storage(memory ?? opening.site, preview ? null : frameStorage());
asked.value = opening.locale ?? navigator.language;

const session = new Session({
  site: opening.site,
  storage,
  open: preview?.open ?? openWire,
  // Before its texts have come, too: mails are written in it.
  locale: () => wanted.peek(),
  page: () => host.state.peek()?.page,
  met: host.met,
});

session.settings.value = settings;
/** The half-written message. */
const words = signal(storage.words);

const root = document.documentElement;
const dark = preview?.dark ?? matchMedia("(prefers-color-scheme: dark)");

/** Takes over the site's colour, and tells the launcher, which stands on the host's page and has no dark side. */
const dress = () => {
  const own = session.settings.value?.accent;
  const look = lookFor(own, dark.matches);
  const { accent, ink } = lookFor(own, false);
  root.style.setProperty("--accent", look.accent);
  root.style.setProperty("--on-accent", look.ink);
  root.style.setProperty("--link", look.link);
  host.post({ hub: "frame", unread: session.unread.value, accent, ink, keep: session.marker.value });
};

effect(() => {
  root.lang = language.value;
  root.dir = directionOf(language.value);
  const title = session.title.value ?? t.value.chat;
  // In a window of its own it is the page; in a frame the host's page counts.
  document.title = session.unread.value && !host.framed ? `(${session.unread.value}) ${title}` : title;
});
effect(() => {
  offered.value = session.settings.value?.languages;
  preferred.value = session.settings.value?.locale;
});
heed(session, host, words);
attend(session, host, document);
takeDrops(session, document);
// Fetched only where somebody has asked for it.
if (storage.choice("sound", settings?.sound) || storage.choice("notify"))
  void import("./alerts").then((it) => it.alertsOf(session));
effect(dress);
dark.addEventListener("change", dress);
document.addEventListener("visibilitychange", () => session.connection.wake());
addEventListener("storage", () => void session.join().catch(() => {}));
addEventListener("online", () => {
  session.connection.wake();
  void speak();
});
addEventListener("offline", () => session.connection.drop());

const close = host.framed ? () => host.post({ hub: "close" }) : null;
// On the document: a click beside everything leaves the focus on the body.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing) return;
  if (panel.value) panel.value = null;
  else close?.();
});
preview?.follow(session, host, () => new Timeline());
session.run();
// Not in English first: its texts come beside this script, and a slow line is not waited for.
await Promise.race([speak(), sleep(1000)]);
render(<App session={session} storage={storage} words={words} close={close} />, document.body);
