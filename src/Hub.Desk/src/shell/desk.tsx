import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { CustomerPane } from "../customers/pane";
import { isView } from "../realtime/merge";
import { useSession } from "../session/session";
import type { Mode, Wish } from "../tickets/composer";
import { TicketList } from "../tickets/list";
import { listQuery, ticketQuery, useChangeTicket } from "../tickets/queries";
import { TicketPane } from "../tickets/ticket";
import { UndoBar } from "../tickets/undo-bar";
import { usePageTitle } from "../ui/page-title";
import { FirstSteps } from "./first-steps";
import { KeyHelp, useKeys } from "./keys";
import { Rail, TabBar } from "./rail";
import { TeamMenu } from "./teams";
import { useViewTitle } from "./view-title";
import "./desk.css";

/** The three panes: where to look, what there is, and the one that is open with its customer. */
export function Desk() {
  const { hub, user } = useSession();
  const params = useParams();
  const navigate = useNavigate();
  const view = isView(params.view) ? params.view : "open";
  const number = params.number && /^\d{1,15}$/.test(params.number) ? Number(params.number) : undefined;
  // Kept, because the composer may not be there yet when the key is pressed.
  const [wish, setWish] = useState<Wish>();
  const [customer, setCustomer] = useState(false);
  const [help, setHelp] = useState(false);
  const assignRef = useRef<HTMLButtonElement>(null);
  const teamRef = useRef<HTMLButtonElement>(null);
  const { data: list } = useQuery(listQuery(view));
  const { data: ticket } = useQuery({ ...ticketQuery(number ?? 0), enabled: number !== undefined });
  const change = useChangeTicket(number ?? 0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another ticket begins with an answer
  useEffect(() => {
    setWish(undefined);
    setCustomer(false);
  }, [number]);

  const step = (by: number) => {
    const rows = list?.rows ?? [];
    const at = rows.findIndex((row) => row.number === number);
    const next = rows[at < 0 ? 0 : at + by];
    if (next) void navigate(`/views/${view}/tickets/${next.number}`);
  };
  const write = (mode: Mode, all?: boolean) => number !== undefined && setWish({ ticket: number, mode, all });
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    r: () => write("reply", false),
    R: () => write("reply", true),
    n: () => write("note"),
    e: () => ticket && ticket.status !== "closed" && change.mutate({ status: "resolved" }),
    a: () => assignRef.current?.click(),
    t: () => teamRef.current?.click(),
    "?": () => setHelp(true),
  });

  const title = useViewTitle(view);
  const close = () => void navigate(`/views/${view}`);
  return (
    <div className="app" data-view={number === undefined ? "list" : customer ? "customer" : "ticket"}>
      <Rail view={view} onHelp={() => setHelp(true)} />
      <section className="list" aria-label={title}>
        <header className="lh row">
          <h1>{title}</h1>
          <span className="grow" />
          <TeamMenu view={view} />
        </header>
        <TicketList key={view} view={view} selected={number} />
        {number === undefined && <UndoBar me={user.id} />}
      </section>
      {number === undefined ? (
        <Empty title={title} hub={hub.name} first={list?.rows.length === 0 && view === "open"} />
      ) : (
        <TicketPane
          key={number}
          number={number}
          wish={wish?.ticket === number ? wish : undefined}
          onMode={(mode) => write(mode)}
          onBack={close}
          onCustomer={() => setCustomer(!customer)}
          assignRef={assignRef}
          teamRef={teamRef}
        />
      )}
      {number !== undefined && ticket && <CustomerPane ticket={ticket} view={view} onBack={() => setCustomer(false)} />}
      <TabBar view={view} hidden={number !== undefined} />
      <KeyHelp open={help} onClose={() => setHelp(false)} />
    </div>
  );
}

function Empty({ title, hub, first }: { title: string; hub: string; first: boolean }) {
  const { t } = useTranslation();
  usePageTitle(title, hub);
  return <main className="fr">{first ? <FirstSteps /> : <p className="faint">{t("shell.choose")}</p>}</main>;
}
