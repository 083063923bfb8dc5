-- Several sites: how each looks, what it says in which language, keys that can be changed, and where it was seen.
-- Expands only. Processes of the version before go on with `key`, `locale`, `greeting` and `accent`, which stay true.

alter table sites
    add column languages text[] not null default '{en,fr}' check (cardinality(languages) > 0),
    add column texts     jsonb not null default '{}' check (jsonb_typeof(texts) = 'object'),  -- {"fr": {"title": …, "greeting": …, "away": …}}
    add column side      text not null default 'right' check (side in ('left', 'right')),
    add column offset_x  int not null default 24 check (offset_x between 0 and 200),          -- CSS pixels between the launcher and the window's edge
    add column offset_y  int not null default 24 check (offset_y between 0 and 200),
    add column launcher  boolean not null default true,
    add column sound     boolean not null default false,
    -- What the host's page may keep in its own storage once a visitor has written.
    add column remember  text not null default 'marker' check (remember in ('nothing', 'marker', 'conversation')),
    add column memory    text,                                                                -- under which browsers keep the conversation; null: the key
    add column off_at    timestamptz,
    add column removed_at timestamptz;

update sites set texts = jsonb_build_object(locale, jsonb_build_object('greeting', greeting)) where greeting is not null;

-- Keys that a site had before its present one. They open the chat until they are revoked.
create table site_keys (
    key         text primary key,
    site        bigint not null references sites on delete cascade,
    replaced_at timestamptz not null,
    revoked_at  timestamptz
);
create index site_keys_site on site_keys (site);

-- On which pages the chat was begun last, by their origin: of the page, never of who looked at it.
create table site_sightings (
    site        bigint not null references sites on delete cascade,
    origin      text not null,
    allowed     boolean not null,
    at          timestamptz not null,
    primary key (site, origin)
);
