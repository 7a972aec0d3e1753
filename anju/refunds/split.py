"""How held money is taken apart: pure arithmetic over whole fen, deposit and rent always apart. (ENT-04, REF-11)"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anju.core.money import share, yuan
from anju.core.refusals import Refused
from anju.refunds.rules import Part, Refusal


@dataclass(frozen=True)
class Parts:
    """An amount of deposit and an amount of rent."""

    deposit_fen: int = 0
    rent_fen: int = 0

    @classmethod
    def of(cls, part: str, amount_fen: int) -> Parts:
        return cls(**{f"{part}_fen": amount_fen})

    @property
    def total_fen(self) -> int:
        return self.deposit_fen + self.rent_fen

    @property
    def is_negative(self) -> bool:
        return min(self.deposit_fen, self.rent_fen) < 0

    def __add__(self, other: Parts) -> Parts:
        return Parts(self.deposit_fen + other.deposit_fen, self.rent_fen + other.rent_fen)

    def __sub__(self, other: Parts) -> Parts:
        return Parts(self.deposit_fen - other.deposit_fen, self.rent_fen - other.rent_fen)

    def fen_of(self, part: str) -> int:
        return self.deposit_fen if part == Part.DEPOSIT else self.rent_fen


@dataclass(frozen=True)
class Split:
    """Every fen is the tenant's, the enterprise's, or disputed."""

    tenant: Parts
    enterprise: Parts
    disputed: Parts = Parts()

    @property
    def held(self) -> Parts:
        return self.tenant + self.enterprise + self.disputed


@dataclass(frozen=True)
class Item:
    """What the arithmetic has to know of a deduction: from what it is taken, and how much."""

    part: str
    amount_fen: int


def deducted_of(items: Sequence[Item]) -> Parts:
    return sum((Parts.of(item.part, item.amount_fen) for item in items), Parts())


def check_plan(held: Parts, to_tenant: Parts, deducted: Parts, items: Sequence[Item]) -> None:
    """Refused unless what goes back and what is deducted are all that is held, and the items all that is deducted."""
    if to_tenant.is_negative or deducted.is_negative:
        raise Refused(Refusal.AMOUNT_NEGATIVE)
    for number, item in enumerate(items, 1):
        if item.amount_fen <= 0:
            raise Refused(Refusal.ITEM_EMPTY, number=number)
    listed, planned = deducted_of(items), to_tenant + deducted
    for part in Part:
        if planned.fen_of(part) != held.fen_of(part):
            raise Refused(
                Refusal.PARTS_DIFFER,
                part=part.label,
                held=yuan(held.fen_of(part)),
                to_tenant=yuan(to_tenant.fen_of(part)),
                deducted=yuan(deducted.fen_of(part)),
                total=yuan(planned.fen_of(part)),
            )
        if listed.fen_of(part) != deducted.fen_of(part):
            raise Refused(
                Refusal.ITEMS_DIFFER,
                part=part.label,
                deducted=yuan(deducted.fen_of(part)),
                items=yuan(listed.fen_of(part)),
            )


def agreed_of_items(items: Sequence[Item], agreed_fen: int) -> list[int]:
    """How much of each deduction is agreed to, when only a total was said: in proportion to the items.

    So the deposit's and the rent's deductions are agreed to in the same proportion. Refused outside 0 to their sum.
    """
    deducted_fen = sum(item.amount_fen for item in items)
    if not 0 <= agreed_fen <= deducted_fen:
        raise Refused(
            Refusal.AGREED_OUT_OF_RANGE, agreed=yuan(agreed_fen), deducted=yuan(deducted_fen)
        )
    return proportionally(agreed_fen, [item.amount_fen for item in items])


def agreed_as_said(items: Sequence[Item], agreed_fen: int, said: Mapping[int, int]) -> list[int]:
    """How much of each deduction is agreed to, as said item by item (`said`: place in the list → fen)."""
    agreed = [said.get(place, 0) for place in range(len(items))]
    for item, fen in zip(items, agreed, strict=True):
        if not 0 <= fen <= item.amount_fen:
            raise Refused(
                Refusal.AGREED_OUT_OF_RANGE, agreed=yuan(fen), deducted=yuan(item.amount_fen)
            )
    if sum(agreed) != agreed_fen:
        raise Refused(Refusal.AGREED_DIFFERS, items=yuan(sum(agreed)), agreed=yuan(agreed_fen))
    return agreed


def split_by_answer(to_tenant: Parts, items: Sequence[Item], agreed: Sequence[int]) -> Split:
    """To the tenant what the plan gives back, to the enterprise what is agreed, the rest is disputed. (rule A7.9)"""
    enterprise = deducted_of(
        [Item(item.part, fen) for item, fen in zip(items, agreed, strict=True)]
    )
    return Split(to_tenant, enterprise, deducted_of(items) - enterprise)


def split_item(part: str, disputed_fen: int, to_enterprise_fen: int) -> Split:
    """A disputed item on which both sides agree: the enterprise's amount, the rest is the tenant's. (BEY-06)"""
    if not 0 <= to_enterprise_fen <= disputed_fen:
        raise Refused(
            Refusal.OFFER_OUT_OF_RANGE,
            amount=yuan(to_enterprise_fen),
            disputed=yuan(disputed_fen),
        )
    return Split(
        Parts.of(part, disputed_fen - to_enterprise_fen), Parts.of(part, to_enterprise_fen)
    )


def split_finally(disputed: Parts, to_tenant: Parts, to_enterprise: Parts) -> Split:
    """Refused unless a final plan gives away exactly what is disputed."""
    if to_tenant.is_negative or to_enterprise.is_negative:
        raise Refused(Refusal.AMOUNT_NEGATIVE)
    for part in Part:
        if (to_tenant + to_enterprise).fen_of(part) != disputed.fen_of(part):
            raise Refused(
                Refusal.FINAL_DIFFERS,
                part=part.label,
                disputed=yuan(disputed.fen_of(part)),
                to_tenant=yuan(to_tenant.fen_of(part)),
                to_enterprise=yuan(to_enterprise.fen_of(part)),
            )
    return Split(to_tenant, to_enterprise)


def proportionally(total_fen: int, weights: Sequence[int]) -> list[int]:
    """`share`, and nothing for anybody where there is nothing to weigh by."""
    return share(total_fen, list(weights)) if any(weights) else [0] * len(weights)


def split_interest(split: Split, interest: Parts) -> Split:
    """Interest follows its principal in proportion, deposit and rent apart, to the fen. (rule A6.4)"""
    shares = [
        proportionally(
            interest.fen_of(part),
            [p.fen_of(part) for p in (split.tenant, split.enterprise, split.disputed)],
        )
        for part in Part
    ]
    return Split(*(Parts(deposit, rent) for deposit, rent in zip(*shares, strict=True)))
