import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { mineFirst, teamsQuery } from "../agents/teams";
import { teamOf, type View } from "../realtime/merge";
import { useSession } from "../session/session";
import { Icon, Menu } from "../ui";

function useTeams() {
  const me = useSession().user.id;
  const { data } = useQuery(teamsQuery);
  return mineFirst(data ?? [], me);
}

/** The teams under the views, one's own first. */
export function TeamLinks({ view, shown }: { view: View; shown: (count: number) => string }) {
  const { t } = useTranslation();
  const teams = useTeams();
  if (teams.length === 0) return null;
  return (
    <>
      <h2>{t("shell.teams")}</h2>
      {teams.map((team) => (
        <Link
          key={team.id}
          className={`nav${teamOf(view) === team.id ? " on" : ""}`}
          to={`/views/team-${team.id}`}
          aria-current={teamOf(view) === team.id ? "page" : undefined}
          title={team.name}
        >
          <Icon name="users" />
          <span className="cut grow">{team.name}</span>
          <span className="n num">{shown(team.open)}</span>
        </Link>
      ))}
    </>
  );
}

/** The same on a phone, where there is no rail. */
export function TeamMenu({ view }: { view: View }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const teams = useTeams();
  if (teams.length === 0) return null;
  return (
    <Menu
      label={t("shell.teams")}
      className="btn sq teams"
      align="end"
      button={<Icon name="users" />}
      items={teams.map((team) => ({
        label: team.name,
        checked: teamOf(view) === team.id,
        onSelect: () => void navigate(`/views/team-${team.id}`),
      }))}
    />
  );
}
