import { useQuery } from "@tanstack/react-query";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { agentsQuery } from "../agents/agents";
import { membersFirst, mineFirst, teamsQuery } from "../agents/teams";
import { explain } from "../api/explain";
import type { Priority, Status, Ticket } from "../api/types";
import { useMoment } from "../realtime/store";
import { Avatar, Button, Editable, Icon, Menu, Strip } from "../ui";
import { useChangeTicket } from "./queries";

interface HeaderProps {
  ticket: Ticket;
  me: number;
  onBack: () => void;
  onCustomer: () => void;
  assignRef: RefObject<HTMLButtonElement | null>;
  teamRef: RefObject<HTMLButtonElement | null>;
}

const statuses: Status[] = ["open", "pending", "onHold", "resolved", "closed"];
const priorities: Priority[] = ["low", "normal", "high", "urgent"];

/** What the ticket is and who has it, each changed where it stands. */
export function TicketHeader({ ticket, me, onBack, onCustomer, assignRef, teamRef }: HeaderProps) {
  const { t } = useTranslation();
  const change = useChangeTicket(ticket.number);
  const { data: agents } = useQuery(agentsQuery);
  const looking = useMoment().looking[ticket.number]?.agents ?? [];
  const { data: teams } = useQuery(teamsQuery);
  const people = membersFirst(
    (agents ?? []).filter((agent) => !agent.disabled),
    teams?.find((team) => team.id === ticket.team?.id),
  );
  const spam = ticket.folder === "spam";
  const trash = ticket.folder === "trash";
  return (
    <header className="th1">
      <div className="r1 row">
        <button type="button" className="btn sq back" aria-label={t("tickets.back")} onClick={onBack}>
          <Icon name="left" />
        </button>
        <Editable
          key={ticket.subject}
          shown={ticket.subject}
          value={ticket.subject}
          label={t("tickets.subject")}
          hint={t("tickets.rename")}
          longest={200}
          onChange={(subject) => change.mutate({ subject })}
        />
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
        {teams && teams.length > 0 && (
          <Menu
            label={t("tickets.teamLabel", { name: ticket.team?.name ?? t("tickets.noTeam") })}
            className="pp"
            triggerRef={teamRef}
            button={
              <>
                <Icon name="users" size={12} />
                <span className="cut hide-s">{ticket.team?.name ?? t("tickets.noTeam")}</span>
                <Icon name="down" size={12} />
              </>
            }
            items={[
              { label: t("tickets.noTeam"), checked: !ticket.team, onSelect: () => change.mutate({ team: null }) },
              ...mineFirst(teams, me).map((team) => ({
                label: team.name,
                checked: team.id === ticket.team?.id,
                onSelect: () => change.mutate({ team: team.id }),
              })),
            ]}
          />
        )}
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
