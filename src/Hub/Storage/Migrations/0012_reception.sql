-- Before and after a chat: questions, consent, hours, rating.
alter table sites
    add column form    jsonb,
    add column consent jsonb,
    add column hours   jsonb,
    add column rates   boolean not null default true;

-- What a visitor answered before the chat, in the words in which it was asked: a form that is changed later changes no history.
create table visitor_forms (
    id          bigint generated always as identity primary key,
    session     bigint not null references visitor_sessions,
    ticket      bigint references tickets,
    answers     jsonb not null,
    at          timestamptz not null
);
create index visitor_forms_ticket on visitor_forms (ticket);
create index visitor_forms_session on visitor_forms (session);

-- GDPR art. 7(1): who agreed to which words, when. What was agreed to stands here itself, because the site's own text may change.
create table consents (
    id          bigint generated always as identity primary key,
    session     bigint not null references visitor_sessions,
    purpose     text not null check (purpose in ('chat')),
    version     int not null check (version > 0),
    text        text not null,
    locale      text not null,
    privacy_url text,
    page        text,
    at          timestamptz not null,
    unique (session, purpose, version)
);

-- What the customer said of a chat when it was over; the last word counts.
create table ratings (
    ticket      bigint primary key references tickets,
    session     bigint references visitor_sessions,
    score       smallint not null check (score between 1 and 5),
    comment     text,
    agent       bigint references agents on delete set null,
    at          timestamptz not null
);
