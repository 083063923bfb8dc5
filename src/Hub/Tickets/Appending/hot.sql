-- Appends many messages to many open tickets: one statement, one commit. DECISIONS: hot path.
-- $1 int[] ord, $2 bigint[] ticket, $3 smallint[] kind, $4 bigint[] source, $5 text[] key, $6 bigint[] channel (0 = none; of an answer: by the chat, if by nothing else), $7 text[] text, $8 now
-- Answers the new ones with their place, and the cold ones; what it does not answer was taken before.
-- The planner believes that a list of parameters holds ten rows, and of any two such lists that one row meets. So nothing is joined here:
-- it would compare everything with everything. Conditions in `case` or `is true` are looked up or filtered, whatever it believes.
with hot as materialized (      -- precondition under lock; fixed order = no deadlock
    select number from tickets where number = any($2) and case when status in (1, 2) and folder = 1 then true end order by number for update
), routed as materialized (     -- an answer goes by the chat alone where the customer spoke last there, and left no address by which it would go on
    select i.ord, i.ticket, i.kind, i.source, i.key, i.text,
           case when i.kind <> 2 then nullif(i.channel, 0)
                else (select v.site from session_tickets st join visitor_sessions v on v.id = st.session
                      where st.ticket = i.ticket
                        and not exists (select from claims k where k.session = any(array(select s.session from session_tickets s where s.ticket = i.ticket)) and case k.kind when 'email' then true end)
                        and (select h.kind = 'chat' from messages m join channels h on h.id = m.channel
                             where m.ticket = i.ticket and case when m.kind = 1 and m.audience = 'customer' and not (coalesce(m.marks, '{}') && array['auto']) then true end order by m.seq desc limit 1)
                      order by v.used_at desc limit 1) end as channel
    from unnest($1::int[], $2::bigint[], $3::smallint[], $4::bigint[], $5::text[], $6::bigint[], $7::text[])
        as i(ord, ticket, kind, source, key, channel, text)
), input as materialized (      -- a visitor writes only to the newest ticket of the session: another one is for the full path to find
    select i.*, (i.ticket in (select number from hot)) is true
                and case i.kind when 1 then i.ticket = (select max(s.ticket) from session_tickets s where s.session = i.source)
                                when 2 then i.channel is not null else true end as hot
    from routed i
), first as materialized (      -- only what is really new gets a number; an id may be lost
    select f.*, nextval('message_ids') as id from (select distinct on (source, key) * from input where hot order by source, key, ord) f
), claimed as (                 -- waits for a rival
    insert into receipts (source, key, message, at) select source, key, id, $8 from first order by source, key
    on conflict (source, key) do nothing returning message
), numbered as materialized (
    select f.*, row_number() over (partition by ticket order by ord)::int as n, dense_rank() over (order by ticket)::int as k
    from first f where (f.id in (select message from claimed)) is true
), tally as (
    select ticket, max(n) as n, max(ord) filter (where kind = 1) as last_in, max(ord) filter (where kind = 2) as last_out,
           -- the first customer message after our last answer of this batch: who waits, waits since then
           bool_or(kind = 1) as has_in, bool_or(kind = 2) as has_out
    from numbered group by ticket
), updated as (                 -- UPDATE re-reads the newest row version, so last_seq is current
    update tickets t set
        last_seq = t.last_seq + c.n,
        version = t.version + 1,
        changed = pg_current_xact_id(),
        last_at = greatest(t.last_at, $8),
        status = case when not (c.has_in or c.has_out) then t.status when c.last_in > coalesce(c.last_out, -1) then 1 else 2 end,
        waiting_since = case when not (c.has_in or c.has_out) then t.waiting_since
                             when coalesce(c.last_in, -1) < coalesce(c.last_out, -1) then null
                             when c.has_out then greatest(t.last_at, $8)
                             else coalesce(t.waiting_since, greatest(t.last_at, $8)) end,
        first_response_at = case when c.has_out then coalesce(t.first_response_at, greatest(t.last_at, $8)) else t.first_response_at end
    from tally c where t.number = c.ticket
    returning t.number, t.last_seq - c.n as base, t.last_at, t.version, t.status, t.customer
), heads as materialized (      -- the kth ticket of `numbered` at the kth place
    select array_agg(number order by number) as number, array_agg(base order by number) as base, array_agg(last_at order by number) as at, array_agg(version order by number) as version,
           array_agg(status order by number) as status, array_agg(customer order by number) as customer
    from updated
), placed as materialized (
    select n.*, h.base[n.k] + n.n as seq, h.at[n.k] as at, h.version[n.k] as version, h.status[n.k] as status, h.customer[n.k] as customer from numbered n, heads h where h.number[n.k] = n.ticket
), written as (
    insert into messages (ticket, seq, id, version, audience, kind, channel, author_kind, author, text, client_id, at)
    select ticket, seq, id, version, case when kind = 3 then 'internal' else 'customer' end, kind, channel, case when kind = 1 then 1 else 2 end, source, text, key, at
    from placed
)
select ord, seq, id, at, version, false as cold, status,
       case when kind = 1 then customer else source end as author,
       case when kind = 1 then (select c.name from customers c where c.id = customer) else (select a.name from agents a where a.id = source) end as author_name,
       channel, (select array[h.kind, h.name] from channels h where h.id = channel) as channel_name
from placed
union all
select ord, null, null, null, null, true, null, null, null, null, null from input where not hot
