import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { teamsQuery } from "../agents/teams";
import { teamOf, type View } from "../realtime/merge";

/** What a view is called: a team's by the team's name. */
export function useViewTitle(view: View): string {
  const { t } = useTranslation();
  const team = teamOf(view);
  const { data: teams } = useQuery(teamsQuery);
  if (team === undefined) return t(`shell.views.${view}`);
  return teams?.find((each) => each.id === team)?.name ?? t("shell.team");
}
