"""Names and numbers as a screen that strangers can see may show them.

The patient must recognise themselves; the person behind them must not learn enough to
find or impersonate them. The full form is shown only while a finger holds "show".
"""

import unicodedata

BULLET = "•"


def short_name(name: str) -> str:
    """``Trần Thị Thu Hà`` → ``T. T. T. Hà``: initials, and the given name whole.

    Vietnamese puts the given name last, and people are called by it. A name of one word
    would be whole, so it is its initial alone; an empty name stays empty. The result is NFC.
    """
    words = unicodedata.normalize("NFC", name).split()
    if len(words) < 2:
        return "".join(map(_initial, words))
    return " ".join([*map(_initial, words[:-1]), words[-1]])


def masked_number(number: str) -> str:
    """``079190012345`` → ``079•••••2345``; the length is kept.

    At most the first 3 and the last 4 characters are seen, and never more than a quarter
    and a third of the number: a short one shows fewer, and one or two characters show none.
    """
    length = len(number)
    first, last = min(3, length // 4), min(4, length // 3)
    return number[:first] + BULLET * (length - first - last) + number[length - last :]


def _initial(word: str) -> str:
    """The first letter with its marks: some have no composed form, so NFC leaves several."""
    end = 1
    while end < len(word) and unicodedata.combining(word[end]):
        end += 1
    return f"{word[:end].upper()}."
