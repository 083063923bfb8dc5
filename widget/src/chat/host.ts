import { signal } from "@preact/signals";
import { type FrameMessage, type HostState, readHost } from "../shared/bridge";
import type { Settings } from "./protocol";

/** What the frame was opened with. */
export interface Opening {
  site: string;
  locale: string | undefined;
  /** The exact origin of the page around the frame; null when the chat has the whole window. */
  origin: string | null;
  /** The desk shows what the chat looks like; nobody talks. */
  preview: boolean;
}

export function readOpening(query: string, framed: boolean): Opening {
  const params = new URLSearchParams(query);
  const origin = params.get("origin");
  return {
    site: params.get("site") ?? "",
    locale: params.get("locale") ?? undefined,
    origin: framed && origin && /^https?:\/\/[^/\s]+$/.test(origin) ? origin : null,
    preview: params.has("preview"),
  };
}

/** What the server has written into the frame's page, so that nothing changes before the eyes when it answers. */
export function readPage(page: Document): { settings: Settings | null; memory: string | undefined } {
  const meta = page.querySelector<HTMLMetaElement>("meta[name=hub]");
  return { settings: meta && (JSON.parse(meta.content) as Settings), memory: meta?.dataset.memory };
}

/** The page around the frame. */
export class Host {
  readonly state = signal<HostState | null>(null);
  /** Resolves with the first word of the host page, or after a moment without one. */
  readonly met: Promise<void>;

  constructor(private readonly origin: string | null) {
    this.met = new Promise((done) => {
      if (!origin) return done();
      setTimeout(done, 1000);
      addEventListener("message", (event) => {
        if (event.source !== window.parent || event.origin !== origin) return;
        const state = readHost(event.data);
        if (!state) return;
        this.state.value = state;
        done();
      });
    });
  }

  get framed(): boolean {
    return this.origin !== null;
  }

  post(message: FrameMessage): void {
    if (this.origin) window.parent.postMessage(message, this.origin);
  }
}
