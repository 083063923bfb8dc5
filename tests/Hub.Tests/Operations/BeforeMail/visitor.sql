-- What a visitor reads of a ticket: VisitorReader.
select m.ticket, m.id, m.seq, m.prev, m.kind, m.author_kind,
       case m.author_kind when 2 then split_part(a.name, ' ', 1) end as author_name,
       m.text, m.at, case when m.author_kind = 1 then m.client_id end as client_id
from customer_messages m left join agents a on m.author_kind = 2 and a.id = m.author
where m.ticket = @ticket and m.seq > 0 order by m.seq limit 1000
