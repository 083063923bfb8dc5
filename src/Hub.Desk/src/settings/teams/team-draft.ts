import type { Team, TeamChange } from "../../api/types";

/** A team as it is being edited. */
export interface TeamDraft {
  name: string;
  members: number[];
}

export const draftOf = (team?: Team): TeamDraft => ({
  name: team?.name ?? "",
  members: team?.members.map((member) => member.id) ?? [],
});

const sorted = (members: number[]) => [...members].sort((a, b) => a - b).join();

/** What differs from the team as saved; of one that does not exist yet, all of it. */
export function changesOf(team: Team | undefined, draft: TeamDraft): TeamChange {
  const saved = draftOf(team);
  const changes: TeamChange = {};
  if (!team || draft.name.trim() !== saved.name) changes.name = draft.name.trim();
  if (!team || sorted(draft.members) !== sorted(saved.members)) changes.members = draft.members;
  return changes;
}
