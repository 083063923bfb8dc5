-- Who takes part in a ticket by mail, conversations beside it, what agents are told by mail, and why a received mail is where it is.
-- Expands only. A conversation beside a ticket lies in tables of its own: processes of the version before read none of them, and so cannot
-- take a third party for somebody who is part of the ticket, nor answer him in place of the customer.

-- One answer may go to several: a row of deliveries for each, and all of them in the mail's header.
alter table deliveries
    add column copy boolean not null default false,         -- on Cc
    add column name text;                                   -- as the header shall call them

-- Who was on a mail is part of the ticket (mails.addresses), until an agent says otherwise.
create table removed_participants (
    ticket      bigint not null references tickets,
    address     text not null check (address = lower(address)),
    removed_by  bigint not null references agents,
    at          timestamptz not null,
    primary key (ticket, address)
);

-- Addresses of further mailboxes that got the same mail.
alter table mails add column also_in text[] not null default '{}';

-- Why a mail is where it is, as a word; `reason` of its raw payload holds the details.
alter table received_mails add column code text;

-- A conversation with a third party about a ticket; the customer never sees it. Its messages have the audience `side:<id>`.
create table side_conversations (
    id          bigint generated always as identity primary key,
    ticket      bigint not null references tickets,
    channel     bigint not null references channels,        -- the mailbox that speaks
    subject     text not null,
    started_by  bigint not null references agents,
    at          timestamptz not null
);
create index side_conversations_ticket on side_conversations (ticket, id);

-- Whom agents wrote to in it: they alone may answer.
create table side_people (
    side        bigint not null references side_conversations,
    address     text not null check (address = lower(address)),
    added_at    timestamptz not null,
    primary key (side, address)
);

-- The mail side of a message of a side conversation, as `mails` is that of a customer's.
create table side_mails (
    message     bigint primary key references messages (id) on delete cascade,
    side        bigint not null references side_conversations,
    message_id  text,
    sender      text not null,
    sender_name text,
    recipients  jsonb not null default '[]',
    copies      jsonb not null default '[]',
    subject     text not null default '',
    refs        text[] not null default '{}'
);
create index side_mails_message_id on side_mails (message_id);
create index side_mails_side on side_mails (side, message desc);

-- All that the people of a side conversation may ever see, each of their own.
create view side_messages as
select m.ticket, m.seq, m.id, m.kind, m.author_kind, m.author, m.text, m.quoted, m.sent_at, m.at, substr(m.audience, 6)::bigint as side
from messages m where m.audience like 'side:%';

-- Mails that are no answers to a customer: to the people of a side conversation, or to an agent about news of a ticket.
create table mailings (
    id          bigint generated always as identity primary key,
    kind        text not null check (kind in ('side', 'notification')),
    ticket      bigint not null references tickets,
    side        bigint references side_conversations,
    message     bigint references messages (id),            -- of the side conversation
    agent       bigint references agents,                   -- who is told
    after_seq   int,                                        -- of what is told: what came after this message,
    up_to_seq   int,                                        -- up to this one
    channel     bigint not null references channels,
    address     text not null,
    copy        boolean not null default false,
    state       text not null default 'queued' check (state in ('queued', 'leased', 'sent', 'failed', 'cancelled')),
    not_before  timestamptz not null,
    lease_until timestamptz,
    holder      uuid,
    attempts    int not null default 0,
    first_at    timestamptz,
    doubtful    boolean not null default false,
    reason      text,
    external_id text,
    at          timestamptz not null,
    check ((kind = 'side') = (side is not null and message is not null)),
    check ((kind = 'notification') = (agent is not null and after_seq is not null and up_to_seq is not null))
);
create index mailings_due on mailings (not_before) where state in ('queued', 'leased');
create index mailings_message on mailings (message) where message is not null;

-- Up to which message of a ticket an agent was told by mail, or needed not to be.
create table notified (
    ticket      bigint not null references tickets,
    agent       bigint not null references agents on delete cascade,
    seq         int not null,
    mailed_at   timestamptz,
    primary key (ticket, agent)
);

-- Whether an agent is told by mail of messages on their tickets, and since when: nobody is told of what was there before.
alter table agents
    add column notify text not null default 'never' check (notify in ('never', 'away', 'always')),
    add column notify_since timestamptz;
