import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";
import { teamsQuery } from "../../agents/teams";
import { explain } from "../../api/explain";
import type { Team } from "../../api/types";
import { useSession } from "../../session/session";
import { Button, Icon, Strip } from "../../ui";
import { Page, Setting } from "../page";
import { TeamForm } from "./team-form";
import "../mailboxes/mailboxes.css";
import "../web-chat/web-chat.css";

/** Who works together on which tickets. */
export function Teams() {
  const { t } = useTranslation();
  const { user } = useSession();
  const { hash } = useLocation();
  const mayEdit = user.role === "administrator";
  const teams = useQuery({ ...teamsQuery, enabled: mayEdit });
  const [opened, setOpened] = useState<number | "new" | "none">();
  // A link from the search leads into the first.
  const open = opened ?? (hash !== "" && hash !== "#list" ? teams.data?.[0]?.id : undefined);

  const add = (
    <Button look="main" icon="plus" disabled={open === "new"} onClick={() => setOpened("new")}>
      {t("settings.teams.add")}
    </Button>
  );
  return (
    <Page title={t("settings.teams.title")} lead={t("settings.teams.lead")} action={mayEdit && add}>
      {!mayEdit && <Strip tone="info">{t("settings.onlyAdmin")}</Strip>}
      {teams.error && <Strip tone="bad">{explain(teams.error, t)}</Strip>}
      {open === "new" && (
        <section className="box" aria-label={t("settings.teams.new")}>
          <h2 className="settings-h2">{t("settings.teams.new")}</h2>
          <TeamForm onDone={(id) => setOpened(id ?? "none")} />
        </section>
      )}
      {mayEdit && (
        <Setting id="list">
          <h2 className="settings-h2">{t("settings.teams.list")}</h2>
          {teams.isPending && <i className="ghost" style={{ width: 200 }} />}
          {teams.data?.length === 0 && open !== "new" && <p className="muted">{t("settings.teams.empty")}</p>}
          <ul className="boxes">
            {teams.data?.map((team) => (
              <li key={team.id}>
                <Row
                  team={team}
                  open={open === team.id}
                  onToggle={() => setOpened(open === team.id ? "none" : team.id)}
                />
                {open === team.id && <TeamForm team={team} />}
              </li>
            ))}
          </ul>
        </Setting>
      )}
    </Page>
  );
}

function Row({ team, open, onToggle }: { team: Team; open: boolean; onToggle: () => void }) {
  const { t } = useTranslation();
  const people = team.members.map((member) => member.name).join(", ");
  return (
    <button type="button" className="box-row" aria-expanded={open} onClick={onToggle}>
      <span className="av l none">
        <Icon name="users" />
      </span>
      <span className="grow">
        <b className="cut">{team.name}</b>
        <small className="cut">{people || t("settings.teams.nobody")}</small>
      </span>
      <small className="cut num">{t("settings.teams.open", { count: team.open })}</small>
      <Icon name="down" className={open ? "up" : undefined} />
    </button>
  );
}
