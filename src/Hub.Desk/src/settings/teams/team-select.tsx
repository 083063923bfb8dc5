import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { teamsQuery } from "../../agents/teams";
import { Field } from "../../ui";
import { Setting } from "../page";

interface TeamSelectProps {
  /** Where its words are: the team of a site, or of a mailbox. */
  words: "webChat" | "mailboxes";
  /** Id of the team; empty: none. */
  value: string;
  error?: string;
  onChange: (team: string) => void;
}

/** Which team has the new tickets of a channel. */
export function TeamSelect({ words, value, error, onChange }: TeamSelectProps) {
  const { t } = useTranslation();
  const { data: teams } = useQuery(teamsQuery);
  return (
    <Setting id="team">
      <Field label={t(`settings.${words}.team`)} hint={t(`settings.${words}.teamHint`)} error={error}>
        {(control) => (
          <select {...control} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
            <option value="">{t("settings.teams.none")}</option>
            {teams?.map((team) => (
              <option key={team.id} value={team.id}>
                {team.name}
              </option>
            ))}
          </select>
        )}
      </Field>
    </Setting>
  );
}
