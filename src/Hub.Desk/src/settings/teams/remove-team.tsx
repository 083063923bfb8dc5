import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { teamsQuery, useRemoveTeam } from "../../agents/teams";
import { explain } from "../../api/explain";
import type { Team } from "../../api/types";
import { Button, Dialog, Field, Strip } from "../../ui";
import { Setting } from "../page";

/** Takes a team away, after saying what is open and asking who takes it over. */
export function RemoveTeam({ team }: { team: Team }) {
  const { t } = useTranslation();
  const { data: teams } = useQuery(teamsQuery);
  const [asking, setAsking] = useState(false);
  const [to, setTo] = useState("");
  const remove = useRemoveTeam(team.id);
  const others = (teams ?? []).filter((other) => other.id !== team.id);
  const stuck = team.open > 0 && others.length === 0;

  function close() {
    setAsking(false);
    remove.reset();
  }

  return (
    <Setting id="remove">
      <div className="field">
        <h3 className="field-label">{t("settings.teams.remove")}</h3>
        <p className="field-hint">{t("settings.teams.removeHint")}</p>
        <Button look="edge" onClick={() => setAsking(true)}>
          {t("settings.teams.removeIt")}
        </Button>
      </div>
      <Dialog open={asking} onClose={close} title={t("settings.teams.removeTitle", { name: team.name })}>
        <p>{team.open > 0 ? t("settings.teams.removeOpen", { count: team.open }) : t("settings.teams.removeNone")}</p>
        {stuck && <Strip tone="warn">{t("settings.teams.removeStuck")}</Strip>}
        {others.length > 0 && (
          <Field label={t("settings.teams.heir")} hint={t("settings.teams.heirHint")}>
            {(control) => (
              <select {...control} className="input" value={to} onChange={(event) => setTo(event.target.value)}>
                <option value="">{t(team.open > 0 ? "settings.teams.choose" : "settings.teams.none")}</option>
                {others.map((other) => (
                  <option key={other.id} value={other.id}>
                    {other.name}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        {remove.error && <Strip tone="bad">{explain(remove.error, t)}</Strip>}
        <div className="dialog-foot">
          <Button look="edge" onClick={close}>
            {t("ui.cancel")}
          </Button>
          <Button
            look="danger"
            busy={remove.isPending}
            disabled={stuck || (team.open > 0 && to === "")}
            onClick={() => remove.mutate(to === "" ? undefined : Number(to))}
          >
            {t("settings.teams.removeIt")}
          </Button>
        </div>
      </Dialog>
    </Setting>
  );
}
