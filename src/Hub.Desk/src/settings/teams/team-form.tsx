import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { agentsQuery } from "../../agents/agents";
import { useSaveTeam } from "../../agents/teams";
import { explain, fieldErrors, generalError } from "../../api/explain";
import type { Team } from "../../api/types";
import { Field, Strip } from "../../ui";
import { Setting } from "../page";
import { SaveBar } from "../save-bar";
import { RemoveTeam } from "./remove-team";
import { changesOf, draftOf, type TeamDraft } from "./team-draft";

interface TeamFormProps {
  /** Absent, a new one. */
  team?: Team;
  /** The new team, or nothing where it was given up. */
  onDone?: (id?: number) => void;
}

/** A team's name and its people. */
export function TeamForm({ team, onDone }: TeamFormProps) {
  const { t } = useTranslation();
  const { data: agents, error } = useQuery(agentsQuery);
  // Only what was touched is the draft's: what a colleague changes meanwhile is seen, and not undone.
  const [touched, setTouched] = useState<Partial<TeamDraft>>({});
  const draft = { ...draftOf(team), ...touched };
  const save = useSaveTeam(team?.id);
  const changes = changesOf(team, draft);
  const dirty = !team || Object.keys(changes).length > 0;
  const errors = fieldErrors(save.error, t);
  const failure = generalError(save.error, t);

  function edit(change: Partial<TeamDraft>) {
    setTouched({ ...touched, ...change });
    save.reset();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!dirty || save.isPending) return;
    save.mutate(changes, {
      onSuccess: (saved) => {
        setTouched({});
        onDone?.(saved.id);
      },
    });
  }

  function discard() {
    setTouched({});
    save.reset();
    if (!team) onDone?.();
  }

  const join = (agent: number, on: boolean) =>
    edit({ members: on ? [...draft.members, agent] : draft.members.filter((member) => member !== agent) });

  return (
    <form className="box-form" onSubmit={submit}>
      <Setting id="name">
        <Field label={t("settings.teams.name")} hint={t("settings.teams.nameHint")} error={errors.name}>
          {(control) => (
            <input
              {...control}
              className="input"
              autoComplete="off"
              required
              maxLength={80}
              value={draft.name}
              onChange={(event) => edit({ name: event.target.value })}
            />
          )}
        </Field>
      </Setting>
      <Setting id="members">
        <fieldset className="field languages">
          <legend className="field-label">{t("settings.teams.members")}</legend>
          <p className="field-hint">{t("settings.teams.membersHint")}</p>
          <div>
            {agents
              ?.filter((agent) => !agent.disabled)
              .map((agent) => (
                <label key={agent.id}>
                  <input
                    type="checkbox"
                    checked={draft.members.includes(agent.id)}
                    onChange={(event) => join(agent.id, event.target.checked)}
                  />
                  {agent.name}
                </label>
              ))}
          </div>
        </fieldset>
      </Setting>
      {error && <Strip tone="bad">{explain(error, t)}</Strip>}
      {errors.members && <Strip tone="bad">{errors.members}</Strip>}
      {failure && <Strip tone="bad">{failure}</Strip>}
      {team && <RemoveTeam team={team} />}
      <SaveBar
        dirty={dirty}
        saved={save.isSuccess}
        busy={save.isPending}
        onDiscard={discard}
        says={team ? undefined : t("settings.teams.create")}
      />
    </form>
  );
}
