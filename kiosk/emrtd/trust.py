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
from kiosk.emrtd.certificate import Certificate
from kiosk.emrtd.errors import Malformed, Unsupported

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
        found = _Found()
        for path in found.files(folder):
            try:
                for number, one in enumerate(_certificates(path), start=1):
                    found.take(one, path.name, number)
            except OSError as error:
                found.tell(path.name, error.strerror or "cannot be read")
            except Malformed as error:
                found.tell(path.name, error.reason)
            except Unsupported as error:
                found.tell(path.name, str(error))
        return cls(_by_name(found.anchors.values()), tuple(found.problems))

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


def _anchor(der: bytes, where: str) -> Certificate:
    """A certificate whose key can be read, or is of a kind that is not spoken here.

    The latter is kept, so that a chip of that authority is told from one of nobody's.
    """
    one = certificate.parse(der, where)
    with suppress(Unsupported):
        signatures.key(one.public_key, where)
    return one


def _by_name(anchors: Iterable[Certificate]) -> dict[str, tuple[Certificate, ...]]:
    found: dict[str, list[Certificate]] = {}
    for one in anchors:
        found.setdefault(one.subject, []).append(one)
    return {name: tuple(same) for name, same in found.items()}


@dataclass(slots=True)
class _Found:
    """What a folder has given so far."""

    anchors: dict[bytes, Certificate] = field(default_factory=dict)
    """By their DER: lists overlap, and a certificate is parsed once only."""
    problems: list[TrustProblem] = field(default_factory=list)

    def tell(self, file: str, reason: str) -> None:
        self.problems.append(TrustProblem(file, reason))

    def files(self, folder: Path) -> Sequence[Path]:
        try:
            there = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
        except OSError as error:
            self.tell(folder.name, error.strerror or "cannot be read")
            return ()
        if len(there) > MOST_FILES:
            self.tell(folder.name, f"only the first {MOST_FILES} files are read")
        return there[:MOST_FILES]

    def take(self, der: bytes, file: str, number: int) -> None:
        """One certificate that is broken or of no authority leaves the others of its file."""
        if der in self.anchors:
            return
        try:
            one = _anchor(der, file)
        except Malformed as error:
            self.tell(file, f"certificate {number}: {error.reason}")
            return
        if one.may_issue:
            self.anchors[der] = one
        else:
            self.tell(file, f"certificate {number} is no authority's")
