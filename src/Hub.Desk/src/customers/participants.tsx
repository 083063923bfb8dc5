import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { del } from "../api/client";
import { explain } from "../api/explain";
import { queryClient } from "../api/queries";
import type { Ticket } from "../api/types";
import { Icon, Status } from "../ui";

/** Who else is part of the ticket by mail, each to be taken out: what they write then is a ticket of their own. */
export function Participants({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const remove = useMutation({
    mutationFn: (address: string) =>
      del<"/tickets/{number}/participants/{address}">(
        `/tickets/${ticket.number}/participants/${encodeURIComponent(address)}`,
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["ticket", ticket.number] }),
  });
  if (ticket.participants.length === 0) return null;
  return (
    <section>
      <h3>
        {t("customers.participants")}
        <span className="num">{ticket.participants.length}</span>
      </h3>
      <ul className="ids prt">
        {ticket.participants.map(({ address, name, wrote }) => (
          <li key={address}>
            <Icon name="user" />
            <span className="cut grow" title={address}>
              {name ? `${name} · ${address}` : address}
            </span>
            {!wrote && <Status shape="none">{t("customers.onCopy")}</Status>}
            <button
              type="button"
              className="btn sq"
              aria-label={t("customers.removeParticipant", { address })}
              title={t("customers.removeParticipantWhy")}
              disabled={remove.isPending}
              onClick={() => remove.mutate(address)}
            >
              <Icon name="close" size={14} />
            </button>
          </li>
        ))}
      </ul>
      {remove.error && <p className="field-error">{explain(remove.error, t)}</p>}
    </section>
  );
}
