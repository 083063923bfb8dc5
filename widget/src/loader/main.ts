import { type HostState, isFromFrame } from "../shared/bridge";
import { drawLauncher } from "./launcher";

type Hub = { (...args: unknown[]): void; q?: Iterable<unknown>[] };
type Commands = Record<string, (...args: never[]) => void>;

const scope = window as unknown as { hub?: Hub };
const script = (document.currentScript || document.querySelector("script[data-site]")) as HTMLScriptElement | null;

function start({ src, dataset }: HTMLScriptElement): void {
  // Once a page, however often the script is in it.
  if (document.querySelector("hub-chat")) return;
  const { origin } = new URL(src);
  const early = scope.hub?.q || [];
  const { host, box, button, dress } = drawLauncher();
  let locale = dataset.locale || document.documentElement.lang || navigator.language;
  let frame: HTMLIFrameElement | undefined;
  let who: HostState["who"] = {};
  let ready = false;
  let shown = false;
  let unread = 0;

  const tell = (event: string) => host.dispatchEvent(new CustomEvent(event, { detail: unread }));

  /** Shows the present state here and in the frame. */
  const update = () => {
    dress(shown, locale, unread);
    if (!frame || !ready) return;
    const page = location.origin + location.pathname + location.search;
    const state: HostState = { hub: "host", shown, locale, page, title: document.title, who };
    (frame.contentWindow as Window).postMessage(state, origin);
  };

  const load = () => {
    if (frame) return;
    frame = document.createElement("iframe");
    frame.title = "Chat";
    frame.src = `${origin}/chat?site=${dataset.site}&locale=${locale}&origin=${location.origin}`;
    box.append(frame);
  };

  const show = (on: boolean) => {
    if (on === shown) return;
    load();
    shown = on;
    update();
    (on ? (frame as HTMLElement) : button).focus();
    tell(on ? "open" : "close");
  };

  const hear = ({ source, origin: sender, data }: MessageEvent) => {
    if (!frame || source !== frame.contentWindow || sender !== origin || !isFromFrame(data)) return;
    if (data.hub === "close") return show(false);
    ready = true;
    box.style.cssText = `--a:${data.accent};--i:${data.ink}`;
    if (data.unread !== unread) {
      unread = data.unread;
      tell("unread");
    }
    update();
  };

  const commands: Commands = {
    open: () => show(true),
    close: () => show(false),
    on: (event: string, listener: (unread: number) => void) =>
      host.addEventListener(event, (e) => listener((e as CustomEvent<number>).detail)),
    setLocale: (next: string) => {
      locale = next;
      update();
    },
    identify: (identity: HostState["who"]) => {
      who = identity;
      update();
    },
    shutdown: () => {
      scope.hub = () => {};
      // Out of sight at once; the frame needs a moment to forget who was here.
      host.style.display = "none";
      who = null;
      shown = false;
      load();
      update();
      setTimeout(() => {
        removeEventListener("message", hear);
        host.remove();
      }, 3000);
    },
  };
  const hub: Hub = (command, ...args) => {
    const run = commands[command as string];
    if (run) run(...(args as never[]));
  };
  scope.hub = hub;

  button.onpointerenter = button.onfocus = load;
  button.onclick = () => show(!shown);
  button.onkeydown = (event) => {
    if (event.key === "Escape") show(false);
  };
  addEventListener("message", hear);
  // A phone's keyboard shrinks what is visible of the page, not the page.
  const view = window.visualViewport as VisualViewport;
  view.addEventListener("resize", () => host.style.setProperty("--h", `${view.height}px`));

  update();
  // Beside the body, so that a page which swaps its whole body keeps the conversation open.
  document.documentElement.append(host);
  for (const call of early) hub(...call);
}

if (script) {
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => start(script));
  else start(script);
}
