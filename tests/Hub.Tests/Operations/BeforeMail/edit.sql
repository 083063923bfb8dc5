-- An agent resolves a ticket (TicketEdits, and what EF made of its model), and a visitor has read it (VisitorSessions).
update tickets set version = version + 1, status = 4, resolved_at = @now, first_resolved_at = @now, last_seq = last_seq + 1, last_at = @now, waiting_since = null where number = @ticket;
insert into messages (ticket, seq, at, audience, author, author_kind, channel, client_id, id, kind, sent_at, text, version)
select number, last_seq, @now, 'internal', null, 3, null, null, nextval('message_ids'), 4, null, null, version from tickets where number = @ticket;
insert into events (message, type, before, after) values (currval('message_ids'), 'status', '"open"'::jsonb, '"resolved"'::jsonb);
update session_tickets s set seen_seq = least(2, t.last_seq), seen_at = @now
from tickets t where t.number = s.ticket and s.ticket = @ticket and s.seen_seq < least(2, t.last_seq)
