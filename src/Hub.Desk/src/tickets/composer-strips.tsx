import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ReplyWay, Ticket } from "../api/types";
import { mailStateQuery } from "../mail/state";
import { useMoment } from "../realtime/store";
import { useSession } from "../session/session";
import { Icon } from "../ui";

interface ComposerStripsProps {
  ticket: Ticket;
  name: string;
  note: boolean;
  way: ReplyWay | undefined;
  newer: boolean;
  draft: { seen: () => void; undone?: string; take: () => void; drop: () => void };
}

/** What one must know before sending, each in a line: news, what was undone, why this way, what stands against it. */
export function ComposerStrips({ ticket, name, note, way, newer, draft }: ComposerStripsProps) {
  const { t } = useTranslation();
  if (note) return null;
  return (
    <>
      {newer && (
        <p className="newer" role="status">
          <Icon name="chat" size={14} />
          <span className="grow">{t("tickets.newer", { name })}</span>
          <button type="button" onClick={draft.seen}>
            {t("tickets.newerSeen")}
          </button>
        </p>
      )}
      {draft.undone !== undefined && (
        <p className="newer back" role="status">
          <Icon name="undo" size={14} />
          <span className="grow cut" title={draft.undone}>
            {t("tickets.undone.kept", { text: draft.undone })}
          </span>
          <button type="button" onClick={draft.take}>
            {t("tickets.undone.take")}
          </button>
          <button type="button" onClick={draft.drop}>
            {t("tickets.discard")}
          </button>
        </p>
      )}
      {way?.channel.kind === "email" && <NoServer />}
      {ticket.status === "closed" ? (
        <Why>{t("tickets.closedWhy")}</Why>
      ) : (
        <Away ticket={ticket} name={name} way={way} />
      )}
    </>
  );
}

const Why = ({ children }: { children: string }) => (
  <p className="why">
    <Icon name="info" size={14} />
    <span>{children}</span>
  </p>
);

/** Why the answer takes this way, where the customer has left the chat. */
function Away({ ticket, name, way }: { ticket: Ticket; name: string; way: ReplyWay | undefined }) {
  const { t } = useTranslation();
  const online = useMoment().looking[ticket.number]?.visitor ?? (ticket.visitor?.online ? "online" : "offline");
  const address = ticket.claims.find((claim) => claim.kind === "email")?.address;
  if (online === "online" || !ticket.channels.includes("chat")) return null;
  if (way?.channel.kind === "email") return <Why>{t("tickets.awayMail", { name })}</Why>;
  return <Why>{address ? t("tickets.awayContinued", { name, address }) : t("tickets.away", { name })}</Why>;
}

function NoServer() {
  const { t } = useTranslation();
  const administers = useSession().user.role === "administrator";
  const { data } = useQuery(mailStateQuery);
  if (data?.smartHost !== false) return null;
  return (
    <p className="newer" role="status">
      <Icon name="s-warn" size={14} />
      <span className="grow">{t("tickets.noServer")}</span>
      {administers && <Link to="/settings/mailboxes">{t("tickets.noServerDo")}</Link>}
    </p>
  );
}
