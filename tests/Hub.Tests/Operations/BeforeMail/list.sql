-- A row of the inbox: TicketReader.
select t.number, t.subject, t.status, t.folder, t.priority, t.customer, c.name as customer_name,
       coalesce((select i.address from identities i where i.customer = t.customer and i.kind <> 'visitor' order by i.id limit 1),
                (select k.address from claims k where k.ticket = t.number order by k.id desc limit 1)) as customer_address,
       t.assignee, a.name as assignee_name, t.team, g.name as team_name, h.kind as channel_kind, t.tags,
       l.seq as said_seq, l.kind as said_kind, l.text as said_text, l.at as said_at, t.last_at, t.waiting_since, t.version,
       t.created_at, t.last_seq, t.first_response_at, t.resolved_at, t.follows
from tickets t join customers c on c.id = t.customer join channels h on h.id = t.channel
left join agents a on a.id = t.assignee left join teams g on g.id = t.team
left join lateral (select m.seq, m.kind, left(m.text, 200) as text, m.at from messages m
                   where m.ticket = t.number and m.kind <> 4 order by m.seq desc limit 1) l on true
where t.number = @ticket
