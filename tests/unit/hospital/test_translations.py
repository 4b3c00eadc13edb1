"""How much of what a hospital translates is kept: a ticket must fit into the journal."""

import itertools

import msgspec

from kiosk.hospital import answers, wire


def translated(languages: list[str]) -> wire.Extended:
    """A text in each of these."""
    return msgspec.convert(
        {
            "extension": [
                {
                    "url": answers.TRANSLATION,
                    "extension": [
                        {"url": "lang", "valueCode": language},
                        {"url": "content", "valueString": "x" * 1000},
                    ],
                }
                for language in languages
            ]
        },
        wire.Extended,
    )


def test_a_text_has_no_more_languages_than_anybody_reads() -> None:
    many = ["".join(each) for each in itertools.product("abcdef", repeat=3)]
    found = answers.text("đi thẳng", translated(["en", *many]))
    assert list(found.by_language)[:3] == ["vi", "en", "aaa"]
    assert len(found.by_language) == 12


def test_a_language_has_a_tag_of_a_length_that_there_is() -> None:
    longest = "en-abcdefgh-abcdefgh-abcdefgh-abcde"
    found = answers.text("đi thẳng", translated([f"{longest}f", longest, "e"]))
    assert list(found.by_language) == ["vi", longest]
