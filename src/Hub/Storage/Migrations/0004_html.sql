-- The HTML of mails, cleaned when it comes: by which version of the cleaning. What an older one made is cleaned again when it is read.
-- Expands only: processes of the version before keep working on it.
alter table messages add column html_version smallint;
