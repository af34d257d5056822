-- The final arbiter. Instants are timestamptz; calendar days of a desk are judged in the desk's own zone by the domain.

-- A desk as the schedule file has it. The definition is the file's own part, kept whole; version rises with each import that changes it.
create table desk (
    id          text primary key,
    legacy_id   integer unique,
    definition  jsonb not null,
    version     bigint not null default 1
);

create table slot (
    id          text primary key,
    desk_id     text not null references desk,
    starts_at   timestamptz not null,
    minutes     integer not null check (minutes > 0),
    capacity    integer not null check (capacity > 0),
    withdrawn   boolean not null default false,
    unique (desk_id, starts_at)
);

create table booking (
    id              uuid primary key,
    reference       text not null unique,
    desk_id         text not null references desk,
    slot_id         text not null references slot,
    seat_no         integer not null,
    state           text not null check (state in ('PENDING', 'BOOKED', 'EXPIRED', 'CANCELLED')),
    -- Hash of the browser session that submitted it: resend and correction are for that session only.
    session_hash    bytea not null,
    -- The hold it came from: a submission played again finds its request here.
    hold_id         text not null unique,
    last_name       text not null,
    first_name      text not null,
    email           text not null,
    phone           text,
    agdref          text not null,
    -- HMAC of the AGDREF number: says nothing by itself. Emptied by anonymisation, since whoever has the key could try all numbers.
    person          bytea not null,
    -- Whether it stands between this person and a new request at this desk: PENDING, or BOOKED for a time not over yet.
    active          boolean not null default true check (not active or state in ('PENDING', 'BOOKED')),
    procedure       text not null,
    permit_expiry   date not null,
    commune         text not null,
    rules_version   text not null,
    fee_euros       integer not null,
    language        text not null,
    opened_at       timestamptz not null,
    -- When the relay took the first mail: the fifteen minutes count from here.
    mail_accepted_at timestamptz,
    -- Until when it may be confirmed: moves when the relay accepts the mail, never past opened_at + 30 minutes.
    confirm_by      timestamptz not null,
    confirmed_at    timestamptz,
    ended_at        timestamptz,
    end_reason      text,
    resends         integer not null default 0,
    corrected       boolean not null default false,
    reminded        boolean not null default false,
    anonymised      boolean not null default false,
    -- Rises with each change an applicant can see: SEQUENCE of the calendar file.
    revision        integer not null default 0
);

-- One active request or appointment per person and desk (RULES.md §3).
create unique index booking_person_active on booking (desk_id, person) where active;
create index booking_pending_deadline on booking (confirm_by) where state = 'PENDING';
create index booking_unconfirmed on booking (opened_at) where confirmed_at is null;
create index booking_slot on booking (slot_id);

-- What a session is shown that asked with the number of a person who already has a request: it must look like any other request, so
-- that nobody learns who is booked. No seat, no token, no link to that person's request. Purged like a request never confirmed.
create table decoy (
    id              uuid primary key,
    session_hash    bytea not null,
    hold_id         text not null unique,
    email           text not null,
    opened_at       timestamptz not null,
    -- The mail whose departure it follows, so that "sent" is shown when a mail could have left.
    mail_id         uuid not null,
    -- When it was last asked to leave, and whether that was a resend.
    asked_at        timestamptz not null,
    resends         integer not null default 0,
    corrected       boolean not null default false,
    resent_last     boolean not null default false
);
create index decoy_opened on decoy (opened_at);

-- One row per seat: whoever's id stands in booking_id owns it, whatever Redis says.
create table seat (
    slot_id         text not null references slot,
    seat_no         integer not null check (seat_no >= 0),
    booking_id      uuid unique references booking,
    -- A cancelled seat cools: it can be taken again from this instant on.
    available_from  timestamptz not null default '-infinity',
    -- No longer on sale: its slot is withdrawn or has shrunk. On the seat's own row, so that whoever takes or withdraws a seat
    -- meets the other on one lock. A withdrawn seat is never taken, a taken one never withdrawn.
    withdrawn       boolean not null default false check (not withdrawn or booking_id is null),
    -- Rises with each change; Redis refuses words older than what it has heard.
    version         bigint not null default 1,
    -- Whether Redis is known to have heard of this version.
    mirrored        boolean not null default false,
    primary key (slot_id, seat_no)
);
create index seat_not_mirrored on seat (slot_id) where not mirrored;

-- Links in mails. Only the hash is stored: reading the table opens nothing.
create table access_token (
    hash        bytea primary key,
    booking_id  uuid not null references booking on delete cascade,
    purpose     text not null check (purpose in ('CONFIRM', 'MANAGE'))
);
create index access_token_booking on access_token (booking_id);

create table outbox (
    id              uuid primary key,
    desk_id         text not null references desk,
    booking_id      uuid references booking on delete cascade,
    kind            text not null,
    recipient       text,
    language        text not null,
    -- What to say, as JSON. Erased, with the recipient, once sent.
    content         text,
    state           text not null default 'WAITING' check (state in ('WAITING', 'CLAIMED', 'SENT', 'DEAD')),
    attempts        integer not null default 0,
    created_at      timestamptz not null default now(),
    due_at          timestamptz not null default now(),
    claimed_at      timestamptz,
    sent_at         timestamptz,
    -- The relay's last refusal: reply code and enhanced status only, never its text, which may quote an address.
    last_error      text
);
create index outbox_due on outbox (due_at) where state = 'WAITING';
create index outbox_claimed on outbox (claimed_at) where state = 'CLAIMED';
