-- Each message makes a new version of its ticket's row, with an entry in every index, and a receipt: the fewer and lighter, the better.

-- One index for "mine" and "nobody's" instead of two. `is null` gives no order in an index; a value does.
create index tickets_owner on tickets (coalesce(assignee, 0), last_at desc, number desc) where status in (1, 2, 3) and folder = 1;
drop index tickets_assignee;
drop index tickets_unassigned;

-- Receipts come in the order of their time and are never changed: where in the table a time begins is all that a purge asks.
drop index receipts_at;
create index receipts_at on receipts using brin (at);

-- The guard is called only where it has something to do: whoever sets a new version and the transaction is right already.
drop trigger tickets_touch on tickets;
create trigger tickets_touch before update on tickets for each row
    when (new.version <= old.version or new.changed <> pg_current_xact_id()) execute function tickets_touch();
