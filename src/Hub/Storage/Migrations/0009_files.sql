-- Files that are uploaded: their uploader's alone until a message takes them, and gone after a day if none does.
-- Expands only: processes of the version before show a file only with its message.
alter table files
    add column uploader bigint,                             -- source_ids: the agent or visitor session; none: a mail brought it
    add column upload_key text,                             -- the uploader's own id of it: a repeated upload is the first one
    add column width int check (width > 0),                 -- of a picture that is shown
    add column height int check (height > 0);
create unique index files_upload on files (uploader, upload_key) where upload_key is not null;
create index files_uploader on files (uploader, at) where uploader is not null;
create index files_waiting on files (at) where message is null;
create index files_blob on files (blob);

-- A link to a file in a mail: works for a month, unless somebody ends it.
create table file_links (
    id          bigint generated always as identity primary key,
    file        bigint not null references files on delete cascade,
    delivery    bigint not null references deliveries on delete cascade,
    expires_at  timestamptz not null,
    revoked_at  timestamptz,
    unique (file, delivery)
);
create index file_links_delivery on file_links (delivery);
