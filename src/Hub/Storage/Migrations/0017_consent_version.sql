-- The highest version that a consent of the site had, although it was switched off since and nobody agreed to it.
alter table sites add column consent_version int not null default 0;
