import type { Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Composer } from "./components/composer";
import { hovering } from "./components/drop";
import { Header } from "./components/header";
import { Later } from "./components/later";
import { Log } from "./components/log";
import { t } from "./i18n";
import { panel } from "./panel";
import type { Session } from "./session";
import type { Storage } from "./storage";

interface Props {
  session: Session;
  storage: Storage;
  /** The half-written message. */
  words: Signal<string>;
  /** Closes the panel; null when the chat has the window to itself. */
  close: (() => void) | null;
}

const asking = () => import("./components/asking").then((it) => it.Asking);

/** The whole chat. */
export function App({ session, storage, words, close }: Props) {
  const root = useRef<HTMLElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const opened = session.opened.value;
  const part = session.gone.value ? "gone" : (panel.value ?? (session.asks.value && "asking"));

  useEffect(
    () =>
      words.subscribe((text) => {
        storage.words = text;
      }),
    [words, storage],
  );
  const enter = () => {
    const find = (what: string) => root.current?.querySelector<HTMLElement>(what);
    (field.current ?? find(".asking :is(input, select)") ?? find("h1"))?.focus();
  };
  useEffect(() => {
    if (opened) enter();
  }, [opened]);
  // What had the focus may be gone with the part it was in: what came in its place takes it.
  useEffect(() => {
    if (opened && document.activeElement === document.body) enter();
  }, [part]);
  // Safari lets no script of a foreign frame take the focus before somebody has done something in it: the first key does.
  useEffect(() => {
    const key = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) => {
      const typed = key.length === 1 && key !== " " && !ctrlKey && !metaKey && !altKey;
      if (typed && document.activeElement === document.body) field.current?.focus();
    };
    document.addEventListener("keydown", key);
    return () => document.removeEventListener("keydown", key);
  }, []);

  const edit = (clientId: string) => {
    const draft = session.outbox.drafts.value.find((known) => known.clientId === clientId);
    session.tray.giveBack(draft?.items ?? []);
    session.outbox.remove(clientId);
    words.value = [draft?.text, words.value].filter(Boolean).join("\n");
    field.current?.focus();
  };

  if (session.gone.value) {
    return (
      <main class="chat" ref={root}>
        <Header session={session} close={close} />
        <p class="gone">{t.value.gone}</p>
      </main>
    );
  }
  const View = panel.value?.View;
  if (View) {
    const done = () => {
      panel.value = null;
    };
    return (
      <main class="chat" ref={root}>
        <Header session={session} close={close} />
        <div class="panel">
          <View session={session} done={done} />
        </div>
      </main>
    );
  }
  return (
    <main class="chat" ref={root}>
      <Header session={session} close={close} />
      <Banner session={session} />
      {session.asks.value ? (
        <Later fetch={asking} session={session} />
      ) : (
        <>
          <Log session={session} edit={edit} write={() => field.current?.focus()} />
          {hovering.value && <p class="drop">{t.value.drop}</p>}
          <Composer session={session} words={words} field={field} />
        </>
      )}
      <p class="hidden" role="status">
        {session.typing.value.length > 0 && t.value.typing(session.typing.value.map((name) => name || t.value.agent))}
      </p>
    </main>
  );
}

/** Says quietly that the line is down, or that the server asked for a pause. Nothing is blocked meanwhile. */
function Banner({ session }: { session: Session }) {
  const down = session.connection.state.value === "down";
  const slowed = session.outbox.slowed.value;
  const waiting = session.outbox.drafts.value.filter((draft) => draft.state === "sending").length;
  return (
    <div class="banner" role="status">
      {down && (
        <p>
          {t.value.reconnecting} {waiting > 0 && <span>{t.value.kept(waiting)}</span>}
        </p>
      )}
      {!down && slowed && <p>{t.value.slowed}</p>}
    </div>
  );
}
