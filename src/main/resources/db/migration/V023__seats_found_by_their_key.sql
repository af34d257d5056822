-- Most seats have no request. Left out of this index, they cannot be looked for in it: a batch of requests whose seats are named by their keys
-- was planned to read all free seats here as long as the tables were new to the planner.
alter table seat drop constraint seat_booking_id_key;
create unique index seat_booking on seat (booking_id) where booking_id is not null;
