"""How what differs on a day looks to the staff: both sides, what is to be done, how it was settled."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from anju.closings import queries
from anju.closings.rules import (
    ABOUT,
    ADVICE_OF_USED,
    ADVICE_OF_WITHDRAWN,
    DifferenceStatus,
    Kind,
    Way,
)
from anju.core.actors import CLOCK, Actor
from anju.core.crypto import mask_account, mask_name
from anju.core.money import yuan
from anju.payments import queries as payments
from anju.payments.rules import Channel, Direction
from anju.people.rules import Power
from anju.portals.centre.shown import moment

DIFFERENCE_TONES = {
    DifferenceStatus.FOUND: "bad",
    DifferenceStatus.EXPLAINED: "waiting",
    DifferenceStatus.RESOLVED: "good",
}
SIDES = {
    Kind.AFTER_CLOSING: (_lazy("账簿变动"), _lazy("对账单变动")),
    Kind.NOT_ADDING_UP: (_lazy("期初加减各行"), _lazy("对账单所列期末余额")),
    Kind.OPENING: (_lazy("应有的期初余额"), _lazy("对账单期初余额")),
    Kind.REMAINDER: (_lazy("账簿（已列明的差异除外）"), _lazy("对账单")),
}
"""What the two amounts of a difference are, where they are not the book's and the statement's of one movement."""


@dataclass(frozen=True)
class SideShown:
    """What one of the two sides says."""

    name: str
    amount: str
    facts: list[tuple[str, str]]


@dataclass(frozen=True)
class WayShown:
    label: str
    url: str


@dataclass(frozen=True)
class DifferenceShown:
    """A difference: both sides, what it means, what is to be done, and how it was settled."""

    difference: Any
    kind: str
    ref: str
    status: str
    tone: str
    means: str
    advice: str
    effect: str
    sides: list[SideShown]
    ways: list[WayShown] = field(default_factory=list)
    settled: list[tuple[str, Any]] = field(default_factory=list)
    files: list[tuple[str, str]] = field(default_factory=list)
    in_hand: Any = None
    booked: Any = None
    booked_once: str = ""
    elsewhere: tuple[str, str] | None = None


def difference_shown(
    one: Any, actor: Actor, names: dict[str, str], in_hand: Any = None, booked: Any = None
) -> DifferenceShown:
    """`in_hand` is the entry for it that waits for its check, `booked` the one that has settled it."""
    about, status = ABOUT[Kind(one.kind)], DifferenceStatus(one.status)
    is_open = status == DifferenceStatus.FOUND
    return DifferenceShown(
        difference=one,
        kind=str(one.get_kind_display()),
        ref=_ref(one),
        status=str(one.get_status_display()),
        tone=DIFFERENCE_TONES[status],
        means=str(about.means),
        advice=str(_advice(one)) if is_open else "",
        effect=_effect_shown(one.effect_fen),
        sides=_sides(one),
        ways=_ways(one, actor) if is_open and in_hand is None else [],
        settled=[] if is_open else _settled(one, names),
        files=[
            (file.name, reverse("centre:difference_document", args=[one.pk, file.pk]))
            for file in one.files.all()
        ],
        in_hand=in_hand,
        booked=booked,
        booked_once=_booked_once(one),
        elsewhere=_settlement_of(one, actor),
    )


def _settlement_of(one: Any, actor: Actor) -> tuple[str, str] | None:
    """How many lines of a provider's bill differ, and where they stand, for who may see them."""
    if one.kind != Kind.SETTLEMENT:
        return None
    channel, _of, day = one.bank_ref.partition(" ")
    bank = one.closing.bank_account.bank
    found = payments.settlement_of(channel, bank, date.fromisoformat(day))
    sees = found is not None and Power.BANK_READ in actor.may
    url = reverse("centre:settlement", args=[found.pk]) if found is not None and sees else ""
    return _("账单中有{n}行与支付单不符").format(n=one.number), url


def _advice(one: Any) -> Any:
    if queries.was_withdrawn(one):
        return ADVICE_OF_WITHDRAWN
    if queries.may_be_denied(one) and not queries.stands_in_suspense(one):
        return ADVICE_OF_USED
    return ABOUT[Kind(one.kind)].advice


def _effect_shown(fen: int) -> str:
    if fen == 0:
        return _("不影响余额")
    more = _("账簿比对账单多{amount}元") if fen > 0 else _("账簿比对账单少{amount}元")
    return more.format(amount=yuan(abs(fen)))


def _sides(one: Any) -> list[SideShown]:
    if one.kind == Kind.SETTLEMENT:
        return []
    ours, theirs = (str(name) for name in SIDES.get(one.kind, (_("账簿"), _("对账单"))))
    entry_says = [] if one.entry is None else _said(one.entry)
    line_says = _said_by_line(one)
    return [
        SideShown(ours, _amount(one.our_fen), entry_says),
        SideShown(theirs, _amount(one.bank_fen), line_says),
    ]


def _amount(fen: int | None) -> str:
    return _("没有这一笔") if fen is None else yuan(fen)


def _said(told: Any) -> list[tuple[str, str]]:
    """A movement as the bank told it; who it was with is masked."""
    account = mask_account(told.counterparty_account) if told.counterparty_account else "—"
    return [
        (_("银行流水号"), told.bank_ref),
        (_("收支"), str(Direction(told.direction).label)),
        (_("时间"), moment(told.booked_at)),
        (_("对方"), f"{mask_name(told.counterparty_name) or '—'} {account}"),
        (_("收款识别码"), told.collection_code or "—"),
        (_("附言"), told.text or "—"),
    ]


def _said_by_line(one: Any) -> list[tuple[str, str]]:
    if one.line is None:
        return []
    where = (_("对账单行号"), _("第{n}行").format(n=one.line.number))
    if one.line.terms:
        return [where, *_said(payments.terms_of(one.line))]
    return [where, (_("银行流水号"), one.bank_ref)]


def _booked_once(one: Any) -> str:
    """Of a double line: which one it repeats, and that it was not booked."""
    if one.kind != Kind.DOUBLE or one.how == Way.ADMIT or one.line is None:
        return ""
    twin = payments.twin_of(one.line) or one.bank_ref
    return _("与流水{ref}是同一笔；账簿只记了一次，这一行没有入账。").format(ref=twin)


def _ways(one: Any, actor: Actor) -> list[WayShown]:
    about = ABOUT[Kind(one.kind)]
    pages = []
    if Power.PROOF_CLOSE in actor.may:
        if Way.TIMING in about.ways:
            pages.append((Way.TIMING, "difference_in_transit"))
        if Way.ADMIT in about.ways and one.line is not None and one.line.kept_back == "double":
            pages.append((Way.ADMIT, "admit_difference"))
        if Way.WORDS in about.ways and queries.words_suffice(one):
            pages.append((Way.WORDS, "explain_difference"))
    makes = Power.ENTRY_MAKE in actor.may
    if makes and queries.stands_in_suspense(one):
        pages.append((Way.DENIED, "deny_difference"))
    by_entry = not queries.stands_in_suspense(one) and not queries.was_withdrawn(one)
    if makes and by_entry and Way.ENTRY in about.ways and one.effect_fen:
        pages.append((Way.ENTRY, "settle_difference"))
    return [
        WayShown(str(way.label), reverse(f"centre:{name}", args=[one.pk])) for way, name in pages
    ]


def is_offered(shown: DifferenceShown, url: str) -> bool:
    """Whether a difference may still be settled on this page: somebody may have done it since it was linked to."""
    return any(way.url == url for way in shown.ways)


def _settled(one: Any, names: dict[str, str]) -> list[tuple[str, Any]]:
    who = _("系统") if one.settled_by == CLOCK.name else names.get(one.settled_by, one.settled_by)
    facts = [
        (_("处理方式"), str(one.get_how_display())),
        (_("处理"), f"{who} · {moment(one.settled_at)}"),
    ]
    if one.words:
        by_entry = one.how in (Way.ENTRY, Way.DENIED)
        facts.insert(1, (_("记账凭证") if by_entry else _("说明"), one.words))
    if one.due_on and one.status == DifferenceStatus.EXPLAINED:
        facts.append((_("应出现于"), _("{day}以前").format(day=one.due_on)))
    return facts


def kind_and_ref(one: Any) -> str:
    return " ".join(filter(None, (str(one.get_kind_display()), _ref(one))))


def _ref(one: Any) -> str:
    """By what people know a difference again; of a settlement the provider and its day."""
    if one.kind != Kind.SETTLEMENT:
        return str(one.bank_ref)
    channel, _of, day = one.bank_ref.partition(" ")
    return f"{dict(Channel.choices).get(channel, channel)} {day}"
