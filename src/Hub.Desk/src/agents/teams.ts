import { queryOptions, useMutation } from "@tanstack/react-query";
import { del, get, patch, post } from "../api/client";
import { queryClient } from "../api/queries";
import type { Agent, Team, TeamChange } from "../api/types";

/** All teams, by name, with their people and how much is open. */
export const teamsQuery = queryOptions({
  queryKey: ["teams"],
  queryFn: async ({ signal }) => (await get<"/teams">("/teams", signal)).items,
});

export const isMember = (team: Team, agent: number) => team.members.some((member) => member.id === agent);

/** One's own teams come first; the order is kept otherwise. */
export const mineFirst = (teams: Team[], me: number): Team[] => [
  ...teams.filter((team) => isMember(team, me)),
  ...teams.filter((team) => !isMember(team, me)),
];

/** Who may be given a ticket of this team: its own people come first. */
export function membersFirst(people: Agent[], team?: Team): Agent[] {
  if (!team) return people;
  return [
    ...people.filter((agent) => isMember(team, agent.id)),
    ...people.filter((agent) => !isMember(team, agent.id)),
  ];
}

const fetchAnew = () => queryClient.invalidateQueries({ queryKey: teamsQuery.queryKey });

/** Makes a team, or changes one. */
export const useSaveTeam = (id?: number) =>
  useMutation({
    mutationFn: (change: TeamChange) =>
      id === undefined ? post<"/teams">("/teams", change) : patch<"/teams/{id}">(`/teams/${id}`, change),
    onSuccess: fetchAnew,
  });

/** Removes a team; another takes over what is open. */
export const useRemoveTeam = (id: number) =>
  useMutation({
    mutationFn: (to?: number) => del<"/teams/{id}">(to === undefined ? `/teams/${id}` : `/teams/${id}?to=${to}`),
    onSuccess: () =>
      // Rows, opened tickets, sites and mailboxes name it too.
      queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "session" }),
  });
