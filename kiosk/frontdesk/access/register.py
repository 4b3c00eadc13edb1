"""What a hospital's IT says of clients and staff: set up, removed, listed, each in the audit."""

from kiosk.errors import KioskError
from kiosk.frontdesk.access.passwords import hashed
from kiosk.frontdesk.access.staff import NAME
from kiosk.frontdesk.store.access import Client
from kiosk.frontdesk.store.store import Store


class NotRegistered(KioskError):
    """Nobody has this name; the message says which."""


class WrongName(KioskError):
    """A name that no member of staff can have."""


def add_client(store: Store, client: Client) -> None:
    """Register it, or replace what was registered. Its tokens end.

    Raises :class:`WrongName` if another client has its certificate's name.
    """
    other = store.access.client_of_certificate(client.certificate)
    if other is not None and other.id != client.id:
        raise WrongName(f"the client {other.id} has this certificate's name already")
    store.access.put_client(client, store.at)
    store.audit("client-registered", client.id)


def remove_client(store: Store, id_: str) -> None:
    """Its tokens end within seconds. Raises :class:`NotRegistered`."""
    if not store.access.remove_client(id_):
        raise NotRegistered(f"no client has the id {id_}")
    store.audit("client-removed", id_)


def set_staff(store: Store, name: str, hash_: str) -> None:
    """Set them up, or change their password; they log in anew."""
    store.access.put_staff(name, hash_, store.at)
    store.audit("staff-set-up", name)


def remove_staff(store: Store, name: str) -> None:
    """They are logged out. Raises :class:`NotRegistered`."""
    if not store.access.remove_staff(name):
        raise NotRegistered(f"no member of staff has the name {name}")
    store.audit("staff-removed", name)


def hash_for(name: str, password: str) -> str:
    """The hash to set up. Raises :class:`WrongName` and
    :class:`~kiosk.frontdesk.access.passwords.WeakPassword`."""
    if not NAME.fullmatch(name):
        raise WrongName("a name has 1 to 64 of a-z 0-9 . _ - and begins with a letter or digit")
    return hashed(password)
