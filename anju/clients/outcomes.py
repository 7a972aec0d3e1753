"""The third answer besides yes and no: nobody knows yet."""


class Unavailable(Exception):
    """The other side could not be reached or could not answer; the request may or may not have
    been carried out. Jobs try again: every request of ours carries a reference that makes
    repeating it harmless.
    """

    def __init__(self, system: str, why: str) -> None:
        super().__init__(f"{system}: {why}")
        self.system = system
        self.why = why


KEPT = 4_000


class Unreadable(Unavailable):
    """The other side said something, and nobody can tell what. `raw` is what it said."""

    def __init__(self, system: str, why: str, raw: str) -> None:
        super().__init__(system, why)
        self.raw = raw[:KEPT]
