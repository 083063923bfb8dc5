import { expect, test } from "vitest";
import { membersFirst, mineFirst } from "../../src/agents/teams";
import type { Agent, Team } from "../../src/api/types";
import { belongs, isView, queryOf, teamOf } from "../../src/realtime/merge";
import { changesOf, draftOf } from "../../src/settings/teams/team-draft";

const team = (id: number, name: string, ...members: number[]): Team => ({
  id,
  name,
  members: members.map((member) => ({ id: member, name: `Agent ${member}` })),
  open: 0,
});

test("only what was changed of a team is sent, and the order of its people is no change", () => {
  const saved = team(1, "Returns", 4, 2);
  expect(changesOf(saved, draftOf(saved))).toEqual({});
  expect(changesOf(saved, { name: " Returns ", members: [2, 4] })).toEqual({});
  expect(changesOf(saved, { name: "Repairs", members: [2] })).toEqual({ name: "Repairs", members: [2] });
  expect(changesOf(undefined, { name: "New", members: [] })).toEqual({ name: "New", members: [] });
});

test("teams of mine come first, and a team's people before the others", () => {
  const teams = [team(1, "A"), team(2, "B", 7), team(3, "C", 8, 7)];
  expect(mineFirst(teams, 7).map((each) => each.id)).toEqual([2, 3, 1]);
  const people = [5, 6, 7, 8].map((id) => ({ id }) as Agent);
  expect(membersFirst(people, teams[2]).map((agent) => agent.id)).toEqual([7, 8, 5, 6]);
  expect(membersFirst(people)).toEqual(people);
});

test("a team's view asks for its open work, and a row belongs to it by team and status", () => {
  expect(isView("team-12")).toBe(true);
  expect(["team-", "team-x", "team-1x", "teams"].filter(isView)).toEqual([]);
  expect([teamOf("team-12"), teamOf("open")]).toEqual([12, undefined]);
  expect(queryOf("team-12")).toBe("team=12&status=open,pending,onHold");
  const row = { folder: "inbox", status: "pending", team: { id: 12, name: "A" } } as Parameters<typeof belongs>[0];
  expect(belongs(row, "team-12", 1)).toBe(true);
  expect(belongs({ ...row, team: { id: 1, name: "B" } }, "team-12", 1)).toBe(false);
  expect(belongs({ ...row, status: "resolved" }, "team-12", 1)).toBe(false);
  expect(belongs({ ...row, folder: "spam" }, "team-12", 1)).toBe(false);
});
