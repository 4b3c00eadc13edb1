"""The settings of the section ``status``: who may ask the kiosk how it is."""

from dataclasses import dataclass

from kiosk.config import form
from kiosk.config.form import setting


@dataclass(frozen=True, slots=True)
class Status:
    """How the kiosk is, for monitoring systems: /readiness and /metrics over HTTP."""

    listen: str = setting(
        "127.0.0.1:9464",
        "Where it answers. Nothing of patients is told, but there is no password either: with an "
        "address that is not this machine's own, let a firewall choose who may ask.",
        form.listening(),
    )
