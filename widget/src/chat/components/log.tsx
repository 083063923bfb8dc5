import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { formatDay, formatNumber, formatWithin, t } from "../i18n";
import { webAddress } from "../linkify";
import { initials, type Row, rowsOf } from "../rows";
import type { Session } from "../session";
import { Bubble } from "./bubble";
import { EmailCard, PrivacyLink } from "./email-card";
import { Later } from "./later";

const near = 80;
const rating = () => import("./rating").then((it) => it.Rating);

interface Props {
  session: Session;
  /** Takes a text that was not sent back into the field. */
  edit(clientId: string): void;
  /** Goes on in the field. */
  write(): void;
}

/** The conversation. It follows its end while one reads there, and never moves under somebody who reads above. */
export function Log({ session, edit, write }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const fromEnd = useRef(0);
  const paging = useSignal(false);
  const news = useSignal(false);
  const { messages, olderThan } = session.timeline.value;
  const rows = rowsOf(messages, session.outbox.drafts.value, session.seen.value);
  const last = rows.at(-1);
  const lastKey = last?.key ?? "";
  const firstKey = rows[0]?.key ?? "";
  const mine = last?.kind === "bubble" && last.mine;

  const toEnd = () => {
    const log = box.current;
    if (log) log.scrollTop = log.scrollHeight;
    news.value = false;
  };
  const scrolled = () => {
    const log = box.current;
    if (!log) return;
    fromEnd.current = log.scrollHeight - log.scrollTop;
    atEnd.current = fromEnd.current - log.clientHeight < near;
    if (atEnd.current) news.value = false;
  };
  // When older messages have been put in front, what one reads stays where it is.
  useLayoutEffect(() => {
    const log = box.current;
    if (log && !atEnd.current) log.scrollTop = log.scrollHeight - fromEnd.current;
  }, [firstKey]);
  // At a new end.
  useLayoutEffect(() => {
    if (atEnd.current || mine) toEnd();
    else news.value = true;
  }, [lastKey]);
  // What grows at the end without being a new message (a mark, the card, the dots) and a smaller window.
  useLayoutEffect(() => {
    const log = box.current;
    if (!log) return;
    const follow = new ResizeObserver(() => atEnd.current && toEnd());
    follow.observe(log);
    for (const part of log.children) follow.observe(part);
    return () => follow.disconnect();
  });

  // For whoever pressed what is gone then.
  const stay = () => box.current?.focus({ preventScroll: true });
  const retry = (clientId: string) => {
    session.outbox.retry(clientId);
    stay();
  };
  const earlier = async () => {
    if (paging.value) return;
    paging.value = true;
    scrolled();
    atEnd.current = false;
    await session.earlier().catch(() => {});
    paging.value = false;
    if (session.complete.value) stay();
  };

  return (
    <div class="stage">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard */}
      <div class="log" ref={box} role="log" aria-label={t.value.conversation} tabIndex={0} onScroll={scrolled}>
        {rows.length === 0 && session.started.value && <Greeting session={session} />}
        <ol>
          {olderThan !== null && !session.complete.value && (
            <li class="note" key="earlier">
              <button type="button" class="word" aria-disabled={paging.value} onClick={() => void earlier()}>
                {paging.value ? t.value.loading : t.value.earlier}
              </button>
            </li>
          )}
          {rows.map((row) => renderRow(row, session, retry, edit))}
        </ol>
        <div class="ending">
          <Ending session={session} />
        </div>
        {session.wentByMail.value && (
          <p class="note">
            {t.value.wentByMail}{" "}
            <button
              type="button"
              class="word"
              onClick={() => void import("./earlier").then((it) => it.show(session, "talk")).catch(() => {})}
            >
              {t.value.showMails}
            </button>
          </p>
        )}
        <EmailCard session={session} done={write} />
        {session.typing.value.length > 0 && <Dots name={session.typing.value[0] ?? ""} />}
      </div>
      {news.value && (
        <button
          type="button"
          class="button news"
          onClick={() => {
            toEnd();
            stay();
          }}
        >
          {t.value.newer}
        </button>
      )}
    </div>
  );
}

type Act = (clientId: string) => void;

function renderRow(row: Row, session: Session, retry: Act, edit: Act) {
  if (row.kind === "bubble") {
    return <Bubble key={row.key} session={session} row={row} retry={retry} edit={edit} />;
  }
  return (
    <li key={row.key} class="note">
      {formatDay(row.at, Date.now())}
    </li>
  );
}

function Greeting({ session }: { session: Session }) {
  const settings = session.settings.value;
  const within = session.open.value ? session.reception.value.replyWithin : undefined;
  const privacy = webAddress(settings?.privacyUrl);
  return (
    <div class="greeting">
      <h2>{session.said.value.greeting ?? t.value.greeting}</h2>
      <p>
        {t.value.person} {within && t.value.within(formatWithin(within))} {privacy && <PrivacyLink href={privacy} />}
      </p>
    </div>
  );
}

/** What the end of the conversation means. */
function Ending({ session }: { session: Session }) {
  const status = session.status.value;
  const { queue, rates } = session.reception.value;
  if (queue) return <p class="note">{t.value.queue(formatNumber(queue))}</p>;
  if (status !== "resolved" && status !== "closed") return null;
  const answered = session.timeline.value.current.some((message) => message.kind === "reply");
  return (
    <>
      <p class="note">{t.value[status]}</p>
      {rates && answered && <Later fetch={rating} session={session} />}
    </>
  );
}

const Dots = ({ name }: { name: string }) => (
  <div class="theirs" aria-hidden="true">
    <span class="face">{initials(name || t.value.agent)}</span>
    <div class="bubble dots">
      <i />
      <i />
      <i />
    </div>
  </div>
);
