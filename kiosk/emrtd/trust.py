"""The trust anchors: certificates of the CSCAs that the operator believes (Doc 9303-12, 5).

A certificate is an anchor because the operator put it into the folder, alone or in a master
list, not because of anything it says. So self-signed and link certificates are the same here:
each lends its key to its name.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from asn1crypto import pem

from kiosk.emrtd import asn1_gate, certificate, master_list, signatures
from kiosk.emrtd.certificate import KEY_CERT_SIGN, Certificate
from kiosk.emrtd.errors import EmrtdError, Malformed, Unsupported

MOST_FILES = 10_000
LONGEST_FILE = 16 * 1024 * 1024
"""Bytes; the largest public master lists have about 1 MB."""
SUFFIXES = frozenset({".pem", ".cer", ".crt", ".der", ".ml"})

_MASTER_LIST = ".ml"
_ARMOURED = frozenset({"CERTIFICATE", "X509 CERTIFICATE"})


@dataclass(frozen=True, slots=True)
class TrustProblem:
    """A file, or something in it, that gives no anchor."""

    file: str
    """The file's name without its folder; the folder's own if it cannot be read."""
    reason: str
    """For the operator, one line."""


@dataclass(frozen=True, slots=True)
class TrustStore:
    """The anchors by name, and what was wrong with the files that they came from."""

    _anchors: dict[str, tuple[Certificate, ...]] = field(default_factory=dict, repr=False)
    problems: tuple[TrustProblem, ...] = ()

    @classmethod
    def of(cls, certificates: Iterable[bytes]) -> "TrustStore":
        """A store of certificates as DER. Raises :class:`Malformed` for one that is none."""
        return cls(_by_name(_anchor(one, "certificate") for one in certificates))

    @classmethod
    def load(cls, folder: Path) -> "TrustStore":
        """The certificates (``*.pem *.cer *.crt *.der``) and master lists (``*.ml``) of a folder.

        Never raises: what cannot be used is in ``problems``, and the rest counts.
        """
        problems: list[TrustProblem] = []
        anchors: list[Certificate] = []
        for path in _files(folder, problems):
            try:
                for one in _certificates(path):
                    _take(one, path.name, anchors, problems)
            except OSError as error:
                problems.append(TrustProblem(path.name, error.strerror or "cannot be read"))
            except EmrtdError as error:
                problems.append(TrustProblem(path.name, str(error)))
        return cls(_by_name(anchors), tuple(problems))

    def __len__(self) -> int:
        return sum(map(len, self._anchors.values()))

    def issuers_of(self, issued: Certificate) -> tuple[Certificate, ...]:
        """The anchors that may have issued a certificate: its issuer's name, and its key.

        A CSCA keeps its name when it changes its key, so there can be several. Where both sides
        name the key (authority key identifier, subject key identifier), the names must agree.
        """
        key = issued.authority_key_identifier
        return tuple(
            anchor
            for anchor in self._anchors.get(issued.issuer, ())
            if key is None or anchor.key_identifier in (None, key)
        )


EMPTY = TrustStore()
"""Trusts nobody: every chip is at best not verified."""


def _files(folder: Path, problems: list[TrustProblem]) -> Sequence[Path]:
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    except OSError as error:
        problems.append(TrustProblem(folder.name, error.strerror or "cannot be read"))
        return ()
    if len(found) > MOST_FILES:
        problems.append(TrustProblem(folder.name, f"only the first {MOST_FILES} files are read"))
    return found[:MOST_FILES]


def _certificates(path: Path) -> Iterable[bytes]:
    """The certificates of one file as DER; the name says whether it is a list, not whether PEM."""
    with path.open("rb") as file:
        data = file.read(LONGEST_FILE + 1)
    if len(data) > LONGEST_FILE:
        raise Malformed(path.name, f"longer than {LONGEST_FILE} bytes")
    if path.suffix.lower() == _MASTER_LIST:
        return master_list.parse(data, path.name)
    if not pem.detect(data):
        return (data,)
    with asn1_gate.reading(path.name):
        return tuple(
            bytes(der) for kind, _, der in pem.unarmor(data, multiple=True) if kind in _ARMOURED
        )


def _take(der: bytes, file: str, anchors: list[Certificate], problems: list[TrustProblem]) -> None:
    """One certificate that is broken or of no authority leaves the others of its file."""
    try:
        one = _anchor(der, file)
    except Malformed as error:
        problems.append(TrustProblem(file, error.reason))
        return
    if one.is_authority is False or not one.may_sign(KEY_CERT_SIGN):
        problems.append(TrustProblem(file, "a certificate that is no authority's"))
        return
    anchors.append(one)


def _anchor(der: bytes, where: str) -> Certificate:
    """A certificate whose key can be read, or is of a kind that is not spoken here.

    The latter is kept, so that a chip of that authority is told from one of nobody's.
    """
    one = certificate.parse(der, where)
    with suppress(Unsupported):
        signatures.key(one.public_key, where)
    return one


def _by_name(anchors: Iterable[Certificate]) -> dict[str, tuple[Certificate, ...]]:
    """Each certificate once: files and master lists overlap."""
    found: dict[str, dict[bytes, Certificate]] = {}
    for one in anchors:
        found.setdefault(one.subject, {})[one.der] = one
    return {name: tuple(same.values()) for name, same in found.items()}
