-- On a table that nobody has analysed yet the planner takes three conditions together for so rare that it reads all earlier messages of
-- the ticket and sorts them. In a `case` they are half of all, and it walks the index from the end to the first one.
create or replace view customer_messages as
select m.ticket, m.seq, m.id, m.version, m.kind, m.channel, m.author_kind, m.author, m.text, m.html, m.client_id, m.at,
       coalesce((select p.seq from messages p
                 where p.ticket = m.ticket and p.seq < m.seq and case when p.audience = 'customer' and p.kind in (1, 2) and not p.apart then true end
                 order by p.seq desc limit 1), 0) as prev
from messages m
where m.audience = 'customer' and m.kind in (1, 2) and not m.apart;
