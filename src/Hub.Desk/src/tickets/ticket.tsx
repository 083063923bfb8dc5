import { useQuery } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef } from "react";
import { unwatch, watch } from "../realtime/line";
import { useMoment } from "../realtime/store";
import { useSession } from "../session/session";
import { Failed } from "../ui";
import { usePageTitle } from "../ui/page-title";
import { Composer, type Mode, type Wish } from "./composer";
import { onGivenBack } from "./drafts";
import { TicketHeader } from "./header";
import { isCustomers } from "./lines";
import { messagesQuery, ticketQuery } from "./queries";
import { Timeline } from "./timeline";
import { UndoBar } from "./undo-bar";

interface TicketPaneProps {
  number: number;
  wish: Wish | undefined;
  onMode: (mode: Mode) => void;
  onBack: () => void;
  onCustomer: () => void;
  assignRef: RefObject<HTMLButtonElement | null>;
  teamRef: RefObject<HTMLButtonElement | null>;
}

/** One ticket: what it is, what was said, and what to say next. */
export function TicketPane({ number, wish, onMode, onBack, onCustomer, assignRef, teamRef }: TicketPaneProps) {
  const { user, hub } = useSession();
  const mode = wish?.mode ?? "reply";
  const { data: ticket, error, refetch } = useQuery(ticketQuery(number));
  const { data: thread } = useQuery(messagesQuery(number));
  const live = useMoment().line === "live";
  const loaded = thread !== undefined;
  const newest = thread?.messages.findLast(isCustomers)?.seq ?? 0;
  usePageTitle(ticket?.subject ?? `#${number}`, hub.name);

  // Watched once its messages are there, so that what came between is fetched by its version.
  useEffect(() => {
    if (!live || !loaded) return;
    void watch(number).catch(() => undefined);
    return () => unwatch(number);
  }, [number, live, loaded]);

  // Who undoes an answer goes on with it: the composer shows it and has the focus.
  const toReply = useRef(() => onMode("reply"));
  toReply.current = () => onMode("reply");
  useEffect(() => onGivenBack((given) => given === number && toReply.current()), [number]);

  if (!ticket && error) {
    return (
      <main className="tkt">
        <div className="sorry">
          <Failed error={error} retry={refetch} />
        </div>
      </main>
    );
  }
  return (
    <main className="tkt" aria-label={ticket?.subject ?? `#${number}`}>
      {ticket ? (
        <TicketHeader
          ticket={ticket}
          me={user.id}
          onBack={onBack}
          onCustomer={onCustomer}
          assignRef={assignRef}
          teamRef={teamRef}
        />
      ) : (
        <div className="th1 ghost" aria-hidden="true">
          <i style={{ width: 240 }} />
          <i style={{ width: 160 }} />
        </div>
      )}
      <Timeline number={number} ticket={ticket} me={user.id} />
      <UndoBar me={user.id} />
      {ticket && (
        <Composer
          key={`${number} ${mode}`}
          ticket={ticket}
          newest={newest}
          me={user.id}
          mode={mode}
          wish={wish}
          onMode={onMode}
        />
      )}
    </main>
  );
}
