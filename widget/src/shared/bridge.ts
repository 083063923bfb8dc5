// What the host page's loader and the chat frame say to each other. Each side posts its whole state when something
// changes, so nothing depends on order or on who was first. Either side may be hostile to the other: only these exact
// shapes are taken, anything else is ignored.

/** The host page's state, posted to the frame. */
export interface HostState {
  hub: "host";
  shown: boolean;
  locale: string;
  page: string;
  title: string;
  /** What `identify` said last; null: whoever was here has gone. */
  who: Who | null;
  /** Put into an empty field, where the page opens the chat with words; empty: none. */
  text: string;
  /** What the page remembers for us; see `FrameMessage.keep`. */
  kept: string;
}

export interface Who {
  name?: string;
  email?: string;
  /** The page's signed word about the visitor, for the server to judge: a JWT, or fields with a `signature`. */
  word?: unknown;
}

/** The frame's state, or its wish to be closed, posted to the host page. Never a word of the conversation. */
export type FrameMessage = FrameState | { hub: "close" };

export interface FrameState {
  hub: "frame";
  unread: number;
  accent: string;
  ink: string;
  /** What the page shall remember: `1` where there is a conversation, its token where the site wants that, or nothing. */
  keep: string;
}

type Shape = Record<string, unknown>;

/** Whether `data`, posted by the frame, is one of our messages. Kept tiny: it is in the loader. */
export function isFromFrame(data: unknown): data is FrameMessage {
  const { hub, unread, accent, ink, keep } = Object(data) as Shape;
  return (
    hub === "close" ||
    (hub === "frame" &&
      (unread as number) >= 0 &&
      /^(#[\da-f]{6}){2}[\w-]{0,200}$/.test(`${accent}${ink}${keep}`) &&
      typeof keep === "string")
  );
}

const isText = (value: unknown): value is string => typeof value === "string";

/** The host's state that `data` holds, or null when it is not one. Long addresses and titles are cut, not refused. */
export function readHost(data: unknown): HostState | null {
  const { hub, shown, locale, page, title, who, text, kept } = Object(data) as Shape;
  if (hub !== "host" || typeof shown !== "boolean") return null;
  if (!isText(locale) || !isText(page) || !isText(title)) return null;
  return {
    hub,
    shown,
    locale,
    page: page.slice(0, 2000),
    title: title.slice(0, 200),
    who: readWho(who),
    text: isText(text) ? text.slice(0, 2000) : "",
    kept: isText(kept) && /^[\w-]{0,200}$/.test(kept) ? kept : "",
  };
}

function readWho(who: unknown): Who | null {
  if (who === null) return null;
  const known: Who = {};
  const { name, email, token, signature } = Object(who) as Shape;
  // Signed fields are for the server alone: a name that it does not believe must not come in by another way.
  if (token !== undefined) known.word = token;
  else if (signature !== undefined) known.word = who;
  if (known.word !== undefined) return known;
  if (isText(name) && name.trim()) known.name = name.trim().slice(0, 100);
  if (isText(email) && email.includes("@") && email.length <= 254) known.email = email.trim();
  return known;
}
