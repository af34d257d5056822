-- The waiting room of a release. All of it is here and nothing in Redis: tickets and draw survive whatever happens there.
create table waiting_room (
    release_id  text primary key references release,
    -- Makes the order of the tickets. Its SHA-256 is public from the start, itself once the draw has happened.
    key         bytea not null check (length(key) = 32),
    -- Tickets handed out: their numbers are 1 to this. Whoever hands out tickets holds this row's lock, so there are no gaps.
    issued      integer not null default 0,
    -- How many of them took part in the draw; null until it has happened, then never changed.
    drawn       integer check (drawn <= issued),
    drawn_at    timestamptz,
    -- People let in: those with the positions 1 to this.
    called      integer not null default 0 check (called <= issued)
);

create table ticket (
    release_id  text not null references waiting_room,
    number      integer not null,
    -- HMAC of the AGDREF number, as in booking: one ticket a person.
    person      bytea not null,
    -- The proof of work that it took: one proof, one ticket.
    proof       bytea not null,
    enrolled_at timestamptz not null,
    primary key (release_id, number),
    unique (release_id, person),
    unique (release_id, proof)
);

-- People who were let in together. Their turn lasts until expires_at.
create table admission (
    release_id      text not null references waiting_room,
    first_position  integer not null,
    last_position   integer not null check (last_position >= first_position),
    called_at       timestamptz not null,
    expires_at      timestamptz not null,
    primary key (release_id, first_position)
);
create index admission_expiry on admission (release_id, expires_at);

-- A turn that was taken up, by one session.
create table turn (
    release_id      text not null,
    position        integer not null,
    ticket          integer not null,
    session_hash    bytea not null,
    expires_at      timestamptz not null,
    -- When a seat was held, or the turn given up: somebody else's seat is no longer kept for it.
    ended_at        timestamptz,
    primary key (release_id, position),
    foreign key (release_id, ticket) references ticket
);
create index turn_session on turn (session_hash);
create index turn_expiry on turn (release_id, expires_at);
