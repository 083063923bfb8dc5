import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import type { PersonRef, TicketEvent } from "../api/types";
import type { MessageProps } from "./message";
import { When } from "./when";

/** Something done: one thin line. */
export function Event({ message, customer }: MessageProps) {
  const { t } = useTranslation();
  const { view = "open" } = useParams();
  const { event, author } = message;
  if (!event) return null;
  const who = author.kind === "agent" ? (author.name ?? "") : author.kind === "customer" ? customer : "";
  return (
    <li className="ev">
      <span>
        {said(event, who, author.id, t)}
        {event.type === "suspected" && event.to !== undefined && (
          <Link className="lnk" to={`/views/${view}/tickets/${event.to}`}>
            #{event.to}
          </Link>
        )}
      </span>
      <When at={message.at} />
    </li>
  );
}

function said(event: TicketEvent, who: string, by: number | undefined, t: TFunction): string {
  switch (event.type) {
    case "suspected":
      return t("tickets.event.suspected");
    case "address":
      return t("tickets.event.address", { address: event.from ?? event.to ?? "" });
    case "unsubscribed":
      return event.from
        ? t("tickets.event.unsubscribed", { address: event.from })
        : t("tickets.event.resubscribed", { address: event.to ?? "" });
    case "returned":
      return t("tickets.event.returned");
    case "participant":
      return t("tickets.event.participant", { who, address: event.from ?? "" });
    case "side":
      return t("tickets.event.side", { who, people: event.to ?? "" });
    case "rating":
      return t("tickets.event.rating", { score: event.to });
    case "bounced":
      return event.from || event.to
        ? t("tickets.event.bounced", { address: event.from ?? event.to })
        : t("tickets.event.bouncedSome");
    default: {
      const key = event.type === "assignee" ? assignment(event.to, by) : event.type;
      // A newer server may tell of things that this page does not know yet.
      return t(who ? `tickets.event.${key}` : `tickets.event.auto.${key}`, {
        who,
        to: word(event.to, event.type, t),
        defaultValue: event.type,
      });
    }
  }
}

/** Nobody says of oneself that one has assigned it to oneself. */
function assignment(to: PersonRef | null | undefined, by: number | undefined) {
  if (!to) return "unassigned";
  return to.id === by ? "taken" : "assignee";
}

function word(value: string | string[] | PersonRef | null | undefined, type: string, t: TFunction): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "object") return value.name;
  return type === "subject" ? value : t(`tickets.${type}.${value}`);
}
