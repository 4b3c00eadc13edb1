"""Many texts at once in one pass: Aho and Corasick, Efficient String Matching, CACM 1975."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.flow.privacy.folding import fold, views
from tests.flow.privacy.secrets import Apart, Secret

SHORT = 6
"""Letters and digits; fewer stand in some megabytes of cipher by chance, and count in text only."""

_APART = re.compile("[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Leak:
    """A secret that was found."""

    secret: Secret
    around: str
    """What stands there, folded."""


class Finder:
    """Finds any of the secrets in any way to write them that :func:`views` undoes."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        self._next: list[dict[str, int]] = [{}]
        self._instead = [0]
        self._ends: list[list[tuple[Secret, int, bool]]] = [[]]
        for secret in secrets:
            pattern = _spaced(secret.text).strip()
            self._add(pattern, secret)
            if secret.apart is Apart.ANYWHERE and " " in pattern:
                self._add(pattern.replace(" ", ""), secret)  # TranThiThuHa
        self._link()

    def leaks(self, data: bytes) -> Iterator[Leak]:
        """Each that is in ``data``; the same one again if it stands there twice."""
        for text, plain in views(data):
            yield from self._in(f" {_spaced(text)} ", plain)

    def _in(self, text: str, plain: bool) -> Iterator[Leak]:
        state = 0
        following, instead, ends = self._next, self._instead, self._ends
        for at, sign in enumerate(text):
            while state and sign not in following[state]:
                state = instead[state]
            state = following[state].get(sign, 0)
            for secret, length, short in ends[state]:
                begin, end = at + 1 - length, at + 1
                if (plain or not short) and _stands(secret.apart, text[begin - 1], text[end]):
                    yield Leak(secret, text[max(0, begin - 30) : end + 30])

    def _add(self, pattern: str, secret: Secret) -> None:
        state = 0
        for sign in pattern:
            if sign not in self._next[state]:
                self._next[state][sign] = len(self._next)
                self._next.append({})
                self._instead.append(0)
                self._ends.append([])
            state = self._next[state][sign]
        short = len(pattern.replace(" ", "")) < SHORT
        self._ends[state].append((secret, len(pattern), short))

    def _link(self) -> None:
        waiting = deque(self._next[0].values())
        while waiting:
            state = waiting.popleft()
            for sign, child in self._next[state].items():
                before = self._instead[state]
                while before and sign not in self._next[before]:
                    before = self._instead[before]
                found = self._next[before].get(sign, 0)
                self._instead[child] = found if found != child else 0
                self._ends[child] += self._ends[self._instead[child]]
                waiting.append(child)


def _stands(apart: Apart, before: str, after: str) -> bool:
    """Whether it counts between these two characters."""
    match apart:
        case Apart.WORD:
            return before == after == " "
        case Apart.NUMBER:
            return not (before.isdigit() or after.isdigit())
    return True


def _spaced(text: str) -> str:
    """Folded, and one space for whatever stands between letters and digits."""
    return _APART.sub(" ", fold(text))
