import { effect } from "@preact/signals";
import { render } from "preact";
import { App } from "./app";
import { attend } from "./attention";
import { lookFor } from "./colour";
import { Host, readOpening } from "./host";
import { asked, language, preferred, t } from "./i18n";
import { Session } from "./session";
import { frameStorage, Storage } from "./storage";
import { openWire } from "./wire";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/log.css";
import "./styles/forms.css";

const opening = readOpening(location.search, window.parent !== window);
const host = new Host(opening.origin);
const storage = new Storage(opening.site, frameStorage());
asked.value = opening.locale ?? navigator.language;

const session = new Session({
  site: opening.site,
  storage,
  open: openWire,
  locale: () => language.peek(),
  page: () => host.state.peek()?.page,
  met: host.met,
});

const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");

/** Takes over the site's colour, and tells the launcher, which stands on the host's page and has no dark side. */
const dress = () => {
  const own = session.settings.value?.accent;
  const look = lookFor(own, dark.matches);
  const { accent, ink } = lookFor(own, false);
  root.style.setProperty("--accent", look.accent);
  root.style.setProperty("--on-accent", look.ink);
  root.style.setProperty("--link", look.link);
  host.post({ hub: "frame", unread: session.unread.value, accent, ink });
};

effect(() => {
  root.lang = language.value;
  document.title = session.settings.value?.name ?? t.value.chat;
});
effect(() => {
  preferred.value = session.settings.value?.locale;
});
effect(() => {
  const state = host.state.value;
  if (!state) return;
  asked.value = state.locale;
  session.claimed = state.who;
});
attend(session, host, document);
effect(dress);
dark.addEventListener("change", dress);
document.addEventListener("visibilitychange", () => session.connection.wake());
addEventListener("storage", () => void session.join().catch(() => {}));
addEventListener("online", () => session.connection.wake());
addEventListener("offline", () => session.connection.drop());

const close = host.framed ? () => host.post({ hub: "close" }) : null;
// On the document: a click beside everything leaves the focus on the body.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing) close?.();
});
render(<App session={session} storage={storage} close={close} />, document.body);
session.run();
