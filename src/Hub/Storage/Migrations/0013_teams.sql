-- Teams: who is in one, and which sites and mailboxes bring it their tickets. Expands only.

-- Two names that differ in case alone are one to whoever reads them.
create unique index teams_name on teams (lower(name));

create table team_members (
    team        bigint not null references teams on delete cascade,
    agent       bigint not null references agents on delete cascade,
    primary key (team, agent)
);
create index team_members_agent on team_members (agent);

alter table sites add column team bigint references teams on delete set null;
alter table mailboxes add column team bigint references teams on delete set null;

-- The open ones of a team: its list and its count. Nothing is written for tickets without one.
create index tickets_team on tickets (team, last_at desc, number desc) where team is not null and status in (1, 2, 3) and folder = 1;
