import { useQuery } from "@tanstack/react-query";
import { type RefObject, useState } from "react";
import { useTranslation } from "react-i18next";
import { agentsQuery } from "../agents/agents";
import { explain } from "../api/explain";
import type { Priority, Status, Ticket } from "../api/types";
import { useMoment } from "../realtime/store";
import { Avatar, Button, Icon, Menu, Strip } from "../ui";
import { useChangeTicket } from "./queries";

interface HeaderProps {
  ticket: Ticket;
  me: number;
  onBack: () => void;
  onCustomer: () => void;
  assignRef: RefObject<HTMLButtonElement | null>;
}

const statuses: Status[] = ["open", "pending", "onHold", "resolved", "closed"];
const priorities: Priority[] = ["low", "normal", "high", "urgent"];

/** What the ticket is and who has it, each changed where it stands. */
export function TicketHeader({ ticket, me, onBack, onCustomer, assignRef }: HeaderProps) {
  const { t } = useTranslation();
  const change = useChangeTicket(ticket.number);
  const { data: agents } = useQuery(agentsQuery);
  const looking = useMoment().looking[ticket.number]?.agents ?? [];
  const people = (agents ?? []).filter((agent) => !agent.disabled);
  const spam = ticket.folder === "spam";
  const trash = ticket.folder === "trash";
  return (
    <header className="th1">
      <div className="r1 row">
        <button type="button" className="btn sq back" aria-label={t("tickets.back")} onClick={onBack}>
          <Icon name="left" />
        </button>
        <Subject key={ticket.subject} subject={ticket.subject} rename={(subject) => change.mutate({ subject })} />
        <span className="grow" />
        {looking.length > 0 && (
          <span
            className="pres row"
            title={t("tickets.looking", { names: looking.map((agent) => agent.name).join(", ") })}
          >
            {looking.map((agent) => (
              <Avatar key={agent.id} name={agent.name} kind="agent" />
            ))}
            <span className="sr">{t("tickets.looking", { names: looking.map((agent) => agent.name).join(", ") })}</span>
          </span>
        )}
        <button
          type="button"
          className="btn sq who"
          aria-label={t("customers.pane")}
          title={t("customers.pane")}
          onClick={onCustomer}
        >
          <Icon name="user" />
        </button>
        <Menu
          label={t("tickets.more")}
          className="btn sq"
          align="end"
          button={<Icon name="more" />}
          items={[
            ...(spam || trash
              ? [
                  {
                    label: t("tickets.restore"),
                    icon: <Icon name="inbox" />,
                    onSelect: () => change.mutate({ folder: "inbox" }),
                  },
                ]
              : []),
            ...(spam
              ? []
              : [
                  {
                    label: t("tickets.toSpam"),
                    icon: <Icon name="spam" />,
                    onSelect: () => change.mutate({ folder: "spam" }),
                  },
                ]),
            ...(trash
              ? []
              : [
                  {
                    label: t("tickets.toTrash"),
                    icon: <Icon name="trash" />,
                    danger: true,
                    onSelect: () => change.mutate({ folder: "trash" }),
                  },
                ]),
          ]}
        />
      </div>
      <div className="r2 row">
        <span className="faint num">#{ticket.number}</span>
        <Menu
          label={t("tickets.statusLabel", { status: t(`tickets.status.${ticket.status}`) })}
          className="pp"
          button={
            <>
              <Icon name={icon(ticket.status)} size={12} className={ticket.status === "open" ? "acc" : undefined} />
              {t(`tickets.status.${ticket.status}`)}
              <Icon name="down" size={12} />
            </>
          }
          items={statuses.map((status) => ({
            label: t(`tickets.status.${status}`),
            checked: status === ticket.status,
            disabled: ticket.status === "closed" && status !== "closed",
            onSelect: () => change.mutate({ status }),
          }))}
        />
        <Menu
          label={t("tickets.assigneeLabel", { name: ticket.assignee?.name ?? t("tickets.nobody") })}
          className="pp"
          triggerRef={assignRef}
          button={
            <>
              {ticket.assignee ? (
                <Avatar name={ticket.assignee.name} kind="agent" me={ticket.assignee.id === me} />
              ) : (
                <Icon name="s-none" size={12} />
              )}
              {ticket.assignee?.name ?? t("tickets.nobody")}
              <Icon name="down" size={12} />
            </>
          }
          items={[
            {
              label: t("tickets.nobody"),
              checked: !ticket.assignee,
              onSelect: () => change.mutate({ assignee: null }),
            },
            ...people.map((agent) => ({
              label: agent.id === me ? t("tickets.toMe", { name: agent.name }) : agent.name,
              checked: agent.id === ticket.assignee?.id,
              onSelect: () => change.mutate({ assignee: agent.id }),
            })),
          ]}
        />
        <Menu
          label={t("tickets.priorityLabel", { priority: t(`tickets.priority.${ticket.priority}`) })}
          className="pp hide-s"
          button={
            <>
              <Icon name="flag" size={12} />
              {t(`tickets.priority.${ticket.priority}`)}
              <Icon name="down" size={12} />
            </>
          }
          items={priorities.map((priority) => ({
            label: t(`tickets.priority.${priority}`),
            checked: priority === ticket.priority,
            onSelect: () => change.mutate({ priority }),
          }))}
        />
        <span className="grow" />
        {(spam || trash) && <span className="st warn">{t(spam ? "tickets.inSpam" : "tickets.inTrash")}</span>}
        {ticket.status !== "resolved" && ticket.status !== "closed" && !spam && !trash && (
          <Button look="plain" icon="check" className="hide-s" onClick={() => change.mutate({ status: "resolved" })}>
            {t("tickets.resolve")}
          </Button>
        )}
      </div>
      {change.error && (
        <Strip tone="bad" action={<Button onClick={() => change.reset()}>{t("ui.close")}</Button>}>
          {explain(change.error, t)}
        </Strip>
      )}
    </header>
  );
}

function icon(status: Status) {
  if (status === "open") return "s-new";
  return status === "resolved" || status === "closed" ? "s-ok" : "s-pause";
}

function Subject({ subject, rename }: { subject: string; rename: (subject: string) => void }) {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<string>();
  function keep() {
    const next = edited?.trim();
    setEdited(undefined);
    if (next && next !== subject) rename(next);
  }
  if (edited === undefined) {
    return (
      <h2 className="cut">
        <button type="button" className="cut sbj" title={t("tickets.rename")} onClick={() => setEdited(subject)}>
          {subject}
        </button>
      </h2>
    );
  }
  return (
    <input
      className="sbj-edit grow"
      aria-label={t("tickets.subject")}
      value={edited}
      maxLength={200}
      ref={(input) => input?.focus()}
      onChange={(event) => setEdited(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === "Enter") keep();
        if (event.key === "Escape") setEdited(undefined);
      }}
    />
  );
}
