-- Rooms that open, call, transfer and close; what staff see of it, and who did what.

ALTER TABLE encounter ADD COLUMN queue TEXT NOT NULL DEFAULT '';
ALTER TABLE encounter ADD COLUMN place {REAL} NOT NULL DEFAULT 0;
ALTER TABLE encounter ADD COLUMN absences INTEGER NOT NULL DEFAULT 0;
ALTER TABLE encounter ADD COLUMN called TEXT;
ALTER TABLE encounter ADD COLUMN back_to TEXT;
ALTER TABLE encounter ADD COLUMN moved_from TEXT;
ALTER TABLE encounter ADD COLUMN bound INTEGER NOT NULL DEFAULT 0;
UPDATE encounter SET queue = service, place = seq;

DROP INDEX waiting;
CREATE INDEX waiting ON encounter (day, room, priority, place) WHERE status = 'arrived';
CREATE INDEX in_line ON encounter (day, queue) WHERE status = 'arrived';
CREATE UNIQUE INDEX one_inside ON encounter (day, room) WHERE status = 'in-progress';
CREATE INDEX of_day ON encounter (day, status);

-- What staff said today; it goes before the opening hours and the doctor of the premises. Who only
-- named the doctor has said nothing of the hours: is_open is NULL.
CREATE TABLE room_day (
    day     TEXT NOT NULL,
    room    TEXT NOT NULL,
    is_open INTEGER CHECK (is_open IN (0, 1)),
    doctor  TEXT NOT NULL,
    changed TEXT NOT NULL,
    PRIMARY KEY (day, room)
) {KEYED};

CREATE TABLE room_call (
    seq       {SERIAL_KEY},
    day       TEXT NOT NULL,
    room      TEXT NOT NULL,
    encounter TEXT NOT NULL REFERENCES encounter (id),
    number    TEXT NOT NULL,
    at        TEXT NOT NULL,
    again     INTEGER NOT NULL CHECK (again IN (0, 1))
) {STRICT};
CREATE INDEX room_call_of_day ON room_call (day, seq);
CREATE INDEX room_call_of_room ON room_call (day, room, seq);

CREATE TABLE room_move (
    seq       {SERIAL_KEY},
    day       TEXT NOT NULL,
    encounter TEXT NOT NULL REFERENCES encounter (id),
    number    TEXT NOT NULL,
    from_room TEXT NOT NULL,
    to_room   TEXT NOT NULL,
    reason    TEXT NOT NULL,
    at        TEXT NOT NULL
) {STRICT};
CREATE INDEX room_move_of_day ON room_move (day, seq);

-- Each finished service in a room: what the room's pace is estimated from.
CREATE TABLE stay (
    seq       {SERIAL_KEY},
    day       TEXT NOT NULL,
    room      TEXT NOT NULL,
    queue     TEXT NOT NULL,
    encounter TEXT NOT NULL REFERENCES encounter (id),
    called    TEXT NOT NULL,
    ended     TEXT NOT NULL
) {STRICT};
CREATE INDEX stay_of_room ON stay (day, room, seq);
CREATE INDEX stay_by_end ON stay (ended);

-- Who, what, when: never what a document said.
CREATE TABLE audit (
    seq   {SERIAL_KEY},
    at    TEXT NOT NULL,
    who   TEXT NOT NULL,
    what  TEXT NOT NULL,
    about TEXT NOT NULL
) {STRICT};

-- The last patient code that was given.
CREATE TABLE last_code (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    value    INTEGER NOT NULL
) {STRICT};
CREATE INDEX patient_by_phone ON patient (phone, birth) WHERE phone <> '';
