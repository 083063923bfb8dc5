import { useQuery } from "@tanstack/react-query";
import { type RefObject, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { explain } from "../api/explain";
import { unwatch, watch } from "../realtime/line";
import { useMoment } from "../realtime/store";
import { useSession } from "../session/session";
import { Button, Strip } from "../ui";
import { usePageTitle } from "../ui/page-title";
import { Composer, type Mode } from "./composer";
import { TicketHeader } from "./header";
import { messagesQuery, ticketQuery } from "./queries";
import { Timeline } from "./timeline";

interface TicketPaneProps {
  number: number;
  mode: Mode;
  onMode: (mode: Mode) => void;
  onBack: () => void;
  onCustomer: () => void;
  assignRef: RefObject<HTMLButtonElement | null>;
}

/** One ticket: what it is, what was said, and what to say next. */
export function TicketPane({ number, mode, onMode, onBack, onCustomer, assignRef }: TicketPaneProps) {
  const { t } = useTranslation();
  const { user, hub } = useSession();
  const { data: ticket, error, refetch } = useQuery(ticketQuery(number));
  const { data: thread } = useQuery(messagesQuery(number));
  const live = useMoment().line === "live";
  const loaded = thread !== undefined;
  const newest = thread?.messages.findLast((message) => message.kind === "inbound")?.seq ?? 0;
  usePageTitle(ticket?.subject ?? `#${number}`, hub.name);

  // Watched once its messages are there, so that what came between is fetched by its version.
  useEffect(() => {
    if (!live || !loaded) return;
    void watch(number).catch(() => undefined);
    return () => unwatch(number);
  }, [number, live, loaded]);

  if (!ticket && error) {
    return (
      <main className="tkt">
        <div className="sorry">
          <Strip
            tone="bad"
            action={
              <Button look="edge" onClick={() => void refetch()}>
                {t("tickets.again")}
              </Button>
            }
          >
            {explain(error, t)}
          </Strip>
        </div>
      </main>
    );
  }
  return (
    <main className="tkt" aria-label={ticket?.subject ?? `#${number}`}>
      {ticket ? (
        <TicketHeader ticket={ticket} me={user.id} onBack={onBack} onCustomer={onCustomer} assignRef={assignRef} />
      ) : (
        <div className="th1 ghost" aria-hidden="true">
          <i style={{ width: 240 }} />
          <i style={{ width: 160 }} />
        </div>
      )}
      <Timeline number={number} ticket={ticket} me={user.id} />
      {ticket && (
        <Composer key={`${number} ${mode}`} ticket={ticket} newest={newest} me={user.id} mode={mode} onMode={onMode} />
      )}
    </main>
  );
}
