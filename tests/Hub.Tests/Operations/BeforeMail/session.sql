-- A visitor who writes for the first time, and leaves an address: VisitorSessions.
with s as (
    insert into visitor_sessions (site, token_hash, locale, page, created_at, used_at) values (@channel, @hash, 'en', 'https://shop.test/', @now, @now)
    on conflict (token_hash) do update set used_at = excluded.used_at returning id
), c as (
    insert into claims (session, ticket, kind, address, at) select id, null, 'email', @address, @now from s on conflict do nothing
)
select id from s
