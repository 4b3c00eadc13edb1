"""A consent is to what was read: its words and the version that is recorded change together."""

from functools import partial
from hashlib import sha256

import pytest

from kiosk.checkin.consenting import TEXT_VERSIONS
from kiosk.checkin.screens import AskFaceConsent
from kiosk.model.courtesy import UNKNOWN_GUEST
from kiosk.ui.gallery import LANGUAGES
from kiosk.ui.translation import Translations
from kiosk.ui.view_models import view_model
from kiosk.ui.view_models.reader import Reader

READ = {
    "face-verification/1": "113e5ed0946fcf9a",
    "face-search/1": "569aa25310f34dbe",
    "face-enrolment/1": "d82058bae390aac4",
}
"""For each version, the first 16 digits of SHA-256 over all words of its page in all languages.
Words that have been shown to a patient are not changed here: they get a new version."""


def words_of(page: AskFaceConsent) -> str:
    texts = Translations(LANGUAGES)
    read = []
    for language in LANGUAGES:
        reader = Reader(language, UNKNOWN_GUEST, "{desk}", partial(texts.look_up, language))
        read.append(str(view_model(page, reader)["spoken"]))
    return "\n".join(read)


@pytest.mark.parametrize("page", TEXT_VERSIONS, ids=lambda page: TEXT_VERSIONS[page])
def test_new_words_have_a_new_version(page: AskFaceConsent, qapp: object) -> None:
    digest = sha256(words_of(page).encode()).hexdigest()
    assert READ.get(TEXT_VERSIONS[page]) == digest[:16]


def test_no_two_pages_of_consent_say_the_same(qapp: object) -> None:
    assert len({words_of(page) for page in TEXT_VERSIONS}) == len(TEXT_VERSIONS) == 3
