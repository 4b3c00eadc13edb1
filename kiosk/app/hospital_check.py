"""Whether the hospital answers, lets this kiosk in, and what to do where it does not."""

from kiosk.app.finding import Finding
from kiosk.app.kiosk import Kiosk
from kiosk.checkin.asking import not_let_in
from kiosk.errors import HospitalAway, HospitalError, HospitalRefused
from kiosk.hospital.base import Capability
from kiosk.hospital.smart import TokenRefused
from kiosk.hospital.tls import CertificateTrouble

_PART = "hospital"
_TOKEN = {
    "token-invalid-client": "Register this kiosk's public key as hospital.client_id (kiosk keygen, "
    "docs/access.md), and check this machine's clock.",
    "token-invalid-scope": "The hospital does not allow this kiosk what it asks for: see "
    "hospital.scope and how it is registered.",
}
_TOKEN_ELSE = "Check hospital.client_id, hospital.key_file and hospital.token_address."  # noqa: S105 - a sentence


async def hospital_finding(kiosk: Kiosk) -> Finding:
    """Asks for its name, which is open to all, and for its services, which are not."""
    try:
        async with kiosk.equipped() as equipment:
            software = await equipment.hospital.ping()
            await equipment.hospital.services()
            missing = frozenset(Capability) - equipment.hospital.capabilities
    except CertificateTrouble as trouble:
        return Finding(_PART, False, str(trouble), trouble.to_do)
    except TokenRefused as refused:
        to_do = _TOKEN.get(refused.reason, _TOKEN_ELSE)
        return Finding(_PART, False, f"no access token: {refused.reason}", to_do)
    except HospitalAway:
        to_do = "Check the network, hospital.address, and that its server runs."
        if kiosk.settings.hospital.certificate_file:
            # Some servers hang up without a word on a certificate that they do not believe.
            to_do += " Perhaps it does not accept hospital.certificate_file."
        return Finding(_PART, False, "no answer", to_do)
    except HospitalRefused as refused:
        if not not_let_in(refused):
            return _another(refused)
        to_do = "Check hospital.client_id, hospital.token_file or hospital.certificate_file."
        return Finding(_PART, False, f"does not let this kiosk in ({refused.reason})", to_do)
    except HospitalError as error:
        return _another(error)
    without = ", ".join(sorted(one.value for one in missing))
    return Finding(_PART, True, f"{software} (without {without})" if without else software)


def _another(error: HospitalError) -> Finding:
    to_do = "Something else answers at hospital.address, or its API is not the one expected."
    # Its words say what is wrong with which kind of record, and never hold a value.
    return Finding(_PART, False, f"{type(error).__name__}: {error}", to_do)
