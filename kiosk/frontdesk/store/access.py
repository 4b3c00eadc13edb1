"""Records of clients, their tokens, staff, and their sessions. Times are ISO 8601, +07:00."""

import msgspec

from kiosk.frontdesk.store.database import Database

SESSIONS = 16
"""Of one member of staff at a time; the oldest ends when another begins."""


class Client(msgspec.Struct, frozen=True):
    """Software that may ask."""

    id: str
    jwks: str
    """Its public keys, a JWK Set (RFC 7517); without keys where it shows a certificate only."""
    certificate: str
    """The name in its TLS certificate, or ``""``."""
    scope: str
    """What it may be allowed, words with spaces between."""


class Granted(msgspec.Struct, frozen=True):
    """What an access token opens."""

    client: str
    scope: str
    ends: str


class AccessRecords:
    def __init__(self, db: Database) -> None:
        self._db = db

    def client(self, client: str) -> Client | None:
        return self._client("SELECT id, jwks, certificate, scope FROM client WHERE id = ?", client)

    def client_of_certificate(self, name: str) -> Client | None:
        if not name:
            return None
        sql = "SELECT id, jwks, certificate, scope FROM client WHERE certificate = ?"
        return self._client(sql, name)

    def _client(self, sql: str, value: str) -> Client | None:
        rows = self._db.rows(sql, (value,))
        return Client(*rows[0]) if rows else None

    def clients(self) -> list[Client]:
        """By id."""
        sql = "SELECT id, jwks, certificate, scope FROM client ORDER BY id"
        return [Client(*row) for row in self._db.rows(sql)]

    def put_client(self, client: Client, at: str) -> None:
        """Add it, or replace what was registered under its id. Its tokens end."""
        self._db.run("DELETE FROM access_token WHERE client = ?", (client.id,))
        self._db.run(
            "INSERT INTO client (id, jwks, certificate, scope, added) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET jwks = excluded.jwks, "
            "certificate = excluded.certificate, scope = excluded.scope",
            (client.id, client.jwks, client.certificate, client.scope, at),
        )

    def remove_client(self, client: str) -> bool:
        """Its tokens end with it. Answers whether it was there."""
        return bool(self._db.rows("DELETE FROM client WHERE id = ? RETURNING id", (client,)))

    def use_assertion(self, client: str, jti: str, ends: str) -> bool:
        """Whether this is the first time; it is remembered until ``ends``."""
        return bool(
            self._db.rows(
                "INSERT INTO assertion (client, jti, ends) VALUES (?, ?, ?) "
                "ON CONFLICT (client, jti) DO NOTHING RETURNING client",
                (client, jti, ends),
            )
        )

    def add_token(self, digest: bytes, granted: Granted) -> None:
        self._db.run(
            "INSERT INTO access_token (digest, client, scope, ends) VALUES (?, ?, ?, ?)",
            (digest, granted.client, granted.scope, granted.ends),
        )

    def token(self, digest: bytes, now: str) -> Granted | None:
        """``None`` for one that was never given, has ended, or whose client is gone."""
        sql = "SELECT client, scope, ends FROM access_token WHERE digest = ? AND ends > ?"
        rows = self._db.rows(sql, (digest, now))
        return Granted(*rows[0]) if rows else None

    def forget_ended(self, now: str) -> None:
        """Tokens, assertions and sessions that nobody can use any more."""
        self._db.run("DELETE FROM access_token WHERE ends <= ?", (now,))
        self._db.run("DELETE FROM assertion WHERE ends <= ?", (now,))
        self._db.run("DELETE FROM staff_session WHERE ends <= ?", (now,))

    def has_staff(self) -> bool:
        return bool(self._db.rows("SELECT 1 FROM staff LIMIT 1"))

    def staff(self) -> list[str]:
        """Names, sorted."""
        return [str(name) for (name,) in self._db.rows("SELECT name FROM staff ORDER BY name")]

    def password_of(self, staff: str) -> str | None:
        """The argon2 hash."""
        rows = self._db.rows("SELECT password FROM staff WHERE name = ?", (staff,))
        return str(rows[0][0]) if rows else None

    def put_staff(self, name: str, password: str, at: str) -> None:
        """Add them, or change their password; their sessions end. ``password`` is the hash."""
        self._db.run("DELETE FROM staff_session WHERE staff = ?", (name,))
        self._db.run(
            "INSERT INTO staff (name, password, added) VALUES (?, ?, ?) "
            "ON CONFLICT (name) DO UPDATE SET password = excluded.password",
            (name, password, at),
        )

    def remove_staff(self, name: str) -> bool:
        """Their sessions end with them. Answers whether they were there."""
        return bool(self._db.rows("DELETE FROM staff WHERE name = ? RETURNING name", (name,)))

    def begin_session(self, digest: bytes, staff: str, ends: str) -> None:
        self._db.run(
            "DELETE FROM staff_session WHERE staff = ? AND digest NOT IN (SELECT digest FROM "
            "staff_session WHERE staff = ? ORDER BY ends DESC, digest LIMIT ?)",
            (staff, staff, SESSIONS - 1),
        )
        self._db.run(
            "INSERT INTO staff_session (digest, staff, ends) VALUES (?, ?, ?)",
            (digest, staff, ends),
        )

    def session(self, digest: bytes, now: str) -> str | None:
        """Whose it is; ``None`` if it has ended."""
        sql = "SELECT staff FROM staff_session WHERE digest = ? AND ends > ?"
        rows = self._db.rows(sql, (digest, now))
        return str(rows[0][0]) if rows else None

    def end_session(self, digest: bytes) -> None:
        self._db.run("DELETE FROM staff_session WHERE digest = ?", (digest,))
