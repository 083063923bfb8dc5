import { type HostState, isFromFrame } from "../shared/bridge";
import { drawLauncher } from "./launcher";
import { look } from "./look";
import { countInTitle } from "./title";

type Hub = { (...args: unknown[]): void; q?: Iterable<unknown>[] };
type Commands = Record<string, (...args: never[]) => void>;
type Listener = (unread: number) => void;

const scope = window as unknown as { hub?: Hub; navigation?: EventTarget };
const script = (document.currentScript || document.querySelector("script[data-site]")) as HTMLScriptElement | null;
/** Under which the page remembers that there is a conversation. */
const memory = "hub-chat";

function start({ src, dataset }: HTMLScriptElement): void {
  // Once a page, however often the script is in it.
  if (document.querySelector("hub-chat")) return;
  const { origin } = new URL(src);
  const early = scope.hub?.q || [];
  const side = dataset.side === "left" || dataset.side === "right" ? dataset.side : look.side;
  const { host, box, button, dress, paint } = drawLauncher(look.words);
  const ending = new AbortController();
  const title = countInTitle();
  const until = { signal: ending.signal };
  let locale = dataset.locale || document.documentElement.lang || navigator.language;
  let bare = look.bare || dataset.launcher === "off";
  let frame: HTMLIFrameElement | undefined;
  let asked = 0;
  let listeners: [string, Listener][] = [];
  let who: HostState["who"] = {};
  let text = "";
  let ready = false;
  let shown = false;
  let unread = 0;
  let kept = "";
  try {
    kept = localStorage.getItem(memory) || "";
  } catch {
    // Forbidden: the chat has only what its own frame remembers.
  }

  const tell = (event: string) => {
    for (const [name, listener] of listeners) {
      if (name !== event) continue;
      try {
        listener(unread);
      } catch (error) {
        reportError(error);
      }
    }
  };

  /** Nothing of whoever was here stays in the page, whatever the frame says or does not say. */
  const forget = () => {
    who = null;
    kept = "";
    try {
      localStorage.removeItem(memory);
    } catch {
      // Forbidden: there is nothing.
    }
  };

  /** Shows the present state here and in the frame. */
  const update = () => {
    dress(shown, bare, locale, unread);
    title.count(unread);
    const target = ready && frame?.contentWindow;
    if (!target) return;
    const page = location.origin + location.pathname + location.search;
    const post = () => {
      const state: HostState = { hub: "host", shown, locale, page, title: title.get(), who, text, kept };
      target.postMessage(state, origin);
    };
    try {
      post();
    } catch (error) {
      // Something in what the page says of the visitor cannot be handed over, such as a function: without it.
      who = {};
      post();
      reportError(error);
    }
    // Said once, or it would come again after the visitor has sent it.
    text = "";
  };

  const load = () => {
    if (frame || !host.isConnected) return;
    asked = Date.now();
    frame = document.createElement("iframe");
    frame.title = "Chat";
    frame.src = `${origin}/chat?site=${dataset.site}&locale=${locale}&origin=${location.origin}`;
    box.append(frame);
  };

  const show = (on: boolean) => {
    if (on === shown) return;
    // Something on the page keeps the frame from loading: the chat has a window of its own, too.
    if (on && frame && !ready && Date.now() - asked > 9999) return void open(frame.src, "", "noopener");
    load();
    shown = on;
    update();
    (on ? (frame as HTMLElement) : button).focus();
    // WebKit takes the focus from what has it when the frame that had it before is gone from sight.
    if (!on) setTimeout(() => shown || button.focus(), 50);
    tell(on ? "open" : "close");
  };

  const hear = ({ source, origin: sender, data }: MessageEvent) => {
    if (!frame || source !== frame.contentWindow || sender !== origin || !isFromFrame(data)) return;
    if (data.hub === "close") return show(false);
    ready = true;
    paint({ ...look, side, accent: data.accent, ink: data.ink });
    if (data.keep !== kept) {
      kept = data.keep;
      try {
        if (kept) localStorage.setItem(memory, kept);
        else localStorage.removeItem(memory);
      } catch {
        // Full or forbidden: the next visit begins without the badge.
      }
    }
    if (data.unread !== unread) {
      unread = data.unread;
      tell("unread");
    }
    update();
  };

  const commands = {
    __proto__: null,
    open: (options?: { text?: string }) => {
      text = `${options?.text || ""}`;
      show(true);
      update();
    },
    close: () => show(false),
    toggle: () => show(!shown),
    on: (event: string, listener: Listener) => {
      listeners.push([event, listener]);
    },
    off: (event: string, listener?: Listener) => {
      listeners = listeners.filter(([name, known]) => name !== event || (listener && known !== listener));
    },
    setLocale: (next: string) => {
      locale = `${next || ""}`;
      update();
    },
    identify: (identity: HostState["who"]) => {
      // A copy: what frameworks watch cannot be handed to another window.
      if (identity) who = { ...identity };
      else forget();
      update();
    },
    show: () => {
      bare = false;
      update();
    },
    hide: () => {
      bare = true;
      update();
    },
    shutdown: () => {
      // Out of sight at once; the frame needs a moment to forget who was here.
      bare = true;
      forget();
      shown = false;
      unread = 0;
      load();
      update();
      const end = () => {
        ending.abort();
        host.remove();
      };
      setTimeout(end, 3000);
      scope.hub = (command) => {
        if (command !== "boot") return;
        end();
        start(script as HTMLScriptElement);
      };
    },
  } as unknown as Commands;
  const hub: Hub = (command, ...args) => {
    const run = commands[command as string];
    try {
      if (run) run(...(args as never[]));
    } catch (error) {
      reportError(error);
    }
  };
  scope.hub = hub;

  button.onpointerenter = button.onfocus = load;
  button.onclick = () => show(!shown);
  button.onkeydown = (event) => {
    if (event.key === "Escape") show(false);
  };
  addEventListener("message", hear, until);
  // A page that changes its address without loading anew.
  addEventListener("popstate", update, until);
  scope.navigation?.addEventListener("currententrychange", update, until);
  // A phone's keyboard shrinks what is visible of the page, not the page.
  const view = window.visualViewport as VisualViewport;
  view.addEventListener("resize", () => host.style.setProperty("--h", `${view.height}px`), until);

  paint({ ...look, side });
  update();
  // Beside the body, so that a page which swaps its whole body keeps the conversation open.
  document.documentElement.append(host);
  for (const call of early) hub(...call);
  // There is a conversation: whether it has news is asked once the page has nothing better to do.
  const idle = () => (window.requestIdleCallback || setTimeout)(load);
  if (!kept) return;
  if (document.readyState === "complete") idle();
  else addEventListener("load", idle, until);
}

// Nothing of ours may show as an error of the page, however old or altered its browser is.
const begin = () => {
  try {
    if (script) start(script);
  } catch {
    // Without a chat.
  }
};
if (look.off) scope.hub = () => {};
else if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
else begin();
