import { useTranslation } from "react-i18next";
import { useMoment } from "../realtime/store";
import { useSession } from "../session/session";
import { Avatar, Icon } from "../ui";
import { outboxOf, type Pending } from "./outbox";
import { Words } from "./words";

/** What was sent and is not acknowledged: under way, waiting for the line, or refused with a way on. */
export function PendingMessage({ item, me }: { item: Pending; me: number }) {
  const { t } = useTranslation();
  const { name } = useSession().user;
  const down = useMoment().line !== "live";
  const box = outboxOf(me);
  const state = item.refused ? (
    <span className="st bad">
      <Icon name="s-bad" size={12} />
      {t("tickets.refused", { reason: item.refused })}
      <button type="button" className="lnk" onClick={() => box.retry(item.clientId)}>
        {t("tickets.again")}
      </button>
      <button type="button" className="lnk" onClick={() => box.discard(item.clientId)}>
        {t("tickets.discard")}
      </button>
    </span>
  ) : (
    <span className="rc">{t(down ? "tickets.keptHere" : "tickets.sending")}</span>
  );
  if (item.kind === "note") {
    return (
      <li className="note pending">
        <div className="nh">
          <Icon name="lock" size={14} />
          <b>{t("tickets.note")}</b>
          <span className="grow" />
          {state}
        </div>
        <p>
          <Words text={item.text} />
        </p>
      </li>
    );
  }
  return (
    <li className="m out pending">
      <div>
        <p className="by">
          {state}
          <b>{name}</b>
        </p>
        <div className="bub">
          <Words text={item.text} />
        </div>
      </div>
      <Avatar name={name} kind="agent" me size="l" />
    </li>
  );
}
