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

/** The drawing of each kind of channel. */
export const channelIcons: Record<string, IconName> = {
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
  const kinds = row.channels.length > 0 ? row.channels : ["chat"];
  const byWhat = kinds.map((kind) => t(`tickets.channel.${kind}`, { defaultValue: kind })).join(", ");
  return (
    <Link
      to={to}
      className={`tk${waits ? " un" : ""}${selected ? " on" : ""}`}
      aria-current={selected ? "true" : undefined}
      aria-label={[
        name,
        row.subject,
        byWhat,
        row.deliveryFailed && t("tickets.deliveryFailed"),
        waits && t("tickets.waitsFor", { time: ago(since, now, t, i18n.language) }),
      ]
        .filter(Boolean)
        .join(", ")}
      tabIndex={focused ? 0 : -1}
      data-row={row.number}
    >
      <span className="ch" title={byWhat}>
        {kinds.slice(0, 2).map((kind) => (
          <Icon key={kind} name={channelIcons[kind] ?? "chat"} />
        ))}
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
  // What did not arrive comes before what is urgent: the customer waits for nothing.
  if (row.deliveryFailed) return <Status shape="bad">{t("tickets.deliveryFailed")}</Status>;
  if (row.priority === "urgent" || row.priority === "high") {
    return <Status shape={row.priority === "urgent" ? "bad" : "warn"}>{t(`tickets.priority.${row.priority}`)}</Status>;
  }
  if (row.status === "open") return null;
  const shape = row.status === "resolved" || row.status === "closed" ? "ok" : "pause";
  return <Status shape={shape}>{t(`tickets.status.${row.status}`)}</Status>;
}
