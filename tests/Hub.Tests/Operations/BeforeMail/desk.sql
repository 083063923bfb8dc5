-- What the desk reads of a ticket: MessageReader.
select m.ticket, m.id, m.seq, m.version, m.audience, m.kind, m.channel, h.kind as channel_kind, h.name as channel_name,
       m.author_kind, case when m.author_kind = 1 then t.customer else m.author end as author,
       case m.author_kind when 1 then c.name when 2 then a.name end as author_name,
       m.text, m.quoted, m.at, m.client_id, e.type as event_type, e.before, e.after,
       s.seen_seq, s.seen_at
from messages m join tickets t on t.number = m.ticket and true
join customers c on c.id = t.customer
left join channels h on h.id = m.channel
left join agents a on m.author_kind = 2 and a.id = m.author
left join events e on e.message = m.id and m.kind = 4
left join lateral (select st.seen_seq, st.seen_at from session_tickets st where m.kind = 2 and st.ticket = m.ticket and st.seen_seq >= m.seq
                   order by st.seen_at limit 1) s on true
where m.ticket = @ticket and m.seq > 0 order by m.seq limit 1000
