import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { agentsQuery, useChangeAgent } from "../../agents/agents";
import { explain } from "../../api/explain";
import { queryClient } from "../../api/queries";
import type { Agent, Role } from "../../api/types";
import { sessionQuery } from "../../session/account";
import { useSession } from "../../session/session";
import { Button, Strip } from "../../ui";
import { Page, Setting } from "../page";
import { AgentRow } from "./agent-row";
import { type Change, ConfirmChange } from "./confirm-change";
import { InviteDialog } from "./invite-dialog";
import { Pending } from "./pending";
import { Roles } from "./roles";

export function People() {
  const { t } = useTranslation();
  const { user } = useSession();
  const mayEdit = user.role === "administrator";
  const agents = useQuery({ ...agentsQuery, refetchInterval: 30_000 });
  const change = useChangeAgent();
  const [asked, setAsked] = useState<Change>();
  const [inviting, setInviting] = useState(false);

  function apply(done: Change) {
    change.mutate(done, {
      onSuccess: () => {
        setAsked(undefined);
        // A new role of our own counts at once, for what we see as well.
        if (done.id === user.id) void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
      },
      onError: () => setAsked(undefined),
    });
  }

  /** Giving up one's own administration is asked first: one cannot take it back alone. */
  function changeRole(agent: Agent, role: Role) {
    const next = { id: agent.id, name: agent.name, role };
    if (agent.id === user.id) setAsked(next);
    else apply(next);
  }

  const failure = change.error ?? agents.error;
  const invite = (
    <Setting id="invite">
      <Button look="main" icon="plus" onClick={() => setInviting(true)}>
        {t("settings.people.invite")}
      </Button>
    </Setting>
  );

  return (
    <Page title={t("settings.people.title")} lead={t("settings.people.lead")} action={mayEdit && invite}>
      {!mayEdit && <Strip tone="info">{t("settings.onlyAdmin")}</Strip>}
      {failure && <Strip tone="bad">{explain(failure, t)}</Strip>}
      <Setting id="list">
        <h2 className="settings-h2">
          {t("settings.people.list")}
          {agents.data && <span className="num">{t("settings.people.count", { count: agents.data.length })}</span>}
        </h2>
        <ul className="people" aria-busy={agents.isPending}>
          {agents.data?.map((agent) => (
            <AgentRow
              key={agent.id}
              agent={agent}
              me={agent.id === user.id}
              mayEdit={mayEdit}
              onRole={(role) => changeRole(agent, role)}
              onDisable={() =>
                setAsked({ id: agent.id, name: agent.name, role: agent.role, disabled: !agent.disabled })
              }
            />
          ))}
          {agents.isPending && [112, 144, 96].map((width) => <GhostRow key={width} width={width} />)}
        </ul>
      </Setting>
      {mayEdit && <Pending />}
      <Roles />
      {asked && (
        <ConfirmChange change={asked} busy={change.isPending} onClose={() => setAsked(undefined)} onConfirm={apply} />
      )}
      <InviteDialog open={inviting} onClose={() => setInviting(false)} />
    </Page>
  );
}

function GhostRow({ width }: { width: number }) {
  return (
    <li className="person">
      <span className="av l" />
      <i className="ghost" style={{ width }} />
    </li>
  );
}
