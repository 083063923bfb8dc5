-- Mail: mailboxes, what arrived, the mail side of messages, files, and what a delivery must remember.
-- Expands only: processes of the version before keep working on it.

-- A mailbox is a channel of kind `email`.
create table mailboxes (
    channel             bigint primary key references channels on delete cascade,
    address             text not null unique check (address = lower(address)),
    sender_name         text not null default '',
    locale              text not null default 'en' check (locale in ('en', 'fr')),
    signatures          jsonb not null default '{}',        -- text by language
    plus_addressing     boolean not null default true,      -- local+token@domain reaches it
    server_host         text,                               -- its own outgoing server; none: the hub's
    server_port         int check (server_port between 1 and 65535),
    server_security     text check (server_security in ('none', 'starttls', 'tls')),
    server_user         text,
    server_password     text,                               -- protected, never in clear
    acknowledge         boolean not null default false,
    acknowledgements    jsonb not null default '{}',        -- text by language
    check ((server_host is null) = (server_port is null) and (server_host is null) = (server_security is null))
);

alter table sites add column continue_after int check (continue_after between 1 and 86400);

-- What arrived by mail, one row an arrival; the bytes are those of its raw payload.
create table received_mails (
    raw             bigint primary key references raw_payloads on delete cascade,
    envelope_from   text,                                   -- null: the empty reverse-path
    recipients      text[] not null,                        -- RCPT TO, in order
    message_id      text,
    sender          text,                                   -- From, lower case
    addressees      text[] not null default '{}',           -- To
    subject         text not null default '',
    size            bigint not null,
    disposition     text not null default 'pending' check (disposition in ('pending', 'ticket', 'duplicate', 'bounce', 'autoReply', 'complaint', 'quarantine')),
    ticket          bigint references tickets,
    seq             int,
    bounces         jsonb,
    at              timestamptz not null
);
create index received_mails_newest on received_mails (at desc, raw desc);
create index received_mails_message_id on received_mails (message_id, at desc);
create index received_mails_sender on received_mails (sender, at desc);
create index received_mails_disposition on received_mails (disposition, at desc, raw desc) where disposition <> 'ticket';
create index raw_payloads_quarantined on raw_payloads (at desc) where state = 'quarantined';

-- The mail side of a message, in or out: what a reference can name, and who took part.
create table mails (
    message         bigint primary key references messages (id) on delete cascade,
    ticket          bigint not null references tickets,
    message_id      text,                                   -- without brackets
    sender          text,
    sender_name     text,
    reply_to        text,
    recipients      jsonb not null default '[]',            -- [{name, address}]
    copies          jsonb not null default '[]',
    subject         text not null default '',
    refs            text[] not null default '{}',           -- the chain to go on with, oldest first
    addresses       text[] not null default '{}'            -- everybody on it, lower case; empty where the sender may be forged
);
create index mails_message_id on mails (message_id);
create index mails_ticket on mails (ticket, message desc);

-- marks: see the class MessageMarks. apart: said by mail by (or to) somebody who may not be the person of the chat session of this ticket.
alter table messages add column marks text[], add column apart boolean not null default false;

create or replace view customer_messages as
select m.ticket, m.seq, m.id, m.version, m.kind, m.channel, m.author_kind, m.author, m.text, m.html, m.client_id, m.at,
       coalesce((select p.seq from messages p
                 where p.ticket = m.ticket and p.seq < m.seq and p.audience = 'customer' and p.kind in (1, 2) and not p.apart
                 order by p.seq desc limit 1), 0) as prev
from messages m
where m.audience = 'customer' and m.kind in (1, 2) and not m.apart;

-- What may go into a mail to somebody who is part of the ticket by mail: the same, and what the chat does not show.
create view mail_messages as
select m.ticket, m.seq, m.id, m.kind, m.channel, m.author_kind, m.author, m.text, m.apart, m.sent_at, m.at
from messages m
where m.audience = 'customer' and m.kind in (1, 2);

create table files (
    id          bigint generated always as identity primary key,
    blob        bigint not null references blobs,
    message     bigint references messages (id),
    ordinal     smallint not null default 0,
    name        text not null,
    type        text not null,
    size        bigint not null,
    content_id  text,
    at          timestamptz not null
);
create index files_message on files (message, ordinal);

-- purpose: an answer, the continuation of a chat by mail, or an automatic acknowledgement of receipt.
alter table deliveries
    add column purpose text not null default 'reply' check (purpose in ('reply', 'continuation', 'acknowledgement')),
    add column doubtful boolean not null default false,     -- may have been sent twice: its lease ran out while it was being sent
    add column holder uuid,                                 -- the process that leases it
    add column first_at timestamptz;                        -- the first attempt
create index deliveries_failed on deliveries (ticket) where state = 'failed';
create index deliveries_waiting on deliveries (ticket, address, message) where state in ('scheduled', 'queued', 'leased');
create index deliveries_address on deliveries (address, at) where purpose <> 'reply';

-- The owner of the address said: this was not me.
alter table claims add column disowned_at timestamptz;
create index claims_address on claims (kind, address);
