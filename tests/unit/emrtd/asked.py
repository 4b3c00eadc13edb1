"""A chip that is asked for active authentication, and answers what it is told to."""

from kiosk.emrtd import active_authentication
from kiosk.emrtd.chip import Chip
from kiosk.emrtd.security_infos import SecurityInfos
from tests.unit.emrtd.script import drawn

CHALLENGE = bytes.fromhex("F173589974BF40C6")
"""RND.IFD of Doc 9303 part 11, appendix F."""
OTHER_CHALLENGE = bytes.fromhex("F173589974BF40C7")


def authenticate(
    public_key_info: bytes,
    answer: bytes,
    infos: SecurityInfos | None = None,
    challenge: bytes = CHALLENGE,
) -> list[bytes]:
    """The commands that were sent; raises what the library raises."""
    sent: list[bytes] = []

    def transmit(command: bytes) -> bytes:
        sent.append(command)
        return answer

    active_authentication.authenticate(
        Chip(transmit), public_key_info, infos, random=drawn(challenge)
    )
    return sent
