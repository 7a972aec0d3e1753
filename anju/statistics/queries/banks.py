"""What every bank account holds, beside the books of leases and homes and the pooled pots that make it up. (A11.9)"""

from dataclasses import dataclass

from anju.statistics.models import CountedPot, MoneyHeld
from anju.statistics.rules import Business, Cut


@dataclass(frozen=True)
class BankHeld:
    """One bank's money twice: where it is (at the bank, on its way from a provider), and whose it is. In fen.

    `books` are by kind of pot: those of leases, of homes, and the pooled ones.
    """

    bank: str
    account_fen: int
    provider_fen: int
    books: dict[str, int]

    @property
    def books_fen(self) -> int:
        return sum(self.books.values())

    @property
    def difference_fen(self) -> int:
        """What is at the bank beyond what the books say is in it: nothing, or money stands at the wrong bank."""
        return self.account_fen + self.provider_fen - self.books_fen


def banks_held() -> list[BankHeld]:
    """Every bank, as far as the seals are counted: all of it is written by the transactions that count them.

    One question: what is outside by the code of its pot, which has a colon, and what is in the books by kind.
    """
    pots = CountedPot.objects.filter(business=Business.POOLED, whose_id=0, kind="world")
    held = MoneyHeld.objects.filter(cut=Cut.CITY).exclude(kind="world")
    rows = held.values_list("kind", "bank", "held_fen").union(
        pots.values_list("pot__code", "bank", "held_fen"), all=True
    )
    outside: dict[str, dict[bool, int]] = {}
    books: dict[str, dict[str, int]] = {}
    for which, bank, fen in sorted(rows):
        if ":" in which:
            of_bank = outside.setdefault(bank, {True: 0, False: 0})
            of_bank[which == f"world:{bank}"] -= fen
        else:
            books.setdefault(bank, {})[which] = fen
    nothing = {True: 0, False: 0}
    return [
        BankHeld(bank, of[True], of[False], books.get(bank, {}))
        for bank in sorted({*outside, *books})
        for of in (outside.get(bank, nothing),)
    ]
