-- Appends many messages to many open tickets: one statement, one commit. DECISIONS: hot path.
-- $1 int[] ord, $2 bigint[] ticket, $3 smallint[] kind, $4 bigint[] source, $5 text[] key, $6 bigint[] channel (0 = none), $7 text[] text, $8 now
-- Answers the new ones with their place, and the cold ones; what it does not answer was taken before.
-- The planner believes that a list of parameters holds ten rows, and of any two such lists that one row meets. So nothing is joined here:
-- it would compare everything with everything. Conditions in `case` or `is true` are looked up or filtered, whatever it believes.
with hot as materialized (      -- precondition under lock; fixed order = no deadlock
    select number from tickets where number = any($2) and case when status in (1, 2) and folder = 1 then true end order by number for update
), input as materialized (      -- a visitor writes only to the newest ticket of the session: another one is for the full path to find
    select i.*, (i.ticket in (select number from hot)) is true
                and (i.kind <> 1 or i.ticket = (select max(s.ticket) from session_tickets s where s.session = i.source)) as hot
    from unnest($1::int[], $2::bigint[], $3::smallint[], $4::bigint[], $5::text[], $6::bigint[], $7::text[])
        as i(ord, ticket, kind, source, key, channel, text)
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
        last_at = greatest(t.last_at, $8),
        status = case when not (c.has_in or c.has_out) then t.status when c.last_in > coalesce(c.last_out, -1) then 1 else 2 end,
        waiting_since = case when not (c.has_in or c.has_out) then t.waiting_since
                             when coalesce(c.last_in, -1) < coalesce(c.last_out, -1) then null
                             when c.has_out then greatest(t.last_at, $8)
                             else coalesce(t.waiting_since, greatest(t.last_at, $8)) end,
        first_response_at = case when c.has_out then coalesce(t.first_response_at, greatest(t.last_at, $8)) else t.first_response_at end
    from tally c where t.number = c.ticket
    returning t.number, t.last_seq - c.n as base, t.last_at, t.version
), heads as materialized (      -- the kth ticket of `numbered` at the kth place
    select array_agg(number order by number) as number, array_agg(base order by number) as base, array_agg(last_at order by number) as at, array_agg(version order by number) as version
    from updated
), placed as materialized (
    select n.*, h.base[n.k] + n.n as seq, h.at[n.k] as at, h.version[n.k] as version from numbered n, heads h where h.number[n.k] = n.ticket
), written as (
    insert into messages (ticket, seq, id, version, audience, kind, channel, author_kind, author, text, client_id, at)
    select ticket, seq, id, version, case when kind = 3 then 'internal' else 'customer' end, kind, nullif(channel, 0), case when kind = 1 then 1 else 2 end, source, text, key, at
    from placed
)
select ord, seq, id, at, version, false as cold from placed
union all
select ord, null, null, null, null, true from input where not hot
