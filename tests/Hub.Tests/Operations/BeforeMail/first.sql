-- The first message of a session, as the version before 0002_mail wrote it: FullPath, TicketStore, and what EF made of its model.
insert into identities (kind, address, customer, created_at) values ('visitor', @session::text, nextval('customers_id_seq'), @now)
on conflict (kind, address) do update set address = excluded.address;
insert into customers (id, name, locale, created_at) select customer, @name, 'en', @now from identities where kind = 'visitor' and address = @session::text on conflict (id) do nothing;
insert into receipts (source, key, message, at) values (@session, @key, nextval('message_ids'), @now) on conflict (source, key) do nothing;
insert into tickets (number, assignee, brand, channel, closed_at, created_at, customer, first_resolved_at, first_response_at, folder, follows, last_at, last_seq, priority, resolved_at, status, subject, tags, team, version, waiting_since)
select nextval('tickets_number_seq'), null, 1, @channel, null, @now, i.customer, null, null, 1, null, @now, 1, 2, null, 1, @text, '{}', null, 1, @now
from identities i where i.kind = 'visitor' and i.address = @session::text;
insert into messages (ticket, seq, at, audience, author, author_kind, channel, client_id, id, kind, sent_at, text, version)
select currval('tickets_number_seq'), 1, @now, 'customer', @session, 1, @channel, @key, r.message, 1, null, @text, 1 from receipts r where r.source = @session and r.key = @key;
insert into session_tickets (session, ticket) values (@session, currval('tickets_number_seq')) on conflict do nothing;
update claims set ticket = currval('tickets_number_seq') where session = @session and ticket is null;
select currval('tickets_number_seq')
