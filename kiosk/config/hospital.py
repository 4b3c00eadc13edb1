"""The settings of the section ``hospital``: where it is, what it speaks, who may ask it."""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.config import form
from kiosk.config.form import setting


@dataclass(frozen=True, slots=True)
class Hospital:
    """The hospital's information system."""

    kind: str = setting(
        "fhir",
        "What it speaks: fhir (docs/hospital-api), plain-fhir (FHIR R4 without our operations), "
        "gnuhealth, or the name of an installed adapter (docs/adapters.md).",
        form.matching(r"[a-z0-9][a-z0-9.-]{0,63}", "1 to 64 of a-z 0-9 . -"),
    )
    address: str = setting(
        "embedded",
        "The base address of its API. embedded starts a hospital of invented patients here.",
        form.address(),
    )
    deadline_s: float = setting(
        3.5,
        "How long a patient waits for one answer before the kiosk goes on without it.",
        form.between(0.5, 3.8, "seconds"),
    )
    token_file: str = setting(
        "",
        "A file that holds the bearer token for the hospital, readable by the kiosk alone.",
        form.path(),
    )
    client_id: str = setting(
        "",
        "What the hospital registered this kiosk as, to get access tokens of its own instead "
        "(SMART Backend Services, docs/access.md).",
        form.matching(r"[!-~]{0,200}", "at most 200 of A-Z a-z 0-9 and punctuation, or empty"),
    )
    key_file: str = setting(
        "",
        "The private key of client_id, readable by the kiosk alone; kiosk keygen makes one.",
        form.path(),
    )
    token_address: str = setting(
        "",
        "Where access tokens come from; empty asks the hospital's .well-known/smart-configuration.",
        form.web_address(),
    )
    scope: str = setting(
        "",
        "What the kiosk asks to be allowed (SMART scopes), where a hospital needs other words than "
        "those in docs/access.md.",
        form.matching(
            r"(?:[!#-\[\]-~]{1,200}(?: [!#-\[\]-~]{1,200}){0,63})?",
            "at most 64 words with a space between",
        ),
    )
    ca_file: str = setting(
        "",
        "The hospital's certificate authorities (PEM), the only ones believed. Empty believes "
        "those of this machine.",
        form.path(),
    )
    certificate_file: str = setting(
        "",
        "This kiosk's certificate, chain and private key (PEM), for a server that asks for one.",
        form.path(),
    )
    system_personal_number: str = setting(
        "http://fhir.ehealth.gov.vn/core/sid/cccd",
        "Identifier system of the personal number (CCCD).",
        form.system(),
    )
    system_insurance_number: str = setting(
        "http://fhir.ehealth.gov.vn/core/sid/insurance_number",
        "Identifier system of the health insurance number (BHYT).",
        form.system(),
    )
    system_patient_code: str = setting(
        "http://fhir.ehealth.gov.vn/core/sid/patient-internal-id",
        "Identifier system of the hospital's own patient code.",
        form.system(),
    )
    allow_plain_http: bool = setting(
        False,
        "Allow http:// beyond this machine: patients' data is then readable in the network.",
        form.switch(),
    )
    numbers_ahead: int = setting(
        5,
        "So many numbers of each service the kiosk has ahead, where the hospital lets it, to give "
        "them while the hospital is away (docs/hospital-away.md). 0 has none.",
        form.between(0, 20, "numbers"),
    )
    options: tuple[str, ...] = setting(
        (),
        "What only this kind needs, as docs/adapters.md says; never a password.",
        form.named_values(),
    )

    def conflicts(self) -> Iterator[tuple[str, str]]:
        """Settings that are right alone but not together: dotted key, and what is wrong."""
        for key in ("address", "token_address"):
            if self._is_readable_on_its_way(getattr(self, key)):
                yield (
                    f"hospital.{key}",
                    "must be https:// beyond this machine, or set hospital.allow_plain_http = true",
                )
        if self.address == "embedded" and self.kind != "fhir":
            yield "hospital.kind", "must be fhir for hospital.address = embedded"
        if self.client_id and self.token_file:
            yield "hospital.token_file", "of no use beside hospital.client_id: choose one"
        if self.client_id and not self.key_file:
            yield "hospital.key_file", "must be set for hospital.client_id"
        if not self.client_id:
            for key in ("key_file", "token_address"):
                if getattr(self, key):
                    yield f"hospital.{key}", "of no use without hospital.client_id"

    def _is_readable_on_its_way(self, address: str) -> bool:
        url = form.web(address)
        return (
            url is not None
            and url.scheme == "http"
            and not form.is_loopback(url.hostname or "")
            and not self.allow_plain_http
        )
