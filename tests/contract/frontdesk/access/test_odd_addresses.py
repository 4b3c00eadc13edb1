"""Names and ids that nobody can have, in addresses and forms: nobody's, on both databases."""

from tests.contract.frontdesk.access.caller import (
    KEY,
    TOKEN_ADDRESS,
    add_client,
    ask_token,
    audited,
)
from tests.contract.frontdesk.hospital import FHIR_JSON, Answer, Hospital
from tests.unit.frontdesk.access.keys import claims, signed

PRINTED = b'{"resourceType":"Parameters","parameter":[{"name":"outcome","valueCode":"printed"}]}'
ODD = ("%00", "kb-1%00", "%ED%A0%80", "%F0%9F%98%80", "x" * 300)


def test_an_id_or_a_page_that_is_none_is_nobodys(hospital: Hospital) -> None:
    for odd in ODD:
        for method, path in (
            ("GET", f"/Patient/{odd}"),
            ("GET", f"/Appointment/{odd}"),
            ("GET", f"/OperationDefinition/{odd}"),
            ("POST", f"/Encounter/{odd}/$ticket-printed"),
            ("POST", f"/Encounter/{odd}/$cancel-check-in"),
        ):
            sent = hospital.raw(method, path, content=PRINTED, headers={"Content-Type": FHIR_JSON})
            assert Answer(sent).status == 404, path
        for path in (f"/t/{odd}", f"/t/{odd}/events", f"/console/{odd}", f"/board?service={odd}"):
            assert hospital.raw("GET", f"http://hospital{path}").status_code == 404, path


def test_a_client_that_cannot_be_is_unknown(guarded: Hospital) -> None:
    add_client(guarded)
    said = claims(aud=TOKEN_ADDRESS, exp=int(guarded.clock.time.timestamp()) + 120)
    for name in ("\0", "kiosk-1\0", "\N{GRINNING FACE}"):
        answer = ask_token(guarded, client_assertion=signed(KEY, said | {"iss": name, "sub": name}))
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
        assert audited(guarded)[-1] == ("unknown", "token-denied", "client-unknown")
