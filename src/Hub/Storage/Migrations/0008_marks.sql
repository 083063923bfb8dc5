-- How a mail is signed or encrypted, and what it invites to. They stand with the mail, not with the message: chat has neither, and its rows stay as they are.
-- Expands only: processes of the version before write neither and read neither. Both go with the message.
alter table mails add column protection jsonb, add column invitation jsonb;             -- ProtectionView, CalendarInvitationView
alter table side_mails add column protection jsonb, add column invitation jsonb;
