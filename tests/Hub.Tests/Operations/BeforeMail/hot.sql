-- Appends many messages to many open tickets: one statement, one commit. DECISIONS: hot path.
-- $1 int[] ord, $2 bigint[] ticket, $3 smallint[] kind, $4 bigint[] source, $5 text[] key, $6 bigint[] channel (0 = none), $7 text[] text, $8 now
with input as materialized (
    select * from unnest($1::int[], $2::bigint[], $3::smallint[], $4::bigint[], $5::text[], $6::bigint[], $7::text[])
        as i(ord, ticket, kind, source, key, channel, text)
), hot as materialized (        -- precondition under lock; fixed order = no deadlock
    select number from tickets where number = any($2) and status in (1, 2) and folder = 1 order by number for update
), fit as materialized (        -- a visitor writes only to the newest ticket of the session: another one is for the full path to find
    select i.* from input i join hot on hot.number = i.ticket
    where i.kind <> 1 or i.ticket = (select max(s.ticket) from session_tickets s where s.session = i.source)
), first as (
    select distinct on (source, key) * from fit order by source, key, ord
), claimed as (                 -- waits for a rival; only what is really new gets a number
    insert into receipts (source, key, message, at)
    select source, key, nextval('message_ids'), $8 from first order by source, key
    on conflict (source, key) do nothing returning source, key, message
), numbered as (
    select f.*, c.message, row_number() over (partition by f.ticket order by f.ord)::int as n
    from first f join claimed c using (source, key)
), tally as (
    select ticket, max(n) as n, max(ord) filter (where kind = 1) as last_in, max(ord) filter (where kind = 2) as last_out,
           -- the first customer message after our last answer of this batch: who waits, waits since then
           bool_or(kind = 1) as has_in, bool_or(kind = 2) as has_out
    from numbered group by ticket
), heads as (                   -- UPDATE re-reads the newest row version, so last_seq is current
    update tickets t set
        last_seq = t.last_seq + c.n,
        version = t.version + 1,
        last_at = greatest(t.last_at, $8),
        status = case when not (c.has_in or c.has_out) then t.status when c.last_in > coalesce(c.last_out, -1) then 1 else 2 end,
        waiting_since = case when not (c.has_in or c.has_out) then t.waiting_since
                             when coalesce(c.last_in, -1) < coalesce(c.last_out, -1) then null
                             when c.has_out then greatest(t.last_at, $8)
                             else coalesce(t.waiting_since, greatest(t.last_at, $8)) end,
        first_response_at = case when c.has_out then coalesce(t.first_response_at, greatest(t.last_at, $8)) else t.first_response_at end
    from tally c where t.number = c.ticket
    returning t.number, t.last_seq - c.n as base, t.last_at, t.version
), written as (
    insert into messages (ticket, seq, id, version, audience, kind, channel, author_kind, author, text, client_id, at)
    select h.number, h.base + n.n, n.message, h.version, case when n.kind = 3 then 'internal' else 'customer' end, n.kind,
           nullif(n.channel, 0), case when n.kind = 1 then 1 else 2 end, n.source, n.text, n.key, h.last_at
    from numbered n join heads h on h.number = n.ticket
    returning ticket, seq, id, at, version
)
select i.ord, w.seq, w.id, w.at, w.version, (f.ord is null) as cold
from input i
left join fit f on f.ord = i.ord
left join claimed c on c.source = i.source and c.key = i.key
left join first fi on fi.ord = i.ord
left join written w on w.id = c.message and fi.ord = i.ord
order by i.ord
