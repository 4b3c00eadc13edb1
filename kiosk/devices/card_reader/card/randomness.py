"""Where a card's random values come from."""

import secrets


class Randomness:
    """Random values of the operating system; the worked examples of Doc 9303 need others."""

    def octets(self, count: int) -> bytes:
        """``count`` random bytes: challenges, nonces and key halves."""
        return secrets.token_bytes(count)

    def scalar(self, order: int) -> int:
        """A private key: 1 to ``order`` - 1."""
        return 1 + secrets.randbelow(order - 1)
