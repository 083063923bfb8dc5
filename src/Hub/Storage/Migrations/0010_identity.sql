-- Who a visitor is: a site's own signed word, codes by mail, and what a browser session has proved. And what people who get a chat's mails may stop.
-- Expands only: processes of the version before keep working on it.

-- `external`: what a company's own systems call somebody, as `brand:sub`, because two brands may mean two people by one number.
alter table identities drop constraint identities_kind_check;
alter table identities add constraint identities_kind_check
    check (kind in ('visitor', 'email', 'phone', 'external', 'messenger', 'instagram', 'whatsapp', 'telegram', 'mastodon', 'bluesky'));

-- Keys by which a site's own server vouches for its visitors; several may hold at once.
create table signing_keys (
    id          bigint generated always as identity primary key,
    site        bigint not null references sites on delete cascade,
    kid         text not null unique,
    secret      text not null,                              -- protected, never in clear
    created_by  bigint references agents on delete set null,
    created_at  timestamptz not null,
    expires_at  timestamptz,
    revoked_at  timestamptz,
    used_at     timestamptz
);
create index signing_keys_site on signing_keys (site);

-- Which identities a browser session has proved, by a code or by the site's word. It alone opens what came before.
create table session_proofs (
    session     bigint not null references visitor_sessions on delete cascade,
    identity    bigint not null references identities on delete cascade,
    at          timestamptz not null,
    primary key (session, identity)
);
create index session_proofs_identity on session_proofs (identity);

-- Assertions that were used, until they end by themselves: each serves the session that used it first.
create table assertions (
    site        bigint not null references sites on delete cascade,
    nonce       bytea not null,
    session     bigint not null references visitor_sessions on delete cascade,
    until       timestamptz not null,
    primary key (site, nonce)
);
create index assertions_until on assertions (until);

-- A token that gave way to a new one stays as a revoked row; it says to which session it belonged.
alter table visitor_sessions add column renewed_as bigint references visitor_sessions on delete cascade;
create index visitor_sessions_renewed on visitor_sessions (renewed_as) where renewed_as is not null;

-- One-time codes. The code itself is nowhere: it follows from the nonce and a secret of the hub.
create table codes (
    id          bigint generated always as identity primary key,
    session     bigint not null references visitor_sessions on delete cascade,
    address     text not null check (address = lower(address)),
    nonce       bytea not null,
    attempts    int not null default 0,
    at          timestamptz not null,
    until       timestamptz not null,
    used_at     timestamptz
);
create index codes_session on codes (session, at desc);
create index codes_address on codes (address, at desc);
create index codes_at on codes (at);

-- Codes and transcripts are mails to a visitor that are no answers; a code belongs to no ticket.
alter table mailings alter column ticket drop not null;
alter table mailings drop constraint mailings_kind_check;
alter table mailings add constraint mailings_kind_check check (kind in ('side', 'notification', 'code', 'transcript'));
alter table mailings
    add column code bigint references codes on delete cascade,
    add column session bigint references visitor_sessions on delete cascade;
alter table mailings add constraint mailings_code_check check ((kind = 'code') = (code is not null));
alter table mailings add constraint mailings_transcript_check check ((kind = 'transcript') = (session is not null));
alter table mailings add constraint mailings_ticket_check check (kind = 'code' or ticket is not null);
create index mailings_code on mailings (code) where code is not null;
create index mailings_session on mailings (session, at desc) where session is not null;

-- Who wants no more mails of a chat: of one conversation, or of none at all (ticket is null).
create table unsubscribed (
    address     text not null check (address = lower(address)),
    ticket      bigint references tickets,
    at          timestamptz not null,
    unique nulls not distinct (address, ticket)
);
create index unsubscribed_ticket on unsubscribed (ticket) where ticket is not null;
