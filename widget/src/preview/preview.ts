import { drawLauncher } from "../loader/launcher";
import type { FrameMessage } from "../shared/bridge";
import { isOrder, type PreviewOrder } from "./order";
import "./preview.css";

// The page that the desk shows beside a site's settings: the launcher and the chat as they are on a host's page, fed by
// what has been typed and not saved. Only the desk may frame it, and only the desk is heard.

const desk = document.querySelector<HTMLMetaElement>("meta[name=desk]")?.content ?? "";
const chat = document.createElement("iframe");
let order: PreviewOrder | undefined;
let ready = false;

const launcher = drawLauncher({ "": ["", "", ""] });
launcher.box.append(chat);
document.documentElement.append(launcher.host);

function draw({ look, shown, dark, bare }: PreviewOrder): void {
  document.documentElement.className = dark ? "dark" : "";
  launcher.paint(look);
  launcher.dress(shown, bare, "", 0);
}

/** The chat hears it as soon as it is there. */
function pass(): void {
  if (!order || !ready) return;
  const { settings, locale, dir, moment, dark } = order;
  chat.contentWindow?.postMessage({ hub: "preview", settings, locale, dir, moment, dark }, location.origin);
}

addEventListener("message", ({ source, origin, data }: MessageEvent<unknown>) => {
  if (source === chat.contentWindow && origin === location.origin) {
    // Its first word only: it says something after every order, too.
    if (ready || (data as FrameMessage | null)?.hub !== "frame") return;
    ready = true;
    pass();
  } else if (source === window.parent && origin === desk && isOrder(data)) {
    if (order?.site !== data.site) {
      ready = false;
      chat.src = `/chat?site=${encodeURIComponent(data.site)}&preview&origin=${location.origin}`;
    }
    order = data;
    draw(data);
    pass();
  }
});
window.parent.postMessage({ hub: "preview" }, desk);
