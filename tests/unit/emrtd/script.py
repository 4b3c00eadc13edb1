"""A card that answers what it is told to, and random bytes that are known beforehand."""

from collections.abc import Callable


class Script:
    """``transmit`` for a fixed exchange: pairs of command and answer in hexadecimal.

    Another command than the next one fails the test at once.
    """

    def __init__(self, *exchanges: tuple[str, str]) -> None:
        self._left = [(bytes.fromhex(sent), bytes.fromhex(back)) for sent, back in exchanges]

    def __call__(self, command: bytes) -> bytes:
        assert self._left, f"one command too many: {command.hex()}"
        expected, answer = self._left.pop(0)
        assert command.hex() == expected.hex()
        return answer

    @property
    def is_over(self) -> bool:
        return not self._left


def drawn(*values: bytes) -> Callable[[int], bytes]:
    """Random bytes for one call after the other."""
    left = list(values)

    def random(size: int) -> bytes:
        value = left.pop(0)
        assert len(value) == size
        return value

    return random


def scalar(private: str, size: int, order: int | None = None) -> bytes:
    """The random bytes that make ``private_key`` choose this key, in a field of ``size`` bytes.

    Where ``order`` is given the key is taken modulo it, which changes no power of a generator.
    """
    key = int(private, 16)
    return ((key % order if order else key) - 1).to_bytes(size + 8, "big")
