-- The page after a request, the end of a request and its purge ask for its mails: without this they read the whole outbox each time.
create index outbox_booking on outbox (booking_id) where booking_id is not null;

-- A deadline moves when the relay takes the mail, once for each request of a crowd. In an index it made that write all nine of the table's;
-- those that are pending are few, and looking through them each time finds the ones that are over. Some room in each page keeps the new
-- version of a row beside the old one.
drop index booking_pending_deadline;
create index booking_pending on booking (opened_at) where state = 'PENDING';
alter table booking set (fillfactor = 85);
