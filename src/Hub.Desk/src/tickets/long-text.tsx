import { useState } from "react";
import { useTranslation } from "react-i18next";
import { excerpt } from "./excerpt";
import { Fold } from "./fold";
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
  return (
    <Fold show={t("tickets.showQuoted")} hide={t("tickets.hideQuoted")} dots>
      {(id) => (
        <blockquote id={id}>
          <LongText text={text} />
        </blockquote>
      )}
    </Fold>
  );
}
