-- The seat that a refused request would have owned. It rests until that request would have run out, so that the calendar does not tell
-- a refusal from a request.
alter table decoy
    add column slot_id text references slot,
    add column seat_no integer;
