import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { excerpt } from "./excerpt";
import { Words } from "./words";

/** A text; a very long one shows its beginning and the way to the rest. */
export function LongText({ text }: { text: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const first = excerpt(text);
  if (first === undefined) return <Words text={text} />;
  return (
    <>
      <Words text={open ? text : `${first} …`} />
      <button type="button" className="fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t(open ? "tickets.showLess" : "tickets.showMore")}
      </button>
    </>
  );
}

/** What a mail repeats of earlier ones, folded until somebody wants it. */
export function Quoted({ text }: { text: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className="quoted">
      <button
        type="button"
        className="fold"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <span aria-hidden="true">…</span>
        {t(open ? "tickets.hideQuoted" : "tickets.showQuoted")}
      </button>
      {open && (
        <blockquote id={id}>
          <LongText text={text} />
        </blockquote>
      )}
    </div>
  );
}
