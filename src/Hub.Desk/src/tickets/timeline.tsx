import { useQuery } from "@tanstack/react-query";
import { Fragment, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../api/types";
import { useMoment } from "../realtime/store";
import { Button, Failed } from "../ui";
import { TimelineMessage } from "./message";
import { customerName } from "./names";
import { usePending } from "./outbox";
import { PendingMessage } from "./pending";
import { loadEarlier, messagesQuery } from "./queries";
import { day, dayOf } from "./time";
import { useNow } from "./use-now";

const near = 80;

/** All that was said and done, in order. It stays where the reader is; at the end it follows what comes. */
export function Timeline({ number, ticket, me }: { number: number; ticket?: Ticket; me: number }) {
  const { t, i18n } = useTranslation();
  const { data, error, refetch } = useQuery(messagesQuery(number));
  const pending = usePending(me).filter((item) => item.ticket === number);
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const height = useRef(0);
  const sent = useRef(0);
  const [below, setBelow] = useState(false);
  const now = useNow();
  const messages = data?.messages ?? [];
  const customer = ticket ? customerName(ticket.customer, t) : "";
  const known = new Set(messages.map((message) => message.clientId).filter(Boolean));
  const waiting = pending.filter((item) => !known.has(item.clientId));
  const lastId = messages.at(-1)?.id;
  const firstId = messages[0]?.id;

  // biome-ignore lint/correctness/useExhaustiveDependencies: it runs when the ends of the list change
  useLayoutEffect(() => {
    const list = scroller.current;
    if (!list) return;
    // Whoever sends wants to see it go.
    if (waiting.length > sent.current) atEnd.current = true;
    sent.current = waiting.length;
    if (atEnd.current) list.scrollTop = list.scrollHeight;
    else setBelow(true);
  }, [lastId, waiting.length]);
  // What opens below it (the undo bar, a line in the composer) must not cover the end that is being read.
  useEffect(() => {
    const list = scroller.current;
    if (!list) return;
    const watcher = new ResizeObserver(() => {
      if (atEnd.current) list.scrollTop = list.scrollHeight;
    });
    watcher.observe(list);
    // A mail has its height only when it is drawn.
    const onSettled = () => {
      if (atEnd.current) list.scrollTop = list.scrollHeight;
    };
    list.addEventListener("settled", onSettled);
    return () => {
      watcher.disconnect();
      list.removeEventListener("settled", onSettled);
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was loaded above must not move what is being read
  useLayoutEffect(() => {
    const list = scroller.current;
    if (list && !atEnd.current && height.current) list.scrollTop += list.scrollHeight - height.current;
    height.current = list?.scrollHeight ?? 0;
  }, [firstId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another ticket begins at its end
  useEffect(() => {
    atEnd.current = true;
    setBelow(false);
  }, [number]);

  function onScroll() {
    const list = scroller.current;
    if (!list) return;
    atEnd.current = list.scrollHeight - list.scrollTop - list.clientHeight < near;
    height.current = list.scrollHeight;
    if (atEnd.current) setBelow(false);
  }

  function toEnd() {
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  }

  if (!data && error) {
    return (
      <div className="tl">
        <Failed error={error} retry={refetch} />
      </div>
    );
  }
  return (
    <div className="tlw">
      <div
        className="tls"
        role="log"
        aria-label={t("tickets.timeline")}
        aria-busy={!data}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long conversation must be scrollable by keyboard
        tabIndex={0}
        ref={scroller}
        onScroll={onScroll}
      >
        <ol className="tl">
          {data?.more && messages[0] && (
            <li className="earlier">
              <Button look="edge" onClick={() => void loadEarlier(number, messages[0]?.seq ?? 1)}>
                {t("tickets.earlier")}
              </Button>
            </li>
          )}
          {messages.map((message, index) => {
            const before = messages[index - 1];
            const newDay = !before || dayOf(before.at) !== dayOf(message.at);
            return (
              <Fragment key={message.id}>
                {newDay && (
                  <li className="ev day">
                    <b>{day(message.at, now, t, i18n.language)}</b>
                  </li>
                )}
                <TimelineMessage
                  ticket={number}
                  subject={ticket?.subject ?? ""}
                  message={message}
                  customer={customer}
                  me={me}
                  seen={ticket?.seen}
                />
              </Fragment>
            );
          })}
          {waiting.map((item) => (
            <PendingMessage key={item.clientId} item={item} me={me} />
          ))}
          <TypingLine number={number} customer={customer} />
        </ol>
      </div>
      {below && (
        <Button look="main" className="below" icon="down" onClick={toEnd}>
          {t("tickets.newBelow")}
        </Button>
      )}
    </div>
  );
}

function TypingLine({ number, customer }: { number: number; customer: string }) {
  const { t } = useTranslation();
  const typists = useMoment().typing[number] ?? [];
  if (typists.length === 0) return null;
  const names = typists.map((typist) => (typist.kind === "visitor" ? customer : (typist.name ?? "")));
  return (
    <li className="ty">
      <span>{t("tickets.typing", { names: names.join(", "), count: names.length })}</span>
      <span className="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
    </li>
  );
}
