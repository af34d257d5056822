-- Slots that go on sale together at an announced instant. Rows are never deleted: slots that are past still name them.
create table release (
    id              text primary key,
    desk_id         text not null references desk,
    -- From when on people enrol for the draw.
    enrols_from     timestamptz not null,
    opens_at        timestamptz not null check (enrols_from <= opens_at),
    waiting_room    boolean not null default false,
    -- No longer in the schedule file.
    withdrawn       boolean not null default false
);
create index release_desk on release (desk_id);

alter table slot
    add column release_id text references release;

-- From when on the seat may be taken: its release's opens_at. On the seat's own row, as withdrawn is and for the same reason: whoever
-- takes a seat and whoever moves an opening meet on one lock.
alter table seat
    add column opens_at timestamptz not null default '-infinity';
