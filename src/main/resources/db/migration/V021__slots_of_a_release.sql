-- Every instance looks each second which of a release's slots still have seats.
create index slot_release on slot (release_id) where release_id is not null;
