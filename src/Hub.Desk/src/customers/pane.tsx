import { useMutation, useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { patch } from "../api/client";
import { explain } from "../api/explain";
import { queryClient } from "../api/queries";
import type { Customer, Ticket } from "../api/types";
import { useMoment } from "../realtime/store";
import { customerName } from "../tickets/names";
import { customerQuery } from "../tickets/queries";
import { channelIcons } from "../tickets/row";
import { ago, exact } from "../tickets/time";
import { useNow } from "../tickets/use-now";
import { Avatar, Editable, Icon, type IconName, Status, Strip } from "../ui";
import { Participants } from "./participants";
import { Reception } from "./reception";

const icons: Record<string, IconName> = {
  email: "mail",
  phone: "phone",
  visitor: "device",
  whatsapp: "whatsapp",
  instagram: "instagram",
};

/** Who writes: the person with all that we know, beside their words. */
export function CustomerPane({ ticket, view, onBack }: { ticket: Ticket; view: string; onBack: () => void }) {
  const { t, i18n } = useTranslation();
  const { data, error } = useQuery(customerQuery(ticket.customer.id));
  const online =
    (useMoment().looking[ticket.number]?.visitor ?? (ticket.visitor?.online ? "online" : "offline")) === "online";
  const now = useNow();
  const name = customerName(ticket.customer, t);
  const identities = (data?.identities ?? []).filter((identity) => identity.kind !== "visitor");
  // What was given in the chat and has proved to be theirs since is said once.
  const proven = new Set(identities.filter((each) => each.verified).map((each) => `${each.kind} ${each.address}`));
  const claims = (data?.claims ?? ticket.claims).filter((claim) => !proven.has(`${claim.kind} ${claim.address}`));
  const others = (data?.tickets ?? []).filter((row) => row.number !== ticket.number);
  return (
    <aside className="cpane" aria-label={t("customers.pane")}>
      <header className="row">
        <button type="button" className="btn sq back" aria-label={t("customers.back")} onClick={onBack}>
          <Icon name="left" />
        </button>
        <Avatar name={name} kind="customer" size="xl" />
        <div className="grow">
          <Name key={`${data?.id} ${data?.name}`} id={ticket.customer.id} customer={data} shown={name} />
          <p className="faint cut">{presence(ticket, online, t)}</p>
        </div>
      </header>
      {error && <Strip tone="bad">{explain(error, t)}</Strip>}
      <section>
        <h3>{t("customers.identities")}</h3>
        <ul className="ids">
          {identities.map((identity) => (
            <li key={`${identity.kind} ${identity.address}`}>
              <Icon name={icons[identity.kind] ?? "user"} />
              <span className="cut grow" title={identity.address}>
                {identity.address}
              </span>
              <Status shape={identity.verified ? "ok" : "none"}>
                {t(
                  `customers.${identity.kind === "external" ? "identified" : identity.verified ? "verified" : "unverified"}`,
                )}
              </Status>
            </li>
          ))}
          {claims.map((claim) => (
            <li key={claim.address}>
              <Icon name={icons[claim.kind] ?? "mail"} />
              <span className="cut grow" title={claim.address}>
                {claim.address}
              </span>
              <Status shape="none" title={t("customers.givenWhy")}>
                {t("customers.given")}
              </Status>
            </li>
          ))}
          {identities.length + claims.length === 0 && <li className="faint">{t("customers.noAddress")}</li>}
        </ul>
      </section>
      <Reception ticket={ticket} />
      <Participants ticket={ticket} />
      {ticket.visitor && (
        <section>
          <h3>{t("customers.visit")}</h3>
          <ul className="ids">
            {ticket.visitor.page && (
              <li>
                <Icon name="globe" />
                <span className="cut grow" title={ticket.visitor.page}>
                  {ticket.visitor.page.replace(/^https?:\/\//, "")}
                </span>
              </li>
            )}
            {ticket.visitor.locale && (
              <li>
                <Icon name="chat" />
                <span className="cut grow">
                  {t("customers.language", { language: languageName(ticket.visitor.locale, i18n.language) })}
                </span>
              </li>
            )}
          </ul>
        </section>
      )}
      <section>
        <h3>
          {t("customers.otherTickets")}
          <span className="num">{others.length}</span>
        </h3>
        <ul className="ot">
          {others.map((row) => (
            <li key={row.number}>
              <Icon name={channelIcons[row.channels[0] ?? "chat"] ?? "chat"} />
              <Link className="cut grow" to={`/views/${view}/tickets/${row.number}`}>
                {row.subject}
              </Link>
              <time className="num" dateTime={row.lastAt} title={exact(row.lastAt, i18n.language)}>
                {ago(row.lastAt, now, t, i18n.language)}
              </time>
            </li>
          ))}
          {others.length === 0 && <li className="faint">{t("customers.noOthers")}</li>}
        </ul>
      </section>
    </aside>
  );
}

/** Here, gone, or never in the chat at all. */
function presence(ticket: Ticket, online: boolean, t: TFunction) {
  if (online) return <Status shape="ok">{t("customers.online")}</Status>;
  return ticket.channels.includes("chat") ? t("customers.offline") : t("customers.writesMail");
}

function languageName(tag: string, language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: "language" }).of(tag) ?? tag;
  } catch {
    // The tag comes from the host page, and not every text is one.
    return tag;
  }
}

function Name({ id, customer, shown }: { id: number; customer?: Customer; shown: string }) {
  const { t } = useTranslation();
  const rename = useMutation({
    mutationFn: (name: string) => patch<"/customers/{id}">(`/customers/${id}`, { name }),
    onSuccess: (changed) => queryClient.setQueryData(["customer", changed.id], changed),
  });
  return (
    <Editable
      shown={rename.isPending ? rename.variables : shown}
      value={customer?.name ?? ""}
      label={t("customers.name")}
      hint={t("customers.rename")}
      longest={100}
      disabled={!customer}
      onChange={rename.mutate}
    />
  );
}
