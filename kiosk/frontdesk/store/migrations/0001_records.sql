-- The embedded hospital's records. The UNIQUE constraints carry the guarantees of the wire:
-- one patient per identifier, one ticket per number and day, one open ticket per patient,
-- service and day, one answer per key. Days and times are the hospital's (+07:00), ISO 8601.
--
-- Words in braces differ between SQLite and PostgreSQL: see their modules.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) {KEYED};

CREATE TABLE patient (
    id      TEXT PRIMARY KEY,
    name    TEXT NOT NULL,
    gender  TEXT NOT NULL CHECK (gender IN ('male', 'female', 'other', 'unknown')),
    birth   TEXT NOT NULL,
    address TEXT NOT NULL,
    phone   TEXT NOT NULL
) {KEYED};

CREATE TABLE identifier (
    kind    TEXT NOT NULL CHECK (kind IN ('personal', 'insurance', 'code')),
    value   TEXT NOT NULL,
    patient TEXT NOT NULL REFERENCES patient (id),
    PRIMARY KEY (kind, value)
) {KEYED};
CREATE INDEX identifier_of ON identifier (patient);

-- What the insurer knows: of patients, and of people who never came here.
CREATE TABLE coverage (
    id       TEXT PRIMARY KEY,
    result   TEXT NOT NULL,
    percent  INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100),
    valid_to TEXT NOT NULL
) {KEYED};

CREATE TABLE insured (
    kind     TEXT NOT NULL CHECK (kind IN ('personal', 'insurance')),
    value    TEXT NOT NULL,
    coverage TEXT NOT NULL REFERENCES coverage (id),
    PRIMARY KEY (kind, value)
) {KEYED};

CREATE TABLE encounter (
    seq      {SERIAL_KEY},
    id       TEXT NOT NULL UNIQUE,
    patient  TEXT NOT NULL REFERENCES patient (id),
    service  TEXT NOT NULL,
    day      TEXT NOT NULL,
    number   TEXT NOT NULL,
    room     TEXT NOT NULL,
    coverage TEXT REFERENCES coverage (id),
    kiosk    TEXT NOT NULL,
    reasons  TEXT NOT NULL,
    priority INTEGER NOT NULL CHECK (priority IN (0, 1)),
    status   TEXT NOT NULL CHECK (status IN ('arrived', 'in-progress', 'finished', 'cancelled')),
    paper    TEXT NOT NULL DEFAULT 'unknown' CHECK (paper IN ('unknown', 'printed', 'failed')),
    issued   TEXT NOT NULL,
    token    TEXT NOT NULL UNIQUE,
    UNIQUE (day, number)
) {STRICT};
CREATE UNIQUE INDEX one_open ON encounter (patient, service, day)
    WHERE status IN ('arrived', 'in-progress');
CREATE INDEX waiting ON encounter (day, room, priority, seq) WHERE status = 'arrived';

-- Raised in the transaction that issues the ticket: numbers have no gaps and never repeat.
CREATE TABLE counter (
    day    TEXT NOT NULL,
    letter TEXT NOT NULL,
    last   INTEGER NOT NULL,
    PRIMARY KEY (day, letter)
) {KEYED};

CREATE TABLE request (
    key       TEXT PRIMARY KEY,
    digest    {BYTES} NOT NULL,
    encounter TEXT NOT NULL REFERENCES encounter (id),
    reissued  INTEGER NOT NULL CHECK (reissued IN (0, 1))
) {KEYED};
CREATE INDEX request_of ON request (encounter);

CREATE TABLE appointment (
    id        TEXT PRIMARY KEY,
    patient   TEXT NOT NULL REFERENCES patient (id),
    start     TEXT NOT NULL,
    service   TEXT NOT NULL,
    room      TEXT NOT NULL,
    status    TEXT NOT NULL CHECK (status IN ('booked', 'arrived', 'fulfilled', 'cancelled')),
    encounter TEXT REFERENCES encounter (id)
) {KEYED};
CREATE INDEX appointment_of ON appointment (patient, start);
CREATE INDEX appointment_kept ON appointment (encounter) WHERE encounter IS NOT NULL;

CREATE TABLE staff_call (
    seq   {SERIAL_KEY},
    id    TEXT NOT NULL UNIQUE,
    kiosk TEXT NOT NULL,
    page  TEXT NOT NULL,
    at    TEXT NOT NULL
) {STRICT};
