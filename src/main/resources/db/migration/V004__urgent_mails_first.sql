-- Mails somebody waits for with a deadline leave before those that can wait.
drop index outbox_due;
create index outbox_due on outbox ((kind in ('SECURITY_CODE', 'TO_CONFIRM')) desc, due_at) where state = 'WAITING';
