-- Keyed hash of what was submitted: a submission sent again gets the same answer, one that says something else is told so. Emptied with
-- the names.
alter table booking add column submission bytea;
alter table decoy add column submission bytea;

-- A client that has lost the answer finds its request by its session.
create index booking_session on booking (session_hash);
create index decoy_session on decoy (session_hash);
