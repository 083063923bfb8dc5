import type { UseMutationResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { explain } from "../api/explain";
import type { Message } from "../api/types";
import { Icon } from "../ui";
import { type Act, useAct } from "./delivery-acts";
import { DeliveryFailed } from "./delivery-failed";
import { Leaving } from "./delivery-leaving";
import { giveBack } from "./drafts";
import type { Line } from "./lines";
import { clock, soon } from "./time";

interface DeliveryLineProps {
  line: Line;
  message: Message;
  ticket: number;
  me: number;
}

export type Acting = UseMutationResult<unknown, Error, Act>;

/** Under an answer: where it is on its way, and what can still be done about it. */
export function DeliveryLine({ line, message, ticket, me }: DeliveryLineProps) {
  const { t } = useTranslation();
  const act = useAct(me, ticket, message);
  return (
    <div className="dl">
      <p className={line.kind === "failed" ? "dlf" : undefined}>
        <State line={line} act={act} again={() => giveBack(me, ticket, message.text ?? "", message.seq)} />
        {message.delivery?.doubtful && (
          <span className="st warn" title={t("tickets.delivery.doubtfulWhy")}>
            <Icon name="s-warn" size={12} />
            {t("tickets.delivery.doubtful")}
            <span className="sr">{t("tickets.delivery.doubtfulWhy")}</span>
          </span>
        )}
      </p>
      {line.kind === "failed" && <DeliveryFailed line={line} act={act} />}
      {act.error && (
        <p className="st bad" role="alert">
          {explain(act.error, t)}
        </p>
      )}
    </div>
  );
}

function State({ line, act, again }: { line: Line; act: Acting; again: () => void }) {
  const { t, i18n } = useTranslation();
  const now = Date.now();
  const time = "at" in line && line.at ? soon(line.at, now, i18n.language) : "";
  switch (line.kind) {
    case "leaving":
      return <Leaving at={line.at} act={act} />;
    case "sending":
      return <Said icon="send">{t("tickets.sending")}</Said>;
    case "queued":
      return (
        <Said icon="clock" title={line.reason}>
          {line.to ? t("tickets.delivery.queuedTo", { address: line.to }) : t("tickets.delivery.queued")}
          {line.reason && <code>{line.reason}</code>}
          {line.next && ` · ${t("tickets.delivery.next", { time: soon(line.next, now, i18n.language) })}`}
        </Said>
      );
    case "read":
      return (
        <Said icon="checks" done>
          {line.at ? t("tickets.read", { time: clock(line.at, i18n.language) }) : t("tickets.delivery.read")}
        </Said>
      );
    case "sent":
    case "delivered":
      return (
        <Said icon="check">
          {time ? t(`tickets.delivery.${line.kind}At`, { time }) : t(`tickets.delivery.${line.kind}`)}
        </Said>
      );
    case "willMail":
      return (
        <Said icon="check">
          {time ? t("tickets.delivery.willMail", { address: line.to ?? "", time }) : t("tickets.delivery.sent")}
        </Said>
      );
    case "byMail":
      return <Said icon="mail">{t("tickets.delivery.byMail", { address: line.to ?? "" })}</Said>;
    case "failed":
      return (
        <span className="st bad">
          <Icon name="s-bad" size={12} />
          {line.to ? t("tickets.delivery.failedTo", { address: line.to }) : t("tickets.delivery.failed")}
        </span>
      );
    case "cancelled":
      return (
        <>
          <Said icon="s-no">{t("tickets.delivery.cancelled")}</Said>
          <button type="button" className="lnk" onClick={again}>
            {t("tickets.delivery.again")}
          </button>
        </>
      );
  }
}

interface SaidProps {
  icon: Parameters<typeof Icon>[0]["name"];
  done?: boolean;
  title?: string;
  children: React.ReactNode;
}

export function Said({ icon, done, title, children }: SaidProps) {
  return (
    <span className={done ? "rc done" : "rc"} title={title}>
      <Icon name={icon} size={14} />
      <span>{children}</span>
    </span>
  );
}
