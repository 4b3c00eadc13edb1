-- How it was seen that a patient is who their document names; what patients agreed to; and the
-- faces of those who want to be known again.

ALTER TABLE encounter ADD COLUMN identity TEXT NOT NULL DEFAULT 'document'
    CHECK (identity IN ('document', 'chip', 'face', 'desk'));

CREATE TABLE consent (
    id        TEXT PRIMARY KEY,
    key       TEXT NOT NULL UNIQUE,
    patient   TEXT NOT NULL REFERENCES patient (id),
    purpose   TEXT NOT NULL CHECK (purpose IN ('face-verification', 'face-identification')),
    wording   TEXT NOT NULL,
    language  TEXT NOT NULL,
    given     TEXT NOT NULL,
    kiosk     TEXT NOT NULL,
    withdrawn TEXT
) {KEYED};
CREATE INDEX consent_of ON consent (patient, purpose);

-- 128 numbers, IEEE 754 binary32, least significant byte first. No picture is kept.
CREATE TABLE face (
    seq        {SERIAL_KEY},
    patient    TEXT NOT NULL REFERENCES patient (id),
    consent    TEXT NOT NULL REFERENCES consent (id),
    descriptor {BYTES} NOT NULL
) {STRICT};
CREATE INDEX face_of ON face (patient, seq);
CREATE INDEX face_by_consent ON face (consent);

-- Which rows of face are there no more: servers that keep faces in memory forget them too. It
-- holds a row's number alone, which says nothing of whose it was.
CREATE TABLE face_gone (
    seq  {SERIAL_KEY},
    face INTEGER NOT NULL
) {STRICT};
