-- The page after a request, the end of a request and its purge ask for its mails: without this they read the whole outbox each time.
create index outbox_booking on outbox (booking_id) where booking_id is not null;
