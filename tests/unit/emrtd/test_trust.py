"""The folder of trust anchors: certificates in every wrapping, master lists, and what is wrong."""

import base64
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.emrtd import certificate
from kiosk.emrtd.errors import Malformed
from kiosk.emrtd.lds import sod
from kiosk.emrtd.passive_authentication import check
from kiosk.emrtd.trust import EMPTY, TrustProblem, TrustStore
from kiosk.emrtd.verdict import Verdict
from tests.unit.emrtd import openssl, pki, signing, written
from tests.unit.emrtd.pki import Authority, Key
from tests.unit.emrtd.signing import Signing

GROUPS = {1: b"the first group", 2: b"the second"}
TODAY = date(2026, 6, 1)


def pem(der: bytes, kind: str = "CERTIFICATE") -> bytes:
    body = base64.encodebytes(der).decode()
    return f"-----BEGIN {kind}-----\n{body}-----END {kind}-----\n".encode()


def trusts(store: TrustStore, authority: Authority) -> bool:
    signed = sod.parse(signing.sod(GROUPS, authority, pki.dsc(authority)))
    return check(signed, GROUPS, store, TODAY).overall.is_verified


@pytest.mark.parametrize(
    ("name", "wrap"),
    [
        ("csca.pem", pem),
        ("csca.crt", pem),
        ("csca.CER", pem),
        ("csca.cer", bytes),
        ("csca.der", bytes),
        ("csca.crt", bytes),
        ("csca.pem", lambda der: b"subject=CSCA\n" + pem(der, "X509 CERTIFICATE") + b"\n"),
    ],
)
def test_a_certificate_in_a_file(name: str, wrap: Callable[[bytes], bytes], tmp_path: Path) -> None:
    authority = pki.csca()
    (tmp_path / name).write_bytes(wrap(authority.certificate))
    store = TrustStore.load(tmp_path)
    assert (len(store), store.problems) == (1, ())
    assert trusts(store, authority)


def test_several_in_one_file_and_the_same_twice(tmp_path: Path) -> None:
    one, other = pki.csca(), pki.csca(common="CSCA Other")
    (tmp_path / "all.pem").write_bytes(pem(one.certificate) + pem(other.certificate))
    (tmp_path / "again.der").write_bytes(one.certificate)
    store = TrustStore.load(tmp_path)
    assert (len(store), store.problems) == (2, ())
    assert trusts(store, one) and trusts(store, other)


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_bytes(b"where these came from")
    assert TrustStore.load(tmp_path) == TrustStore()


def test_broken_files_are_told_and_stop_nothing(tmp_path: Path) -> None:
    authority = pki.csca()
    (tmp_path / "a-empty.der").write_bytes(b"")
    (tmp_path / "b-text.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\n!\n")
    (tmp_path / "c-key.pem").write_bytes(pem(authority.certificate, "EC PRIVATE KEY"))
    (tmp_path / "d-cut.der").write_bytes(authority.certificate[:-1])
    (tmp_path / "e-list.ml").write_bytes(authority.certificate)
    (tmp_path / "f-folder.pem").mkdir()
    (tmp_path / "g-bundle.pem").write_bytes(
        pem(authority.certificate[:-1]) + pem(authority.certificate)
    )
    store = TrustStore.load(tmp_path)
    assert {problem.file[0] for problem in store.problems} == set("abdefg")
    assert len(store) == 1
    assert trusts(store, authority)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    store = TrustStore.load(tmp_path / "nowhere")
    assert len(store) == 0
    assert [problem.file for problem in store.problems] == ["nowhere"]


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.der").open("wb") as file:
        file.truncate(1 << 34)
    (problem,) = TrustStore.load(tmp_path).problems
    assert "longer than" in problem.reason


@pytest.mark.parametrize("key_usage", [0x80, 0xC0])
def test_a_document_signer_is_no_anchor(key_usage: int, tmp_path: Path) -> None:
    authority = pki.csca()
    signer = pki.dsc(authority, key_usage=key_usage)
    (tmp_path / "dsc.der").write_bytes(signer.certificate)
    store = TrustStore.load(tmp_path)
    assert len(store) == 0
    assert store.problems == (TrustProblem("dsc.der", "certificate 1 is no authority's"),)


@pytest.mark.parametrize(
    ("extensions", "is_anchor"),
    [
        ((), True),
        ((pki.is_authority(),), True),
        ((pki.usage(0x06),), True),
        ((pki.is_authority(), pki.usage(0x82)), True),  # as Venezuela's of 2016
        ((pki.extension("2.5.29.19", written.sequence()), pki.usage(0x06)), True),  # as Italy's
        ((pki.extension("2.5.29.19", written.sequence()), pki.usage(0x80)), False),
        ((pki.extension("2.5.29.19", written.sequence()),), False),
    ],
)
def test_one_word_for_an_authority_is_enough(
    extensions: tuple[bytes, ...], is_anchor: bool, tmp_path: Path
) -> None:
    key, name = pki.ec_key(), pki.name("CSCA Test")
    made = pki.certificate(name, key, name, key, extensions=extensions)
    (tmp_path / "csca.der").write_bytes(made)
    store = TrustStore.load(tmp_path)
    assert (len(store), len(store.problems)) == ((1, 0) if is_anchor else (0, 1))
    if is_anchor:
        assert trusts(store, Authority("CSCA Test", key, made))


def test_an_anchor_whose_key_is_none_is_told(tmp_path: Path) -> None:
    authority = pki.csca()
    at = authority.certificate.index(authority.key.public) + len(authority.key.public) - 1
    off_curve = bytearray(authority.certificate)
    off_curve[at] ^= 1
    (tmp_path / "csca.der").write_bytes(off_curve)
    (problem,) = TrustStore.load(tmp_path).problems
    assert "not on" in problem.reason
    with pytest.raises(Malformed):
        TrustStore.of([bytes(off_curve)])


def test_names_and_key_identifiers_find_the_issuer() -> None:
    one, same_name, other = pki.csca(), pki.csca(), pki.csca(common="CSCA Other")
    store = TrustStore.of([one.certificate, same_name.certificate, other.certificate])
    named = certificate.parse(pki.dsc(one).certificate)
    assert [anchor.der for anchor in store.issuers_of(named)] == [one.certificate]
    unnamed = certificate.parse(pki.dsc(one, names_key=False).certificate)
    assert [anchor.der for anchor in store.issuers_of(unnamed)] == [
        one.certificate,
        same_name.certificate,
    ]
    assert EMPTY.issuers_of(named) == ()


def explicit(curve: ec.EllipticCurve, parameters: bytes) -> Key:
    return Key(ec.generate_private_key(curve), "ecdsa", "sha256", parameters)


@pytest.mark.parametrize(
    ("curve", "name"),
    [(ec.SECP256R1(), "prime256v1"), (ec.BrainpoolP384R1(), "brainpoolP384r1")],
)
def test_explicit_parameters_are_the_curve_that_they_write_out(
    curve: ec.EllipticCurve, name: str
) -> None:
    parameters = openssl.explicit_parameters(name)
    authority = pki.csca(explicit(curve, parameters))
    signer = pki.dsc(authority, explicit(curve, parameters))
    signed = sod.parse(signing.sod(GROUPS, authority, signer))
    store = TrustStore.of([authority.certificate])
    assert check(signed, GROUPS, store, TODAY).overall.is_verified


def test_invented_parameters_are_not_the_curve_that_they_resemble() -> None:
    """CVE-2020-0601: with a generator of one's own choice anybody signs for anybody."""
    right = openssl.explicit_parameters("prime256v1")
    base = written.octets(bytes.fromhex("046b17d1f2e12c4247"))[2:]
    at = right.index(base)
    mirrored = bytearray(right)  # -G is on the curve too
    p = 2**256 - 2**224 + 2**192 + 2**96 - 1
    y = int.from_bytes(right[at + 33 : at + 65], "big")
    mirrored[at + 33 : at + 65] = (p - y).to_bytes(32, "big")
    authority = pki.csca(explicit(ec.SECP256R1(), bytes(mirrored)))
    signed = sod.parse(signing.sod(GROUPS, authority, pki.dsc(authority)))
    store = TrustStore.of([authority.certificate])
    verdict = check(signed, GROUPS, store, TODAY).signature
    assert verdict == Verdict.not_verified("unsupported-algorithm")


@pytest.mark.parametrize("name", ["brainpoolP320r1", "secp256k1"])
def test_a_curve_that_cannot_be_calculated_is_not_verified(name: str) -> None:
    parameters = openssl.explicit_parameters(name)
    size = 40 if name == "brainpoolP320r1" else 32
    at = parameters.index(b"\x04" + bytes([2 * size + 1, 4])) + 2
    generator = parameters[at : at + 2 * size + 1]  # a point that is on the curve: a public key
    authority = pki.csca()
    signer = pki.dsc(authority)
    inside = written.sequence(
        written.sequence(written.oid("1.2.840.10045.2.1"), parameters), written.bits(generator)
    )
    assert authority.key.public in authority.certificate
    anchor = _with_key(authority, inside)
    signed = sod.parse(signing.sod(GROUPS, authority, signer))
    verdict = check(signed, GROUPS, TrustStore.of([anchor]), TODAY).signature
    assert verdict == Verdict.not_verified("unsupported-algorithm")


def _with_key(authority: Authority, public: bytes) -> bytes:
    """The authority's certificate for another key; an anchor's own signature is not looked at."""

    class Other(Key):
        @property
        def public(self) -> bytes:
            return public

        @property
        def identifier(self) -> bytes:
            return authority.key.identifier

    return pki.csca(Other(authority.key.private)).certificate


def test_a_master_list_gives_its_certificates(tmp_path: Path) -> None:
    publisher = pki.csca(common="CSCA Publisher")
    members = [pki.csca(common=f"CSCA {number}") for number in range(3)]
    listed = signing.master_list([one.certificate for one in members], publisher)
    (tmp_path / "states.ml").write_bytes(listed)
    store = TrustStore.load(tmp_path)
    assert (len(store), store.problems) == (3, ())
    assert all(trusts(store, one) for one in members)
    assert not trusts(store, publisher)  # who publishes a list is not on it by that
    assert openssl.accepts(listed, [publisher.certificate], TODAY, tmp_path)


def test_a_large_master_list_is_read_in_time(tmp_path: Path) -> None:
    """More certificates than BER-TLV siblings are allowed elsewhere."""
    publisher = pki.csca(common="CSCA Publisher")
    key = pki.ec_key()
    members = [
        pki.certificate(pki.name(f"CSCA {n}"), key, pki.name(f"CSCA {n}"), key, signature=b"-")
        for n in range(1100)
    ]
    (tmp_path / "states.ml").write_bytes(signing.master_list(members, publisher))
    store = TrustStore.load(tmp_path)
    assert (len(store), store.problems) == (1100, ())


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        (Signing(flip_signature=True), "signature is wrong"),
        (Signing(attested_digest=bytes(32)), "signature is wrong"),
        (Signing(certificates=()), "signer's certificate is not"),
        (Signing(signers=2), "not exactly one signer"),
        (Signing(digest="md5"), "algorithm"),
    ],
)
def test_a_master_list_with_a_wrong_signature_is_refused(
    how: Signing, reason: str, tmp_path: Path
) -> None:
    member = pki.csca()
    listed = signing.master_list([member.certificate], pki.csca(common="CSCA Publisher"), how)
    (tmp_path / "states.ml").write_bytes(listed)
    store = TrustStore.load(tmp_path)
    assert len(store) == 0
    (problem,) = store.problems
    assert (problem.file, reason in problem.reason) == ("states.ml", True)


def test_a_broken_member_leaves_the_others_of_its_list(tmp_path: Path) -> None:
    good = pki.csca()
    broken = written.sequence(good.certificate[4:-5])
    listed = signing.master_list([good.certificate, broken], pki.csca(common="CSCA Publisher"))
    (tmp_path / "states.ml").write_bytes(listed)
    store = TrustStore.load(tmp_path)
    assert (len(store), len(store.problems)) == (1, 1)
    assert trusts(store, good)


def test_a_security_object_is_no_master_list(tmp_path: Path) -> None:
    authority = pki.csca()
    signed = signing.sod(GROUPS, authority, pki.dsc(authority))
    (tmp_path / "states.ml").write_bytes(signed[4:])
    (problem,) = TrustStore.load(tmp_path).problems
    assert "no master list" in problem.reason
