"""PACE by the worked examples of Doc 9303-11: the card, given their random values, answers
theirs."""

import pytest

from kiosk.devices.card_reader.card import tlv
from kiosk.devices.card_reader.card.apdu import Refused
from kiosk.devices.card_reader.card.ciphers import Cipher
from kiosk.devices.card_reader.card.domains import CURVES
from kiosk.devices.card_reader.card.pace import (
    CAN,
    MRZ,
    Mapping,
    Pace,
    PaceVariant,
    password_key,
)
from kiosk.devices.card_reader.card.randomness import Randomness

AES = Cipher.AES128
INFORMATION = "T22000129364081251010318"
K_H = bytes.fromhex("591468cda83d65219cccb8560233600f")


class Drawn(Randomness):
    """The random values of an example, in order."""

    def __init__(self, octets: str, *scalars: str) -> None:
        self._octets = [bytes.fromhex(octets)]
        self._scalars = [int(one, 16) for one in scalars]

    def octets(self, count: int) -> bytes:
        drawn = self._octets.pop(0)
        assert len(drawn) == count
        return drawn

    def scalar(self, order: int) -> int:
        return self._scalars.pop(0)


def run(pace: Pace, *steps: tuple[str, str]) -> Pace:
    for sent, expected in steps:
        answer = pace.step(tlv.decode(bytes.fromhex(sent)))
        assert answer.hex() == expected.replace(" ", "").lower()
    return pace


def test_the_key_of_a_password_is_that_of_appendix_g() -> None:
    assert password_key(INFORMATION, MRZ, AES).hex() == "89ded1b26624ec1e634c1989302849dd"


def test_the_key_of_a_can_is_that_of_appendix_h() -> None:
    # The appendix prints the key alone; it is that of 123456.
    assert password_key("123456", CAN, AES) == K_H


def test_generic_mapping_on_a_curve_is_that_of_appendix_g_1() -> None:
    pace = Pace(
        PaceVariant(Mapping.GENERIC, AES, 13),
        password_key(INFORMATION, MRZ, AES),
        Drawn(
            "3f00c4d39d153f2b2a214a078d899b22",
            "498ff49756f2dc1587840041839a85982be7761d14715fb091efa7bce9058560",
            "107cf58696ef6155053340fd633392ba81909df7b9706f226f32086c7aff974a",
        ),
    )
    run(
        pace,
        ("", "801095a3a016522ee98d01e76cb6b98b42c3"),
        (
            "8141047acf3efc982ec45565a4b155129efbc74650dcbfa6362d896fc70262e0c2cc5e"
            "544552dcb6725218799115b55c9baa6d9f6bc3a9618e70c25af71777a9c4922d",
            "824104824fba91c9cbe26bef53a0ebe7342a3bf178cea9f45de0b70aa601651fba3f57"
            "30d8c879aaa9c9f73991e61b58f4d52eb87a0a0c709a49dc63719363ccd13c54",
        ),
        (
            "8341042db7a64c0355044ec9df190514c625cba2cea48754887122f3a5ef0d5edd301c"
            "3556f3b3b186df10b857b58f6a7eb80f20ba5dc7be1d43d9bf850149fbb36462",
            "8441049e880f842905b8b3181f7af7caa9f0efb743847f44a306d2d28c1d9ec65df6db"
            "7764b22277a2eddc3c265a9f018f9cb852e111b768b326904b59a0193776f094",
        ),
        ("8508c2b0bd78d94ba866", "86083abb9674bce93c08"),
    )
    assert pace.channel is not None
    assert pace.channel.k_enc.hex() == "f5f0e35c0d7161ee6724ee513a0d9a7f"
    assert pace.channel.k_mac.hex() == "fe251c7858b356b24514b3bd5f4297d1"


def test_generic_mapping_in_a_group_is_that_of_appendix_g_2() -> None:
    pace = Pace(
        PaceVariant(Mapping.GENERIC, AES, 0),
        password_key(INFORMATION, MRZ, AES),
        Drawn(
            "fa5b7e3e49753a0db9178b7b9bd898c8",
            "66ddafeac1609cb5b963bb0cb3ff8b3e047f336c",
            "a5b780126b7c980e9fcea1d4539da1d27c342dfa",
        ),
    )
    run(
        pace,
        ("", "8010854d8df5827fa6852d1a4fa701cdddca"),
        (
            "81818023fb3749ea030d2a25b278d2a562047ade3f01b74f17a15402cb7352ca7d2b3e"
            "b71c343db13d1debce9a3666dbcfc920b49174a602cb47965caa73dc702489a4"
            "4d41db914de9613dc5e98c94160551c0df86274b9359bc0490d01b03ad54022d"
            "cb4f57fad6322497d7a1e28d46710f461afe710fbbbc5f8ba166f4311975ec6c",
            "82818078879f57225aa8080d52ed0fc890a4b25336f699aa89a2d3a189654af70729e6"
            "23ea5738b26381e4da19e004706face7b235c2dbf2f38748312f3c98c2dd4882"
            "a41947b324aa1259ac22579db93f7085655af30889dbb845d9e6783fe42c9f24"
            "49400306254c8ae8ee9dd812a804c0b66e8cafc14f84d8258950a91b44126ee6",
        ),
        (
            "838180907d89e2d425a178aa81af4a7774ec8e388c115cae67031e85eece520bd91155"
            "1b9ae4d04369f29a02626c86fbc6747cc7bc352645b6161a2a42d44eda80a08f"
            "a8d61b76d3a154ad8a5a51786b0bc07147057871a922212c5f67f43173172236"
            "b7747d1671e6d692a3c7d40a0c3c5ce397545d015c175eb5130551edbc2ee5d4",
            "848180075693d9ae941877573e634b6e644f8e60af17a0076b8b123d9201074d36152b"
            "d8b3a213f53820c42adc79ab5d0aeec3aefb91394da476bd97b9b14d0a65c1fc"
            "71a0e019cb08af55e1f729005fba7e3fa5dc41899238a250767a6d46db974064"
            "386cd456743585f8e5d90cc8b4004b1f6d866c79ce0584e49687ff61bc29aea1",
        ),
        ("8508b46dd9bd4d98381f", "8608917f37b5c0e6d8d1"),
    )
    assert pace.channel is not None
    assert pace.channel.k_enc.hex() == "2f7f46adcc9e7e521b45d192fafa9126"
    assert pace.channel.k_mac.hex() == "805a1d27d45a5116f73c54469462b7d8"


def test_integrated_mapping_on_a_curve_is_that_of_appendix_h_1() -> None:
    pace = Pace(
        PaceVariant(Mapping.INTEGRATED, AES, 13),
        K_H,
        Drawn(
            "2923be84e16cd6ae529049f1f1bbe9eb",
            "107cf58696ef6155053340fd633392ba81909df7b9706f226f32086c7aff974a",
        ),
    )
    run(
        pace,
        ("", "8010143dc40c08c8e891fbed7dedb92b64ad"),
        ("81105dd4cbfc96f5453b130d890a1cdbae32", "8200"),
        (
            "83410489cba23ffe96aa18d824627c3e934e54a9fd0b87a95d1471dc1c0abfdcd640d4"
            "6755de9b7b778280b6bebd57439adfeb0e21fd4ed6df42578c13418a59b34c37",
            "84410467f78e5f7f7686082b293e8d087e056916d0f74bc01a5f8957d0de45691e51e8"
            "932b69a962b52a0985ad2c0a271ee6a13a8adddcd1a3a994b9ded257f4d22753",
        ),
        ("8508450f02b86f6a0909", "860875d4d96e8d5b0308"),
    )
    assert pace.channel is not None
    assert pace.channel.k_enc.hex() == "0d3feb33251a6370893d62ae8daaf51b"
    assert pace.channel.k_mac.hex() == "b01e89e3d9e8719e586b50b4a7506e0b"


def test_integrated_mapping_in_a_group_is_that_of_appendix_h_2() -> None:
    # The example prints the terminal's private key, not the chip's. Both sides compute the
    # same from each other's public keys, so the card plays the terminal's part from step 3.
    pace = Pace(
        PaceVariant(Mapping.INTEGRATED, AES, 0),
        K_H,
        Drawn(
            "fa5b7e3e49753a0db9178b7b9bd898c8",
            "4bd0e54740f9a028e6a515bfdaf967848c4f5f5fff65aa0915947ffd1a0df2fa"
            "6981271bc905f3551457b7e03ac3b8066de4aa406c1171fb43dd939c4ba16175"
            "103ba3dee16419aa248118f90cc36a3d6f4c373652e0c3cce7f0f1d0c5425b36"
            "00f0f0d6a67f004c8bba33f2b4733c7252445c1dfc4f1107203f71d2efb28161",
        ),
    )
    run(
        pace,
        ("", "80109abb8864ca0ff1551e620d1ef4e13510"),
        ("8110b3a6db3c870c3e99245e0d1c06b747de", "8200"),
        (
            "838180928d9a0f9dba450f13fc859c6f290d1d36e42431138a4378500beb4e0401854c"
            "ff111f71cb6dc1d0335807a11388cc8eaa87b07907aad9fba6b169af6d8c26af"
            "8dddc39adc3ad2e3ff882b84d23e9768e95a80e4746fb07a9767679fe92133b4"
            "d379935c771bd7fbed6c7bb4b1708b275ea75679524cdc9c6a91370cc662a2f3",
            "8481800f0cc62945a8029251fb7ef3c094e12ec68e4ef07f27cb9d9cd04c5c4250fae0"
            "e4f8a951557e929aeb48e5c6dd47f2f5cd7c351a9bd2cd722c07ede166770f08"
            "ffcb370262cf308dd7b07f2e0da9caaa1492344c852906919538c98a4ba4187e"
            "76ce9d87832386d319ce2e043c3343aeae6edba1a9894dc5094d22f7fe1351d5",
        ),
        ("8508c2f04230187e1525", "860855d61977cbf5307e"),
    )
    assert pace.channel is not None
    assert pace.channel.k_enc.hex() == "01afc10cf87be36d8179e87370171f07"
    assert pace.channel.k_mac.hex() == "23f0fbd05fd6c7b8b88f4c8309669061"


def test_chip_authentication_mapping_is_that_of_appendix_i() -> None:
    # The static key follows from CA_IC and the mapping key that the example prints; its public
    # key is printed too. From step 3 the card has the terminal's key, as above.
    curve = CURVES[13]
    mapping = 0x9E56A6B59C95D06ECE5CD10F983BB2F4F1943528E577F23881D89D8C3BBEE0AA
    proof = 0x85DC3FA93D0952BFA82F5FD189EE75BD82F11D1F0B8ED4BF5319AC9B53C426B3
    static = mapping * pow(proof, -1, curve.order) % curve.order
    assert curve.encode(curve.public(static)).hex() == (
        "041872709494399e7470a6431be25e83eee24fea568c2ed28db48e05db3a610dc8"
        "84d256a40e35efcb59bf6753d3a489d28c7a4d973c2da138a6e7a4a08f68e16f"
    )
    pace = Pace(
        PaceVariant(Mapping.CHIP_AUTHENTICATION, AES, 13),
        password_key("C11T002JM496081222310314", MRZ, AES),
        Drawn(
            "658b860bc94df6f044fce6d5c82cf8e5",
            f"{mapping:x}",
            "76ecfdaa9841c323a3f5fc5e88b88db3eff7e35ebf57a7e6946cb630006c2120",
        ),
        static,
    )
    run(
        pace,
        ("", "8010cb60e8e0d85b76a9bd304747c2ad42e2"),
        (
            "8141047f1d410adb7ddb3b84bf1030800981a9105d7457b4a3ade002384f3086c67ede"
            "1ab889104a27db6d842b019020fbf3ceacb0dc627f7bdcac29969e19d0e553c1",
            "824104a234236aa9b9621e8efb73b5245c0e09d2576e5277183c1208bdd55280cae8b3"
            "04f365713a356e65a451e165ecc9ac0ac46e3771342c8fe5aedd092685338e23",
        ),
        (
            "83410402ad566f3c6ec7f9324509ad50a51fa52030782a4968fcfedf737daea9933331"
            "11c3b9b4c2287789bd137e7f8aa882e2a3c633ccd6ecc2c63c57ad401a09c2e1",
            "844104446c934084d9dab863944f219520076c29ee3f7ae6722b11ff319ec1c7728f95"
            "5483400bff60bf0c5929270009277dc2a515e12575010ad9ba916cf1bf86fefc",
        ),
        (
            "85088596cf055c67c1a3",
            "8608e86bd06018a1cd3b"
            "8a301eea964daae372ac990e3efde6333353bfc89a6704d93da8798cf77f5b7a54bd"
            "10cba372b42be0b9b5f28aa8de2f4f92",
        ),
    )
    assert pace.channel is not None
    assert pace.channel.k_enc.hex() == "0a9da4db03bdde39fc5202bc44b2e89e"
    assert pace.channel.k_mac.hex() == "4b1c06491ed5140ca2b537d344c6c0b1"


def test_a_point_off_the_curve_is_refused() -> None:
    pace = Pace(PaceVariant(), bytes(16), Randomness())
    pace.step({})
    with pytest.raises(Refused, match="6A80"):
        pace.step({0x81: b"\x04" + bytes(63) + b"\x01"})


@pytest.mark.parametrize("public", [0, 1, 2, -1])
def test_a_public_key_outside_the_subgroup_is_refused(public: int) -> None:
    pace = Pace(PaceVariant(parameter_id=0), bytes(16), Randomness())
    pace.step({})
    with pytest.raises(Refused, match="6A80"):
        pace.step({0x81: (public % (1 << 1024)).to_bytes(128)})


def test_the_cards_own_key_sent_back_is_refused() -> None:
    curve = CURVES[13]
    theirs = curve.encode(curve.public(12345))

    def agreed(public: bytes) -> bytes:
        pace = Pace(PaceVariant(), bytes(16), Drawn(f"{1:032x}", "5" * 40, "7" * 40))
        pace.step({})
        pace.step({0x81: theirs})
        return pace.step({0x83: public})

    own = agreed(theirs).removeprefix(b"\x84\x41")
    with pytest.raises(Refused, match="6A80"):
        agreed(own)


@pytest.mark.parametrize(
    "wrong",
    [
        (Mapping.INTEGRATED, AES, 10),  # the prime of secp224r1 is 1 modulo 4
        (Mapping.CHIP_AUTHENTICATION, AES, 0),
        (Mapping.CHIP_AUTHENTICATION, Cipher.TDES, 13),
        (Mapping.GENERIC, AES, 7),
    ],
)
def test_a_variant_that_cannot_be_is_none(wrong: tuple[Mapping, Cipher, int]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each says it in its own words
        PaceVariant(*wrong)
