"""Finding Vietnamese names as testers type them: without marks, in any case."""

import unicodedata


def fold(text: str) -> str:
    """``Đặng Thị Hà`` → ``dang thi ha``."""
    apart = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(c for c in apart if not unicodedata.combining(c))


def found(words: str, text: str) -> bool:
    """Whether each of ``words`` is somewhere in ``text``, as :func:`fold` sees both."""
    folded = fold(text)
    return all(word in folded for word in fold(words).split())
