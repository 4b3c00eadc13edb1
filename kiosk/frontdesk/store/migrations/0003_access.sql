-- Who may ask the hospital, and who may call patients. Secrets are here as digests only.

CREATE TABLE client (
    id          TEXT PRIMARY KEY,
    jwks        TEXT NOT NULL,
    certificate TEXT NOT NULL,
    scope       TEXT NOT NULL,
    added       TEXT NOT NULL
) {KEYED};
CREATE UNIQUE INDEX client_by_certificate ON client (certificate) WHERE certificate <> '';

-- Assertions that were taken: none is taken twice.
CREATE TABLE assertion (
    client TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    jti    TEXT NOT NULL,
    ends   TEXT NOT NULL,
    PRIMARY KEY (client, jti)
) {KEYED};
CREATE INDEX assertion_ends ON assertion (ends);

CREATE TABLE access_token (
    digest {BYTES} PRIMARY KEY,
    client TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
    scope  TEXT NOT NULL,
    ends   TEXT NOT NULL
) {KEYED};
CREATE INDEX access_token_ends ON access_token (ends);
CREATE INDEX access_token_of ON access_token (client);

CREATE TABLE staff (
    name     TEXT PRIMARY KEY,
    password TEXT NOT NULL,
    added    TEXT NOT NULL
) {KEYED};

CREATE TABLE staff_session (
    digest {BYTES} PRIMARY KEY,
    staff  TEXT NOT NULL REFERENCES staff (name) ON DELETE CASCADE,
    ends   TEXT NOT NULL
) {KEYED};
CREATE INDEX staff_session_of ON staff_session (staff, ends);
