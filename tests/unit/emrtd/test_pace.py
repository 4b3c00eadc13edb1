"""PACE by value: the worked examples of Doc 9303 part 11, appendices G, H and I.

Commands, answers, keys and tokens are those of the standard. Only MSE:Set AT differs: the
examples leave the parameter id out (DO'84'), which is always sent here.
"""

from typing import NamedTuple

import pytest

from kiosk.emrtd import dh, pace
from kiosk.emrtd.chip import Chip
from kiosk.emrtd.errors import (
    AccessDenied,
    AccessNotGranted,
    CardRefused,
    EmrtdError,
    Malformed,
    Unsupported,
)
from kiosk.emrtd.mrz import MrzKey
from kiosk.emrtd.pace_protocols import PROTOCOLS
from kiosk.emrtd.passwords import Can
from kiosk.emrtd.security_infos import PaceInfo, SecurityInfos
from tests.unit.emrtd.script import Script, drawn, scalar

Q = dh.GROUPS[0].q


class Example(NamedTuple):
    oid: str
    parameter_id: int
    password: Can | MrzKey
    random: tuple[bytes, ...]
    exchanges: tuple[tuple[str, str], ...]
    k_enc: str
    k_mac: str


G1 = Example(
    oid="0.4.0.127.0.7.2.2.4.2.2",
    parameter_id=13,
    password=MrzKey("T22000129", "640812", "101031"),
    random=(
        scalar("7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99", 32),
        scalar("A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595", 32),
    ),
    exchanges=(
        ("0022C1A412 800A04007F00070202040202 830101 84010D", "9000"),
        ("10860000 02 7C00 00", "7C12 8010 95A3A016522EE98D01E76CB6B98B42C3 9000"),
        (
            "10860000 45 7C43 8141 04"
            "7ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E"
            "544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D 00",
            "7C43 8241 04"
            "824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F57"
            "30D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C54 9000",
        ),
        (
            "10860000 45 7C43 8341 04"
            "2DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C"
            "3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB36462 00",
            "7C43 8441 04"
            "9E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB"
            "7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F094 9000",
        ),
        ("00860000 0C 7C0A 8508 C2B0BD78D94BA866 00", "7C0A 8608 3ABB9674BCE93C08 9000"),
    ),
    k_enc="F5F0E35C0D7161EE6724EE513A0D9A7F",
    k_mac="FE251C7858B356B24514B3BD5F4297D1",
)

G2 = Example(
    oid="0.4.0.127.0.7.2.2.4.1.2",
    parameter_id=0,
    password=MrzKey("T22000129", "640812", "101031"),
    random=(
        scalar("5265030F751F4AD18B08AC565FC7AC952E41618D", 20),
        scalar("89CCD99B0E8D3B1F11E1296DCA68EC53411CF2CA", 20),
    ),
    exchanges=(
        ("0022C1A412 800A04007F00070202040102 830101 840100", "9000"),
        ("10860000 02 7C00 00", "7C12 8010 854D8DF5827FA6852D1A4FA701CDDDCA 9000"),
        (
            "10860000 86 7C8183 818180"
            "23FB3749EA030D2A25B278D2A562047ADE3F01B74F17A15402CB7352CA7D2B3E"
            "B71C343DB13D1DEBCE9A3666DBCFC920B49174A602CB47965CAA73DC702489A4"
            "4D41DB914DE9613DC5E98C94160551C0DF86274B9359BC0490D01B03AD54022D"
            "CB4F57FAD6322497D7A1E28D46710F461AFE710FBBBC5F8BA166F4311975EC6C 00",
            "7C8183 828180"
            "78879F57225AA8080D52ED0FC890A4B25336F699AA89A2D3A189654AF70729E6"
            "23EA5738B26381E4DA19E004706FACE7B235C2DBF2F38748312F3C98C2DD4882"
            "A41947B324AA1259AC22579DB93F7085655AF30889DBB845D9E6783FE42C9F24"
            "49400306254C8AE8EE9DD812A804C0B66E8CAFC14F84D8258950A91B44126EE6 9000",
        ),
        (
            "10860000 86 7C8183 838180"
            "907D89E2D425A178AA81AF4A7774EC8E388C115CAE67031E85EECE520BD91155"
            "1B9AE4D04369F29A02626C86FBC6747CC7BC352645B6161A2A42D44EDA80A08F"
            "A8D61B76D3A154AD8A5A51786B0BC07147057871A922212C5F67F43173172236"
            "B7747D1671E6D692A3C7D40A0C3C5CE397545D015C175EB5130551EDBC2EE5D4 00",
            "7C8183 848180"
            "075693D9AE941877573E634B6E644F8E60AF17A0076B8B123D9201074D36152B"
            "D8B3A213F53820C42ADC79AB5D0AEEC3AEFB91394DA476BD97B9B14D0A65C1FC"
            "71A0E019CB08AF55E1F729005FBA7E3FA5DC41899238A250767A6D46DB974064"
            "386CD456743585F8E5D90CC8B4004B1F6D866C79CE0584E49687FF61BC29AEA1 9000",
        ),
        ("00860000 0C 7C0A 8508 B46DD9BD4D98381F 00", "7C0A 8608 917F37B5C0E6D8D1 9000"),
    ),
    k_enc="2F7F46ADCC9E7E521B45D192FAFA9126",
    k_mac="805A1D27D45A5116F73C54469462B7D8",
)

H1 = Example(
    oid="0.4.0.127.0.7.2.2.4.4.2",
    parameter_id=13,
    password=Can("123456"),
    random=(
        bytes.fromhex("5DD4CBFC96F5453B130D890A1CDBAE32"),
        scalar("A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595", 32),
    ),
    exchanges=(
        ("0022C1A412 800A04007F00070202040402 830102 84010D", "9000"),
        ("10860000 02 7C00 00", "7C12 8010 143DC40C08C8E891FBED7DEDB92B64AD 9000"),
        ("10860000 14 7C12 8110 5DD4CBFC96F5453B130D890A1CDBAE32 00", "7C02 8200 9000"),
        (
            "10860000 45 7C43 8341 04"
            "89CBA23FFE96AA18D824627C3E934E54A9FD0B87A95D1471DC1C0ABFDCD640D4"
            "6755DE9B7B778280B6BEBD57439ADFEB0E21FD4ED6DF42578C13418A59B34C37 00",
            "7C43 8441 04"
            "67F78E5F7F7686082B293E8D087E056916D0F74BC01A5F8957D0DE45691E51E8"
            "932B69A962B52A0985AD2C0A271EE6A13A8ADDDCD1A3A994B9DED257F4D22753 9000",
        ),
        ("00860000 0C 7C0A 8508 450F02B86F6A0909 00", "7C0A 8608 75D4D96E8D5B0308 9000"),
    ),
    k_enc="0D3FEB33251A6370893D62AE8DAAF51B",
    k_mac="B01E89E3D9E8719E586B50B4A7506E0B",
)

H2 = Example(
    oid="0.4.0.127.0.7.2.2.4.3.2",
    parameter_id=0,
    password=Can("123456"),
    random=(
        bytes.fromhex("B3A6DB3C870C3E99245E0D1C06B747DE"),
        scalar(
            "4BD0E54740F9A028E6A515BFDAF967848C4F5F5FFF65AA0915947FFD1A0DF2FA"
            "6981271BC905F3551457B7E03AC3B8066DE4AA406C1171FB43DD939C4BA16175"
            "103BA3DEE16419AA248118F90CC36A3D6F4C373652E0C3CCE7F0F1D0C5425B36"
            "00F0F0D6A67F004C8BBA33F2B4733C7252445C1DFC4F1107203F71D2EFB28161",
            20,
            Q,
        ),
    ),
    exchanges=(
        ("0022C1A412 800A04007F00070202040302 830102 840100", "9000"),
        ("10860000 02 7C00 00", "7C12 8010 9ABB8864CA0FF1551E620D1EF4E13510 9000"),
        ("10860000 14 7C12 8110 B3A6DB3C870C3E99245E0D1C06B747DE 00", "7C00 9000"),
        (
            "10860000 86 7C8183 838180"
            "0F0CC62945A8029251FB7EF3C094E12EC68E4EF07F27CB9D9CD04C5C4250FAE0"
            "E4F8A951557E929AEB48E5C6DD47F2F5CD7C351A9BD2CD722C07EDE166770F08"
            "FFCB370262CF308DD7B07F2E0DA9CAAA1492344C852906919538C98A4BA4187E"
            "76CE9D87832386D319CE2E043C3343AEAE6EDBA1A9894DC5094D22F7FE1351D5 00",
            "7C8183 848180"
            "928D9A0F9DBA450F13FC859C6F290D1D36E42431138A4378500BEB4E0401854C"
            "FF111F71CB6DC1D0335807A11388CC8EAA87B07907AAD9FBA6B169AF6D8C26AF"
            "8DDDC39ADC3AD2E3FF882B84D23E9768E95A80E4746FB07A9767679FE92133B4"
            "D379935C771BD7FBED6C7BB4B1708B275EA75679524CDC9C6A91370CC662A2F3 9000",
        ),
        ("00860000 0C 7C0A 8508 55D61977CBF5307E 00", "7C0A 8608 C2F04230187E1525 9000"),
    ),
    k_enc="01AFC10CF87BE36D8179E87370171F07",
    k_mac="23F0FBD05FD6C7B8B88F4C8309669061",
)

I1 = Example(
    oid="0.4.0.127.0.7.2.2.4.6.2",
    parameter_id=13,
    password=MrzKey("C11T002JM", "960812", "231031"),
    random=(
        scalar("5D8BB87BD74D985A4B7D4325B9F7B976FE835122773400798914AA22738135CC", 32),
        scalar("76ECFDAA9841C323A3F5FC5E88B88DB3EFF7E35EBF57A7E6946CB630006C2120", 32),
    ),
    exchanges=(
        ("0022C1A412 800A04007F00070202040602 830101 84010D", "9000"),
        ("10860000 02 7C00 00", "7C12 8010 CB60E8E0D85B76A9BD304747C2AD42E2 9000"),
        (
            "10860000 45 7C43 8141 04"
            "7F1D410ADB7DDB3B84BF1030800981A9105D7457B4A3ADE002384F3086C67EDE"
            "1AB889104A27DB6D842B019020FBF3CEACB0DC627F7BDCAC29969E19D0E553C1 00",
            "7C43 8241 04"
            "A234236AA9B9621E8EFB73B5245C0E09D2576E5277183C1208BDD55280CAE8B3"
            "04F365713A356E65A451E165ECC9AC0AC46E3771342C8FE5AEDD092685338E23 9000",
        ),
        (
            "10860000 45 7C43 8341 04"
            "446C934084D9DAB863944F219520076C29EE3F7AE6722B11FF319EC1C7728F95"
            "5483400BFF60BF0C5929270009277DC2A515E12575010AD9BA916CF1BF86FEFC 00",
            "7C43 8441 04"
            "02AD566F3C6EC7F9324509AD50A51FA52030782A4968FCFEDF737DAEA9933331"
            "11C3B9B4C2287789BD137E7F8AA882E2A3C633CCD6ECC2C63C57AD401A09C2E1 9000",
        ),
        (
            "00860000 0C 7C0A 8508 E86BD06018A1CD3B 00",
            "7C3C 8608 8596CF055C67C1A3 8A30"
            "1EEA964DAAE372AC990E3EFDE6333353BFC89A6704D93DA8798CF77F5B7A54BD"
            "10CBA372B42BE0B9B5F28AA8DE2F4F92 9000",
        ),
    ),
    k_enc="0A9DA4DB03BDDE39FC5202BC44B2E89E",
    k_mac="4B1C06491ED5140CA2B537D344C6C0B1",
)
EXAMPLES = {"G.1": G1, "G.2": G2, "H.1": H1, "H.2": H2, "I.1": I1}


def run(example: Example, *exchanges: tuple[str, str]) -> tuple[Chip, Script, pace.PaceResult]:
    """The example, or its beginning with other last exchanges."""
    script = Script(*(exchanges or example.exchanges))
    chip = Chip(script)
    info = PaceInfo(example.oid, 2, example.parameter_id)
    result = pace.authenticate(chip, info, example.password, random=drawn(*example.random))
    return chip, script, result


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_worked_examples(example: Example, monkeypatch: pytest.MonkeyPatch) -> None:
    sessions: list[tuple[object, ...]] = []
    monkeypatch.setattr(pace, "SecureMessaging", lambda *keys: sessions.append(keys))
    _, script, result = run(example)
    assert script.is_over
    cipher, k_enc, k_mac = sessions[0]
    assert cipher is PROTOCOLS[example.oid].cipher
    assert k_enc == bytes.fromhex(example.k_enc)
    assert k_mac == bytes.fromhex(example.k_mac)
    assert result.info.oid == example.oid


def test_a_session_protects_what_follows() -> None:
    chip, _, _ = run(G1)
    assert chip.secure is not None


def test_chip_authentication_mapping_leaves_its_proof() -> None:
    _, _, result = run(I1)
    assert result.ca_data == bytes.fromhex(
        "85DC3FA93D0952BFA82F5FD189EE75BD82F11D1F0B8ED4BF5319AC9B53C426B3"
    )
    assert result.chip_public_key.hex().upper().startswith("04A234236AA9B9621E")
    assert "85dc" not in repr(result).lower()


@pytest.mark.parametrize("proof", ["", "8A00", "8A0F" + "11" * 15, "8A10" + "22" * 16])
def test_a_proof_that_cannot_be_read_does_not_close_the_card(proof: str) -> None:
    answer = "8608 8596CF055C67C1A3" + proof
    length = len(bytes.fromhex(answer))
    last = (I1.exchanges[-1][0], f"7C{length:02X}{answer}9000")
    chip, _, result = run(I1, *I1.exchanges[:-1], last)
    assert chip.secure is not None
    assert result.ca_data == b""


@pytest.mark.parametrize(
    ("status", "retries"),
    [("6300", None), ("63C2", 2), ("63C0", 0), ("6982", None), ("6985", None), ("6A80", None)],
)
def test_a_token_that_the_chip_refuses_is_a_wrong_password(
    status: str, retries: int | None
) -> None:
    last = (G1.exchanges[-1][0], status)
    with pytest.raises(AccessDenied) as error:
        run(G1, *G1.exchanges[:-1], last)
    assert error.value.retries == retries


def test_a_wrong_token_of_the_chip_is_a_wrong_password() -> None:
    """The chip does not know the password either: it gets no session."""
    script = Script(*G1.exchanges[:-1], (G1.exchanges[-1][0], "7C0A 8608 3ABB9674BCE93C09 9000"))
    chip = Chip(script)
    with pytest.raises(AccessDenied) as error:
        pace.authenticate(chip, PaceInfo(G1.oid, 2, 13), G1.password, random=drawn(*G1.random))
    assert error.value.retries is None
    assert chip.secure is None


def test_a_warning_that_tries_were_lost_is_no_refusal() -> None:
    chip, script, _ = run(G1, (G1.exchanges[0][0], "63C1"), *G1.exchanges[1:])
    assert chip.secure is not None
    assert script.is_over


def test_a_blocked_password_is_not_tried() -> None:
    with pytest.raises(AccessDenied) as error:
        run(G1, (G1.exchanges[0][0], "63C0"))
    assert error.value.retries == 0


def test_a_chip_that_offers_pace_and_refuses_it_is_told_apart() -> None:
    """Known of some chips; BAC opens them."""
    with pytest.raises(AccessNotGranted):
        run(G1, (G1.exchanges[0][0], "6982"))
    with pytest.raises(AccessNotGranted):
        run(G1, G1.exchanges[0], (G1.exchanges[1][0], "6982"))
    with pytest.raises(CardRefused) as error:
        run(G1, (G1.exchanges[0][0], "6A88"))
    assert error.value.command == "MSE:SET AT"


def answered(example: Example, position: int, answer: str) -> None:
    run(example, *example.exchanges[:position], (example.exchanges[position][0], answer))


def test_our_own_keys_sent_back_are_refused() -> None:
    """A chip that reflects what it gets would agree with us on anything."""
    for position, tag in ((2, "82"), (3, "84")):
        reflected = G1.exchanges[position][0].replace(" ", "")[18:-2]
        with pytest.raises(Malformed, match="own public key"):
            answered(G1, position, f"7C43{tag}41{reflected}9000")


@pytest.mark.parametrize("position", [2, 3])
def test_points_off_the_curve_are_refused(position: int) -> None:
    good = G1.exchanges[position][1].replace(" ", "")
    with pytest.raises(Malformed, match="not on"):
        answered(G1, position, good[:-6] + "55" + good[-4:])


@pytest.mark.parametrize("position", [2, 3])
def test_elements_outside_the_subgroup_are_refused(position: int) -> None:
    tag = "82" if position == 2 else "84"
    for element in ("01", "00", "03"):
        with pytest.raises(Malformed, match="Diffie-Hellman"):
            answered(G2, position, f"7C03{tag}01{element}9000")


@pytest.mark.parametrize(
    "answer",
    ["7C00", "7C028000", "7C0580030102 03", "7C0280", "6112", "", "7C81", "7C5280 50" + "00" * 80],
)
def test_a_nonce_that_is_none_is_refused(answer: str) -> None:
    with pytest.raises(EmrtdError):
        answered(G1, 1, answer + "9000")


def test_integrated_mapping_wants_a_nonce_of_the_ciphers_length() -> None:
    with pytest.raises(Malformed, match="another length"):
        answered(H1, 1, "7C22 8020" + "11" * 32 + "9000")


def test_integrated_mapping_has_no_answer_to_the_nonce() -> None:
    with pytest.raises(Malformed, match="must be none"):
        answered(H1, 2, "7C03 820100 9000")


def info(arcs: str, parameter_id: int | None = 13, version: int = 2) -> PaceInfo:
    return PaceInfo(f"0.4.0.127.0.7.2.2.4.{arcs}", version, parameter_id)


def test_the_variant_that_is_chosen() -> None:
    gm_128, gm_256, gm_3des = info("2.2"), info("2.4"), info("2.1")
    im, cam, dh_gm = info("4.4"), info("6.2"), info("1.4", 2)
    assert pace.choose(SecurityInfos(pace=(gm_128, cam, gm_256))) is cam
    assert pace.choose(SecurityInfos(pace=(im, gm_128))) is gm_128
    assert pace.choose(SecurityInfos(pace=(gm_3des, dh_gm, im))) is im
    assert pace.choose(SecurityInfos(pace=(gm_128, gm_256))) is gm_256
    assert pace.choose(SecurityInfos(pace=(dh_gm, gm_3des))) is gm_3des
    small, middle, large = info("2.2", 8), info("2.2", 12), info("2.2", 18)
    assert pace.choose(SecurityInfos(pace=(small, large, middle))) is middle
    assert pace.choose(SecurityInfos(pace=(small, info("2.2", 10)))) == info("2.2", 10)


@pytest.mark.parametrize(
    "unspoken",
    [
        info("2.2", None),
        info("2.2", 13, version=1),
        info("2.2", 0),
        info("1.2", 13),
        info("2.2", 3),
        info("4.2", 10),
    ],
    ids=["own parameters", "version 1", "group", "curve", "reserved", "IM on secp224r1"],
)
def test_variants_that_are_not_spoken(unspoken: PaceInfo) -> None:
    assert pace.choose(SecurityInfos(pace=(unspoken,))) is None
    with pytest.raises(Unsupported):
        pace.authenticate(Chip(Script()), unspoken, Can("123456"))
