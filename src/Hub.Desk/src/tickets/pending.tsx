import { useTranslation } from "react-i18next";
import { useMoment } from "../realtime/store";
import { useSession } from "../session/session";
import { Avatar, Icon } from "../ui";
import { Files } from "./files";
import { outboxOf, type Pending } from "./outbox";
import { Words } from "./words";

/** What was sent and is not acknowledged, in the shape it will have: under way, waiting for the line, or refused with a way on. */
export function PendingMessage({ item, me }: { item: Pending; me: number }) {
  const { t } = useTranslation();
  const { name } = useSession().user;
  const avatar = <Avatar name={name} kind="agent" me size="l" />;
  if (item.kind === "note") {
    return (
      <li className="note pending">
        <div className="nh">
          <Icon name="lock" size={14} />
          <b>{t("tickets.note")}</b>
          <span className="grow" />
          <State item={item} me={me} />
        </div>
        <div className="nt">
          <Words text={item.text ?? ""} />
        </div>
      </li>
    );
  }
  if (item.channel === "email") {
    return (
      <li className="mail out pending">
        <header>
          {avatar}
          <p className="by grow">
            <b>{name}</b>
            <span className="via">
              <Icon name="mail" size={14} />
              {t("tickets.channel.email")}
            </span>
          </p>
        </header>
        <div className="body">
          <Words text={item.text ?? ""} />
        </div>
        <div className="dl">
          <State item={item} me={me} />
        </div>
      </li>
    );
  }
  return (
    <li className="m out pending">
      <div className="mb">
        <p className="by">
          <b>{name}</b>
        </p>
        {item.text && (
          <div className="bub">
            <Words text={item.text} />
          </div>
        )}
        <Files files={item.attached} />
        <div className="dl">
          <State item={item} me={me} />
        </div>
      </div>
      {avatar}
    </li>
  );
}

function State({ item, me }: { item: Pending; me: number }) {
  const { t } = useTranslation();
  const down = useMoment().line !== "live";
  const box = outboxOf(me);
  if (!item.refused) return <p className="rc">{t(down ? "tickets.keptHere" : "tickets.sending")}</p>;
  const reason = t(`ui.problem.${item.code}`, { defaultValue: item.refused });
  return (
    <p className="st bad">
      <Icon name="s-bad" size={12} />
      <span>{t("tickets.refused", { reason })}</span>
      <button type="button" className="lnk" onClick={() => box.retry(item.clientId)}>
        {t("tickets.again")}
      </button>
      <button type="button" className="lnk" onClick={() => box.discard(item.clientId)}>
        {t("tickets.discard")}
      </button>
    </p>
  );
}
