import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { explain } from "../../api/explain";
import { mailStateQuery } from "../../mail/state";
import { useSession } from "../../session/session";
import { Button, Choice, Strip } from "../../ui";
import { Page, Setting } from "../page";
import { mayUse } from "../sections";
import { Filters } from "./filters";
import { MailRow } from "./mail-row";
import { receivedQuery, type Wanted } from "./mails";
import "./received.css";

/** What became of every mail that reached us, and what waits in the quarantine. */
export function ReceivedMail() {
  const { t } = useTranslation();
  const { user } = useSession();
  const mayRead = mayUse(user.role, "supervisor");
  const [params, setParams] = useSearchParams();
  const wanted = {
    quarantine: params.get("show") === "quarantine",
    from: params.get("from") ?? "",
    messageId: params.get("messageId") ?? "",
    disposition: params.get("disposition") ?? "",
  };
  const { data: state } = useQuery({ ...mailStateQuery, enabled: mayRead });
  const mails = useInfiniteQuery({ ...receivedQuery(wanted), enabled: mayRead });
  const [replayed, setReplayed] = useState<string>();
  const items = mails.data?.pages.flatMap((page) => page.items) ?? [];
  const count = state?.quarantined ? ` (${state.quarantined})` : "";

  function show(next: Partial<typeof wanted>) {
    const { quarantine, from, messageId, disposition } = { ...wanted, ...next };
    const query: Record<string, string> = quarantine ? { show: "quarantine" } : {};
    if (from) query.from = from;
    if (messageId) query.messageId = messageId;
    if (disposition) query.disposition = disposition;
    setReplayed(undefined);
    setParams(query, { replace: true });
  }

  return (
    <Page title={t("settings.received.title")} lead={t("settings.received.lead")}>
      {!mayRead && <Strip tone="info">{t("settings.received.onlySupervisor")}</Strip>}
      {mayRead && (
        <>
          <Setting id="quarantine">
            <Choice
              label={t("settings.received.show")}
              hint={t("settings.received.quarantineHint")}
              value={wanted.quarantine ? "quarantine" : "all"}
              options={[
                { value: "all", label: t("settings.received.all") },
                { value: "quarantine", label: `${t("settings.received.quarantine")}${count}` },
              ]}
              onChange={(value) => show({ quarantine: value === "quarantine" })}
            />
          </Setting>
          {!wanted.quarantine && (
            <Filters
              key={`${wanted.from} ${wanted.messageId}`}
              from={wanted.from}
              messageId={wanted.messageId}
              disposition={wanted.disposition}
              onFind={show}
            />
          )}
          {mails.error && <Strip tone="bad">{explain(mails.error, t)}</Strip>}
          <p role="status" className={replayed ? "received-done" : "sr"}>
            {replayed}
          </p>
          <Setting id="list">
            <table className="received" aria-busy={mails.isPending}>
              <caption className="sr">{t("settings.received.list")}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("settings.received.mail")}</th>
                  <th scope="col">{t("settings.received.became")}</th>
                  <th scope="col">{t("settings.received.at")}</th>
                  <th scope="col">
                    <span className="sr">{t("settings.received.actions")}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((item) => (
                  <MailRow key={item.id} item={item} onReplayed={setReplayed} />
                ))}
              </tbody>
            </table>
            {mails.isPending && <i className="ghost" style={{ width: 240 }} />}
            {mails.data && items.length === 0 && <p className="muted">{t(emptyOf(wanted))}</p>}
            {mails.hasNextPage && (
              <Button look="edge" busy={mails.isFetchingNextPage} onClick={() => void mails.fetchNextPage()}>
                {t("settings.received.more")}
              </Button>
            )}
          </Setting>
        </>
      )}
    </Page>
  );
}

function emptyOf({ quarantine, from, messageId, disposition }: Wanted) {
  if (quarantine) return "settings.received.noQuarantine";
  return from || messageId || disposition ? "settings.received.notFound" : "settings.received.none";
}
