-- Numbers that kiosks have ahead, to give them while this server cannot be asked. Each comes from the
-- day's counter, once: whatever becomes of it, nobody else gets it, and the gap that it leaves among
-- the tickets is explained here.

CREATE TABLE lease_block (
    key    TEXT PRIMARY KEY,
    digest {BYTES} NOT NULL,
    kiosk  TEXT NOT NULL,
    who    TEXT NOT NULL,
    at     TEXT NOT NULL
) {KEYED};

CREATE TABLE lease (
    day       TEXT NOT NULL,
    number    TEXT NOT NULL,
    service   TEXT NOT NULL,
    room      TEXT NOT NULL,
    kiosk     TEXT NOT NULL,
    who       TEXT NOT NULL,
    block     TEXT NOT NULL REFERENCES lease_block (key),
    at        TEXT NOT NULL,
    ends      TEXT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('leased', 'used', 'returned', 'not-used')),
    encounter TEXT REFERENCES encounter (id),
    PRIMARY KEY (day, number)
) {KEYED};
CREATE INDEX lease_out ON lease (day, kiosk, room) WHERE state = 'leased';
CREATE INDEX lease_of_block ON lease (block);

-- Where a ticket of a block stands in the order of arrival: at the time when its kiosk gave it, and
-- not when this server heard of it. NULL: at its seq.
ALTER TABLE encounter ADD COLUMN arrival {REAL};
