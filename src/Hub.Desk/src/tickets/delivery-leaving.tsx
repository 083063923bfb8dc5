import { useTranslation } from "react-i18next";
import type { Acting } from "./delivery-line";
import { Said } from "./delivery-line";
import { counted } from "./lines";
import { exact, soon } from "./time";
import { useLeft } from "./use-left";

/** A mail that is held back: for some seconds, in which it can be undone, or until a chosen time. */
export function Leaving({ at, act }: { at: string; act: Acting }) {
  const { t, i18n } = useTranslation();
  const left = useLeft(at);
  if (left === 0) return <Said icon="send">{t("tickets.sending")}</Said>;
  if (left > counted) {
    return (
      <>
        <Said icon="later" title={exact(at, i18n.language)}>
          {t("tickets.delivery.scheduled", { time: soon(at, Date.now(), i18n.language) })}
        </Said>
        <Do act={act} what="send" says={t("tickets.delivery.sendNow")} />
        <Do act={act} what="undo" says={t("tickets.delivery.cancel")} />
      </>
    );
  }
  return (
    <>
      <Said icon="send">
        {/* The timeline is read out as it grows: a number that changes each second must not be. */}
        <span aria-hidden="true" className="num">
          {t("tickets.delivery.leaves", { n: Math.ceil(left / 1000) })}
        </span>
        <span className="sr">{t("tickets.delivery.leavesSoon")}</span>
      </Said>
      <Do act={act} what="undo" says={t("tickets.delivery.undo")} />
    </>
  );
}

interface DoProps {
  act: Acting;
  what: Parameters<Acting["mutate"]>[0];
  says: string;
}

/** A word that does something; a second press while it is being done does nothing. */
export function Do({ act, what, says }: DoProps) {
  return (
    <button
      type="button"
      className="lnk"
      aria-busy={act.isPending || undefined}
      onClick={() => act.isPending || act.mutate(what)}
    >
      {says}
    </button>
  );
}
