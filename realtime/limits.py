"""How much one socket may say before it is asked to slow down."""

from time import monotonic


class Allowance:
    """So many at once, then so many a second."""

    __slots__ = ("_at", "_left", "burst", "rate")

    def __init__(self, burst: int, rate: float) -> None:
        self.burst, self.rate = burst, rate
        self._left, self._at = float(burst), monotonic()

    def take(self) -> bool:
        """Use one, if one is left."""
        at = monotonic()
        self._left = min(self.burst, self._left + (at - self._at) * self.rate)
        self._at = at
        if self._left < 1:
            return False
        self._left -= 1
        return True


def messages() -> Allowance:
    """Messages that are stored."""
    return Allowance(burst=30, rate=5)


def signs() -> Allowance:
    """Typing and reading: the pages themselves send them every few seconds at most."""
    return Allowance(burst=10, rate=2)


def frames() -> Allowance:
    """Anything at all."""
    return Allowance(burst=100, rate=20)
