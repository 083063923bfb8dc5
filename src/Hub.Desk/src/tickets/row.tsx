import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Row } from "../api/types";
import { Avatar, Icon, type IconName, Status } from "../ui";
import { hasDraft } from "./drafts";
import { customerName } from "./names";
import { ago, exact } from "./time";

interface TicketRowProps {
  row: Row;
  to: string;
  selected: boolean;
  focused: boolean;
  me: number;
  now: number;
}

const channels: Record<string, IconName> = {
  chat: "chat",
  email: "mail",
  whatsapp: "whatsapp",
  instagram: "instagram",
};

/** A line of the inbox: who, what, how long they wait, who has it. */
export const TicketRow = memo(function TicketRow({ row, to, selected, focused, me, now }: TicketRowProps) {
  const { t, i18n } = useTranslation();
  const name = customerName(row.customer, t);
  const waits = row.waitingSince !== undefined;
  const since = row.waitingSince ?? row.lastAt;
  return (
    <Link
      to={to}
      className={`tk${waits ? " un" : ""}${selected ? " on" : ""}`}
      aria-current={selected ? "true" : undefined}
      aria-label={`${name}, ${row.subject}${waits ? `, ${t("tickets.waitsFor", { time: ago(since, now, t, i18n.language) })}` : ""}`}
      tabIndex={focused ? 0 : -1}
      data-row={row.number}
    >
      <span className="ch">
        <Icon name={channels[row.channels[0] ?? "chat"] ?? "chat"} />
      </span>
      <span className="l1">
        <span className="nm cut">{name}</span>
        {hasDraft(me, row.number) && (
          <span className="dr">
            <Icon name="pen" size={12} />
            {t("tickets.draft")}
          </span>
        )}
        <span className="grow" />
        <RowState row={row} />
      </span>
      <span className="l2">
        <span className="sb grow">
          <b className="cut">{row.subject}</b>
          {row.lastMessage?.text && row.lastMessage.text !== row.subject && (
            <span className="cut">{row.lastMessage.text}</span>
          )}
        </span>
        <time className="wt num" dateTime={since} title={exact(since, i18n.language)}>
          {ago(since, now, t, i18n.language)}
        </time>
        {row.assignee ? (
          <span title={row.assignee.name}>
            <Avatar name={row.assignee.name} kind="agent" me={row.assignee.id === me} />
          </span>
        ) : (
          <span className="av none" title={t("tickets.nobody")}>
            <Icon name="s-none" />
          </span>
        )}
      </span>
    </Link>
  );
});

function RowState({ row }: { row: Row }) {
  const { t } = useTranslation();
  if (row.priority === "urgent" || row.priority === "high") {
    return <Status shape={row.priority === "urgent" ? "bad" : "warn"}>{t(`tickets.priority.${row.priority}`)}</Status>;
  }
  if (row.status === "open") return null;
  const shape = row.status === "resolved" || row.status === "closed" ? "ok" : "pause";
  return <Status shape={shape}>{t(`tickets.status.${row.status}`)}</Status>;
}
