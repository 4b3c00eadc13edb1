"""Names and addresses come through every wrong guess of a decoder, or not at all."""

import random
import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.documents import Patterns, parse
from kiosk.documents.text import reads_as_vietnamese, undo_wrong_guess
from kiosk.errors import NotADocument
from kiosk.model.document import Document
from tests.examples import examples

TODAY = date(2026, 11, 22)
ONSETS = (
    *("", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng"),
    *("ngh", "nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x"),
)
VOWELS = (
    *("a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "ia", "iê", "yê", "ua", "uô"),
    *("ưa", "ươ", "oa", "oă", "oe", "uâ", "uê", "uy", "uyê", "ai", "ao", "au", "âu", "ây", "êu"),
)
CODAS = ("", "c", "ch", "m", "n", "ng", "nh", "p", "t")
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
NAMES = (
    *("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Hoàng", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô", "Lý"),
    *("Thị", "Văn", "Hữu", "Ngọc", "Thu", "Hà", "Ánh", "Tuyết", "Dũng", "Khuê", "Ý", "Yến", "Ơn"),
    *("NGUYỄN", "TRỊNH", "THỊ", "ĐỨC", "ỚT", "ỔN"),
)
PLACES = (
    *("Đường Số 3", "Phố Huế", "Tổ 12", "Ấp Mỹ Thuận", "Thôn Đoài", "Khu phố 4", "TDP 7"),
    *("Phường Thử Nghiệm", "Xã Ô Lâm", "Thị trấn Đu", "Quận Gò Vấp", "TP Hồ Chí Minh", "Hà Nội"),
    *("Đắk Lắk", "Quảng Ngãi", "Cần Thơ", "12/3A Lê Lợi", "Km 9"),
)
syllables = st.builds(
    lambda onset, vowel, tone, coda: unicodedata.normalize("NFC", onset + vowel + tone + coda),
    *(st.sampled_from(parts) for parts in (ONSETS, VOWELS, TONES, CODAS)),
).map(str.capitalize)
words = st.sampled_from(NAMES) | syllables
names = st.lists(words, min_size=2, max_size=5).map(" ".join)
addresses = st.lists(st.sampled_from(PLACES) | names, min_size=1, max_size=5).map(", ".join)
WRONG = (
    *("cp932", "shift_jis", "big5", "cp950", "big5hkscs", "gb18030"),
    *("latin-1", "cp1252", "cp1258"),
)
UNLIKELY = ("cp949", "cp1250", "cp1251", "cp437", "cp850", "mac_roman", "iso8859_15", "iso8859_2")


def _guessed(raw: bytes, encoding: str) -> str | None:
    """What a decoder that takes ``raw`` for this encoding hands on."""
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        if not encoding.startswith("cp125"):
            return None
    # Undefined bytes of Windows code pages come through as C1 controls (WHATWG Encoding, 8).
    return "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in raw)


@pytest.mark.slow
@settings(max_examples=examples(300), deadline=None)
@given(names, addresses, st.sampled_from((*WRONG, *UNLIKELY)))
def test_a_wrong_guess_is_undone_exactly_or_refused(name: str, address: str, wrong: str) -> None:
    meant = f"{name}|{address}"
    guessed = _guessed(meant.encode(), wrong)
    try:
        undone = meant if guessed is None else undo_wrong_guess(guessed)
    except NotADocument as refused:
        undone = meant if refused.reason == "encoding" else ""
    assert undone == meant


@pytest.mark.parametrize("people", [400, pytest.param(4000, marks=pytest.mark.slow)])
def test_many_people_survive_every_guess(people: int) -> None:
    chance = random.Random(1)
    met, read = dict.fromkeys(WRONG, 0), dict.fromkeys(WRONG, 0)
    for _ in range(people):
        name = " ".join(chance.choices(NAMES, k=chance.randint(2, 5)))
        address = ", ".join(chance.choices(PLACES, k=chance.randint(0, 4)))
        meant = f"079190012345||{name}|15031990|Nữ|{address}|20042022"
        for wrong in WRONG:
            guessed = _guessed(meant.encode(), wrong)
            if guessed is None or guessed == meant:
                continue
            met[wrong] += 1
            found = attempt(guessed)
            if isinstance(found, Document):
                assert (found.name, found.address) == (name, address)
                read[wrong] += 1
            else:
                assert found.reason == "encoding"
    # Not all bytes are text in these encodings: each was met often enough to count.
    assert min(met.values()) > people / 100
    # Windows code pages of the West and of the East of Europe cannot always be told apart.
    assert read == met | {"latin-1": read["latin-1"], "cp1252": read["cp1252"]}
    assert read["latin-1"] > 0.99 * met["latin-1"]
    assert read["cp1252"] > 0.8 * met["cp1252"]


def attempt(payload: bytes | str) -> Document | NotADocument:
    try:
        return parse(payload, Patterns(), today=TODAY)
    except NotADocument as refused:
        return refused


@settings(max_examples=examples(150), deadline=None)
@given(names, addresses, st.sampled_from(("NFC", "NFD")))
def test_right_text_is_left_alone(name: str, address: str, form: str) -> None:
    text = unicodedata.normalize("NFD" if form == "NFD" else "NFC", f"{name}|{address}")
    assert reads_as_vietnamese(text)
    assert undo_wrong_guess(text) == text


@settings(max_examples=examples(300), deadline=None)
@given(names, addresses, st.sampled_from(("NFC", "NFD")), st.sampled_from((None, *WRONG)))
def test_a_card_is_read_whole_or_refused(
    name: str, address: str, form: str, wrong: str | None
) -> None:
    payload: bytes | str = unicodedata.normalize(
        "NFD" if form == "NFD" else "NFC",
        f"079190012345|025123456|{name}|15031990|Nữ|{address}|20042022",
    ).encode()
    if wrong is not None:
        assert isinstance(payload, bytes)
        payload = _guessed(payload, wrong) or payload
    found = attempt(payload)
    if isinstance(found, Document):
        assert (found.name, found.address) == (name, address)
    else:
        assert (found.reason, wrong is None) == ("encoding", False)


def _typed_by_keyboard(payload: str) -> str:
    return payload.encode().translate(None, bytes(range(0x80, 0x100))).decode()


@settings(max_examples=examples(150), deadline=None)
@given(names, addresses)
def test_a_womans_card_through_a_keyboard_is_always_noticed(name: str, address: str) -> None:
    payload = _typed_by_keyboard(f"079190012345||{name}|15031990|Nữ|{address}|20042022")
    with pytest.raises(NotADocument) as refused:
        parse(payload, Patterns(), today=TODAY)
    assert refused.value.reason == "keyboard-damage"


FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Đặng", "Bùi", "Đỗ", "Hồ", "Cao")
GIVEN = ("Anh", "Bảo", "Cường", "Dũng", "Đạt", "Hải", "Hùng", "Long", "Nam", "Sơn", "Thảo", "Tùng")
WARDS = ("Phường Hồ Sen", "Phường Gò Lúa", "Xã Bãi Dâu", "Thị trấn Chờ", "Phường An Khánh")
PROVINCES = ("Hà Nội", "TP Hồ Chí Minh", "Bắc Ninh", "Tỉnh Nghệ An", "Lâm Đồng", "Tây Ninh")


def test_a_mans_card_through_a_keyboard_is_noticed_by_names_and_places() -> None:
    noticed = total = 0
    for family, middle in zip(FAMILIES, ("Minh", "Gia", "Văn") * 4, strict=False):
        for given_name in GIVEN:
            for ward, province in zip(WARDS * 6, PROVINCES * 5, strict=True):
                address = f"12 phố Gốm, {ward}, {province}"
                card = (
                    f"079090012345||{family} {middle} {given_name}|15031990|Nam|{address}|20042022"
                )
                assert parse(card, Patterns(), today=TODAY).name
                total += 1
                try:
                    parse(_typed_by_keyboard(card), Patterns(), today=TODAY)
                except NotADocument as error:
                    noticed += error.reason == "keyboard-damage"
    assert noticed == total


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Trn Anh", "Gia Lai"),
        ("TRN ANH", "Gia Lai"),
        ("Nguyn Anh", "Gia Lai"),
        ("Tr?n Anh", "Gia Lai"),
        ("Cao Anh", "12 Phng An, Gia Lai"),
        ("Cao Anh", "Huyn An, Gia Lai"),
        ("Cao Anh", "Ha Mai, Tnh Bc Ninh"),
        ("Cao Anh", "TP H Ni"),
    ],
)
def test_each_trace_of_a_keyboard_is_enough(name: str, address: str) -> None:
    found = attempt(f"079090012345||{name}|15031990|Nam|{address}|20042022")
    assert isinstance(found, NotADocument)
    assert found.reason == "keyboard-damage"


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Cao Lan Anh", "12 Hoa Mai, Gia Lai"),
        ("CAO LAN ANH", "KP 4, TP Kon Tum, Kon Tum"),
        ("Y Bhim Ksor", "Buon Ma, Long An"),
        ("H Wen Kpa", "TDP 3, Chu Prong, Gia Lai"),
        ("K'Brem", ""),
    ],
)
def test_names_that_are_ascii_by_themselves_are_no_damage(name: str, address: str) -> None:
    card = f"079090012345||{name}|15031990|Nam|{address}|20042022"
    assert parse(card, Patterns(), today=TODAY).name == name


@pytest.mark.parametrize(
    "payload",
    [
        "079190012345||Trần Thị Hà|15031990|Nữ|Hà Nội|20042022".encode("cp1258", "ignore"),
        "079190012345||Trần Thị Hà|15031990|Nữ|Hà Nội|20042022".encode("utf-16"),
        "079090012345||Tr\ufffdn Anh|15031990|Nam|Hà Nội|20042022",
        "079090012345||Tr" + chr(0xDCE1) + "n Anh|15031990|Nam|Hà Nội|20042022",
    ],
)
def test_text_that_lost_characters_is_refused(payload: bytes | str) -> None:
    with pytest.raises(NotADocument) as refused:
        parse(payload, Patterns(), today=TODAY)
    assert refused.value.reason == "encoding"


def test_what_could_have_meant_two_things_is_refused() -> None:
    twice = next(
        guessed
        for name in NAMES
        for guessed in [_guessed(f"{name}|{name}".encode(), "iso8859_15")]
        if guessed and {"Ž", "ž", "Š", "š"} & set(guessed)
    )
    with pytest.raises(NotADocument, match="no single way"):
        undo_wrong_guess(twice)


def test_a_guess_that_cannot_be_undone_is_no_name_and_no_address() -> None:
    half_undone = "Tr蘯ｧn Vﾄハ".replace("ﾄ", "?")
    for name, address in ((half_undone, "Gia Lai"), ("Cao Anh", half_undone), ("Cao Anh", "Ná»?i")):
        with pytest.raises(NotADocument):
            parse(f"079090012345||{name}|15031990|Nam|{address}|20042022", Patterns(), today=TODAY)
