import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Status, Ticket } from "../api/types";
import { sayTyping } from "../realtime/line";
import { useMoment } from "../realtime/store";
import { Button, Icon, Menu } from "../ui";
import { readDraft, writeDraft } from "./drafts";
import { customerName } from "./names";
import { outboxOf } from "./outbox";

export type Mode = "reply" | "note";

/** Somebody wants to write, and what; each wish is an object of its own. */
export interface Wish {
  ticket: number;
  mode: Mode;
}

interface ComposerProps {
  ticket: Ticket;
  /** The newest message the customer wrote. */
  newest: number;
  me: number;
  mode: Mode;
  wish: Wish | undefined;
  onMode: (mode: Mode) => void;
}

const longest = 20_000;
const typingPause = 3000;
const idle = 4000;

/** Where answers and notes are written. Nothing typed here is lost: not on reload, not on a lost line, not when the customer writes meanwhile. */
export function Composer({ ticket, newest, me, mode, wish, onMode }: ComposerProps) {
  const { t } = useTranslation();
  const kept = readDraft(me, ticket.number, mode);
  const [text, setText] = useState(kept?.text ?? "");
  const [since, setSince] = useState(kept?.since ?? newest);
  const field = useRef<HTMLTextAreaElement>(null);
  const typing = useTyping(ticket.number);
  const visitor = useMoment().looking[ticket.number]?.visitor ?? (ticket.visitor?.online ? "online" : "offline");
  const name = customerName(ticket.customer, t);
  const note = mode === "note";
  const newer = !note && text !== "" && newest > since;
  const length = [...text].length;
  const closed = ticket.status === "closed" && !note;

  useEffect(() => {
    if (wish) field.current?.focus();
  }, [wish]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(240, Math.max(44, element.scrollHeight))}px`;
  }, [text]);

  function write(next: string) {
    if (text === "") setSince(newest);
    setText(next);
    writeDraft(me, ticket.number, mode, next ? { text: next, since: text === "" ? newest : since } : undefined);
    if (!note) typing(next !== "");
  }

  function send(status?: Status) {
    if (!text.trim() || length > longest || closed) return;
    outboxOf(me).add({
      ticket: ticket.number,
      kind: mode,
      text,
      clientId: crypto.randomUUID(),
      status,
      at: new Date().toISOString(),
    });
    typing(false);
    setText("");
    writeDraft(me, ticket.number, mode, undefined);
    field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) {
      event.preventDefault();
      send();
    }
    if (event.key === "Escape") field.current?.blur();
  }

  const label = t(note ? "tickets.mode.note" : "tickets.mode.reply");
  return (
    <form
      className={`cp${note ? " noted" : ""}`}
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="ct row">
        <div className="tabs" role="tablist" aria-label={t("tickets.mode.label")}>
          {(["reply", "note"] as const).map((each) => (
            <button key={each} type="button" role="tab" aria-selected={mode === each} onClick={() => onMode(each)}>
              {each === "note" && <Icon name="lock" size={12} />}
              {t(`tickets.mode.${each}`)}
            </button>
          ))}
        </div>
        <span className="to grow">
          <Icon name={note ? "lock" : "chat"} size={14} />
          <span className="cut">{t(note ? "tickets.neverSent" : "tickets.byChat", { name })}</span>
        </span>
      </div>
      {newer && (
        <p className="newer" role="status">
          <Icon name="chat" size={14} />
          <span className="grow">{t("tickets.newer", { name })}</span>
          <button type="button" onClick={() => setSince(newest)}>
            {t("tickets.newerSeen")}
          </button>
        </p>
      )}
      {!note && visitor === "offline" && !closed && (
        <p className="why">
          <Icon name="info" size={14} />
          <span className="cut">{t("tickets.away", { name })}</span>
        </p>
      )}
      {closed && (
        <p className="why">
          <Icon name="info" size={14} />
          <span>{t("tickets.closedWhy")}</span>
        </p>
      )}
      <textarea
        ref={field}
        className="ed"
        aria-label={label}
        placeholder={t(note ? "tickets.notePlaceholder" : "tickets.replyPlaceholder", { name })}
        rows={2}
        value={text}
        disabled={closed}
        onChange={(event) => write(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => typing(false)}
      />
      <div className="cf row">
        {length > longest && <span className="st bad">{t("tickets.tooLong", { count: length - longest })}</span>}
        <span className="grow" />
        {text && (
          <span className="saved">
            <Icon name="check" size={14} />
            {t("tickets.saved")}
          </span>
        )}
        {note ? (
          <Button look="main" type="submit">
            {t("tickets.addNote")}
          </Button>
        ) : (
          <span className="split">
            <Button look="main" type="submit" disabled={closed}>
              {t("tickets.send")}
            </Button>
            <Menu
              label={t("tickets.otherWays")}
              className="btn main"
              align="end"
              button={<Icon name="down" size={14} />}
              items={(["resolved", "open", "onHold"] as const).map((status) => ({
                label: t(`tickets.sendAnd.${status}`),
                onSelect: () => send(status),
              }))}
            />
          </span>
        )}
      </div>
    </form>
  );
}

/** Tells the others that an answer is being written: at most every three seconds, and its end. */
function useTyping(number: number): (on: boolean) => void {
  const said = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  return (on) => {
    clearTimeout(timer.current);
    if (!on) {
      if (said.current) sayTyping(number, false);
      said.current = 0;
      return;
    }
    if (Date.now() - said.current > typingPause) {
      said.current = Date.now();
      sayTyping(number, true);
    }
    timer.current = setTimeout(() => {
      said.current = 0;
      sayTyping(number, false);
    }, idle);
  };
}
