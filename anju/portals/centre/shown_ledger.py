"""How pots, movements and bookings look to the staff."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core.clock import BEIJING
from anju.core.money import yuan
from anju.ledger import queries as ledger
from anju.ledger.rules import KINDS, Place
from anju.payments import queries as payments
from anju.payments.rules import Channel
from anju.people import queries as people
from anju.people.rules import Power
from anju.statistics import queries as statistics
from anju.timelines import queries as timelines
from anju.timelines.rules import OPEN, Status


@dataclass(frozen=True)
class MovementShown:
    """A line of a pot's statement, and where it leads."""

    movement: Any
    happened: str
    recorded: str
    late: bool
    url: str
    other_url: str


def movement_shown(movement: ledger.Movement) -> MovementShown:
    happened, recorded = day_and_time(movement.happened_at), day_and_time(movement.recorded_at)
    return MovementShown(
        movement,
        happened,
        recorded,
        happened[:10] != recorded[:10],
        reverse("centre:transfer", args=[movement.id]),
        pot_url(movement.other),
    )


@dataclass(frozen=True)
class LegShown:
    leg: Any
    source_url: str
    destination_url: str
    is_asked: bool


def leg_shown(leg: ledger.BookedLeg, asked: int) -> LegShown:
    return LegShown(leg, pot_url(leg.source), pot_url(leg.destination), leg.id == asked)


def pot_url(code: str, as_of: str = "") -> str:
    address = reverse("centre:pot", args=[code])
    return f"{address}?{urlencode({'as_of': as_of})}" if as_of else address


@dataclass(frozen=True)
class CauseShown:
    label: str
    no: str
    url: str


def cause_shown(cause: timelines.Cause, may: frozenset[str]) -> CauseShown:
    """What moved the money, and the way to its timeline where it has one, for who may go it."""
    found = cause.subject
    is_open = found is not None and Power.SEARCH_ALL in may
    url = reverse("centre:timeline", args=[found.kind.value, found.id]) if found and is_open else ""
    return CauseShown(cause.label, found.no if found else cause.no, url)


def day_and_time(moment: datetime) -> str:
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"


def facts_of_pot(pot: ledger.PotNow) -> list[tuple[str, Any]]:
    return [
        (_("账户编号"), pot.code),
        (_("账户种类"), pot.kind.label),
        (_("资金所在"), pot.kind.place.label),
        (_("开立时间"), day_and_time(pot.opened_at)),
    ]


def facts_of_booking(booked: ledger.Booked) -> list[tuple[str, Any]]:
    return [
        (_("事由"), booked.reason_label),
        (_("发生时间"), day_and_time(booked.happened_at)),
        (_("记账时间"), day_and_time(booked.recorded_at)),
    ]


@dataclass
class PlaceShown:
    """Where money is: the kinds of pots there, and the pooled ones by themselves."""

    label: str
    total_fen: int = 0
    rows: list["TotalShown"] = field(default_factory=list)


@dataclass(frozen=True)
class TotalShown:
    label: str
    code: str
    balance_fen: int
    url: str
    is_pot: bool


def pooled_name(code: str, banks: Mapping[str, str]) -> str:
    """A pooled pot in words: `transit:alipay:ccb` is 支付宝支付 · 中国建设银行. `banks` are their names by code."""
    channels = dict(Channel.choices)
    return " · ".join(str(banks.get(one) or channels.get(one, one)) for one in code.split(":")[1:])


def groups_of(
    totals: Sequence[ledger.Total],
    pooled: Sequence[ledger.PooledTotal],
    as_of: str,
    banks: Mapping[str, str],
) -> list[PlaceShown]:
    """The trial balance by the places where money can be; each kind leads to its pots, each pooled pot to its own."""
    places = {place: PlaceShown(str(place.label)) for place in Place}
    for total in totals:
        place = places[total.kind.place]
        place.total_fen += total.balance_fen
        kind = total.kind.name
        place.rows.append(
            TotalShown(
                str(total.kind.label),
                "",
                total.balance_fen,
                pots_url(kind=kind, as_of=as_of),
                False,
            )
        )
        place.rows += [
            TotalShown(
                pooled_name(pot.code, banks),
                pot.code,
                pot.balance_fen,
                pot_url(pot.code, as_of),
                True,
            )
            for pot in pooled
            if pot.kind == total.kind
        ]
    return [place for place in places.values() if place.rows]


def pots_url(**asked: str) -> str:
    wanted = {name: text for name, text in asked.items() if text}
    return f"{reverse('centre:pots')}?{urlencode(wanted)}"


@dataclass(frozen=True)
class PotShown:
    code: str
    kind: str
    place: str
    balance_fen: int
    opened: str
    url: str


def pot_shown(pot: ledger.PotNow, held: Mapping[str, int], as_of: str) -> PotShown:
    return PotShown(
        pot.code,
        str(pot.kind.label),
        str(pot.kind.place.label),
        held.get(pot.code, pot.balance_fen),
        day_and_time(pot.opened_at),
        pot_url(pot.code, as_of),
    )


@dataclass(frozen=True)
class BankBookShown:
    """A bank account's day: the book beside the statement."""

    bank: str
    account_no: str
    verdict: str
    tone: str
    url: str
    rows: list[tuple[str, str, str, str]]


def bank_book_shown(one: payments.BankBook) -> BankBookShown:
    book, stated = one.book, one.statement
    theirs: list[int | None] = [None] * 4
    if stated is not None:
        theirs = [stated.opening_fen, stated.credits_fen, stated.debits_fen, stated.closing_fen]
    ours = [book.opening_fen, book.in_fen, book.out_fen, book.closing_fen]
    names = [_("期初余额"), _("本日收入"), _("本日支出"), _("期末余额")]
    verdict = (_("一致"), "good") if one.agrees else (_("不一致"), "bad")
    if stated is None:
        verdict = _("对账单未到"), "waiting"
    return BankBookShown(
        one.account.bank_name,
        one.account.account_no,
        *verdict,
        pot_url(f"world:{one.account.bank}"),
        [
            (name, yuan(our), "—", "—")
            if their is None
            else (name, yuan(our), yuan(their), yuan(our - their))
            for name, our, their in zip(names, ours, theirs, strict=True)
        ],
    )


VERIFICATION_TONES = {
    Status.ASKED: "waiting",
    Status.RUNNING: "waiting",
    Status.HOLDS: "good",
    Status.DIFFERS: "bad",
}


@dataclass(frozen=True)
class VerificationShown:
    work: Any
    who: str
    status: str
    tone: str
    is_working: bool
    url: str


def verifications_shown(works: Sequence[Any]) -> list[VerificationShown]:
    names = people.names_of_staff(work.asked_by for work in works)
    return [verification_shown(work, names.get(work.asked_by, work.asked_by)) for work in works]


def verification_shown(work: Any, who: str) -> VerificationShown:
    return VerificationShown(
        work,
        who,
        str(work.get_status_display()),
        VERIFICATION_TONES[Status(work.status)],
        work.status in OPEN,
        reverse("centre:verification", args=[work.pk]),
    )


@dataclass(frozen=True)
class BankHeldShown:
    """A bank's money: where it is, whose it is, and by how much the two differ."""

    bank: str
    rows: list[tuple[str, int]]
    books_fen: int
    difference_fen: int


def bank_books_shown(
    held: Sequence[statistics.BankHeld], accounts: Iterable[Any]
) -> list[BankHeldShown]:
    names = {one.bank: one.bank_name for one in accounts}
    return [
        BankHeldShown(
            names.get(one.bank, _("未分银行")),
            [
                (_("银行账户（账簿余额）"), one.account_fen),
                (_("支付机构尚未划入"), one.provider_fen),
                *(
                    (_("其中：") + str(KINDS[kind].label), fen)
                    for kind, fen in one.books.items()
                    if fen
                ),
            ],
            one.books_fen,
            one.difference_fen,
        )
        for one in held
    ]
