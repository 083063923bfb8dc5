import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Status, Ticket } from "../api/types";
import { Icon } from "../ui";
import { Attach, Attached } from "./attached";
import { ComposerHead } from "./composer-head";
import { ComposerStrips } from "./composer-strips";
import { customerName } from "./names";
import { outboxOf } from "./outbox";
import { areSendable, peopleOf } from "./people";
import { Recipients } from "./recipients";
import { SendButtons } from "./send-buttons";
import { SendLater } from "./send-later-dialog";
import { useDraft } from "./use-draft";
import { useTyping } from "./use-typing";
import { useUploads } from "./use-uploads";
import { wayOf, waysOf } from "./ways";

export type Mode = "reply" | "note";

/** Somebody wants to write, and what; each wish is an object of its own. */
export interface Wish {
  ticket: number;
  mode: Mode;
  /** Of an answer by mail: to everybody on the newest mail; false: to the usual ones again. */
  all?: boolean;
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

/** Where answers and notes are written. Nothing typed here is lost: not on reload, not on a lost line, not when the customer writes meanwhile. */
export function Composer({ ticket, newest, me, mode, wish, onMode }: ComposerProps) {
  const { t } = useTranslation();
  const draft = useDraft(me, ticket.number, mode, newest);
  const [later, setLater] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const typing = useTyping(ticket.number);
  const uploads = useUploads(draft.attach);
  const [hover, setHover] = useState(false);
  const files = draft.files ?? [];
  const { text } = draft;
  const name = customerName(ticket.customer, t);
  const note = mode === "note";
  const ways = waysOf(ticket);
  const way = wayOf(ways, draft.by);
  const length = [...text].length;
  const closed = ticket.status === "closed" && !note;
  const byMail = !note && way?.channel.kind === "email";
  const people = byMail ? (draft.people ?? peopleOf(ticket, "reply")) : undefined;
  const sendable =
    (text.trim() !== "" || files.length > 0) &&
    !uploads.busy &&
    length <= longest &&
    !closed &&
    (!people || areSendable(people));

  // biome-ignore lint/correctness/useExhaustiveDependencies: each wish is heard once
  useEffect(() => {
    if (!wish) return;
    field.current?.focus();
    if (wish.all !== undefined && byMail) draft.address(wish.all ? peopleOf(ticket, "all") : undefined);
  }, [wish]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(240, Math.max(44, element.scrollHeight))}px`;
  }, [text]);

  function send(more: { status?: Status; sendAt?: string } = {}) {
    if (!sendable) return;
    outboxOf(me).add({
      ticket: ticket.number,
      kind: mode,
      text,
      files: files.length > 0 ? files.map((file) => Number(file.id)) : undefined,
      attached: files.length > 0 ? files : undefined,
      clientId: crypto.randomUUID(),
      // What the composer shows is what happens, even where the ticket's own way has changed meanwhile.
      channel: note ? undefined : way?.channel.kind,
      to: people?.to,
      cc: people?.cc,
      at: new Date().toISOString(),
      ...more,
    });
    typing(false);
    draft.clear();
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
    <>
      <form
        className={`cp${note ? " noted" : ""}`}
        aria-label={label}
        onDragOver={(event) => {
          if (closed || !event.dataTransfer.types.includes("Files")) return;
          event.preventDefault();
          setHover(true);
        }}
        onDragLeave={() => setHover(false)}
        onDrop={(event) => {
          setHover(false);
          if (closed || !event.dataTransfer.types.includes("Files")) return;
          event.preventDefault();
          uploads.add(event.dataTransfer.files);
        }}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <ComposerHead
          mode={mode}
          onMode={onMode}
          name={name}
          ways={ways}
          way={way}
          to={people?.to}
          onWay={draft.choose}
        />
        <ComposerStrips
          ticket={ticket}
          name={name}
          note={note}
          way={way}
          newer={!note && text !== "" && newest > draft.since}
          draft={draft}
        />
        {people && <Recipients ticket={ticket} people={people} onPeople={draft.address} />}
        <textarea
          ref={field}
          className="ed"
          aria-label={label}
          placeholder={t(note ? "tickets.notePlaceholder" : "tickets.replyPlaceholder", { name })}
          rows={2}
          value={text}
          disabled={closed}
          onChange={(event) => {
            draft.write(event.target.value);
            if (!note) typing(event.target.value !== "");
          }}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            // What is copied from a document brings its picture beside its words.
            const { files: pasted } = event.clipboardData;
            if (pasted.length === 0 || event.clipboardData.getData("text/plain")) return;
            event.preventDefault();
            uploads.add(pasted);
          }}
          onBlur={() => typing(false)}
        />
        <Attached
          files={files}
          uploads={uploads.all}
          onRemove={draft.detach}
          onStop={uploads.remove}
          onRetry={uploads.retry}
        />
        {hover && <p className="dropping">{t("tickets.dropFiles")}</p>}
        <div className="cf row">
          <Attach onFiles={uploads.add} disabled={closed} />
          {length > longest && <span className="st bad">{t("tickets.tooLong", { count: length - longest })}</span>}
          <span className="grow" />
          {text && (
            <span className="saved">
              <Icon name="check" size={14} />
              {t("tickets.saved")}
            </span>
          )}
          <SendButtons
            note={note}
            disabled={closed}
            onSend={(status) => send({ status })}
            onLater={way?.channel.kind === "email" ? () => setLater(true) : undefined}
            maySendLater={sendable}
          />
        </div>
      </form>
      {later && (
        <SendLater
          onClose={() => setLater(false)}
          onChoose={(sendAt) => {
            setLater(false);
            send({ sendAt });
          }}
        />
      )}
    </>
  );
}
