"""How records look to the staff: words, tones and addresses. Templates only lay out what stands here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.contracts.rules import ImportStatus, Outcome
from anju.core.actors import CLOCK, Actor
from anju.core.clock import BEIJING
from anju.core.crypto import mask_account, mask_name
from anju.core.money import yuan
from anju.orders.rules import Status
from anju.payments import queries as payments
from anju.payments.rules import Direction, FactStatus, SettlementStatus
from anju.people import queries as people
from anju.people.rules import Power

TONES = {
    FactStatus.NEW: "quiet",
    FactStatus.MATCHED: "kept",
    FactStatus.SET_ASIDE: "bad",
    FactStatus.IGNORED: "quiet",
    FactStatus.RETURNING: "waiting",
    FactStatus.RETURNED: "good",
    FactStatus.DOUBTED: "waiting",
    FactStatus.WITHDRAWN: "quiet",
}
ORDER_TONES = {
    Status.AWAITING: "waiting",
    Status.PAYING: "waiting",
    Status.PAID: "good",
    Status.FAILED: "bad",
    Status.CANCELLED: "quiet",
    Status.IN_CUSTODY: "kept",
}
SETTLEMENT_TONES = {
    SettlementStatus.RECEIVED: "waiting",
    SettlementStatus.FUNDED: "waiting",
    SettlementStatus.BOOKED: "kept",
}
IMPORT_TONES = {
    ImportStatus.RECEIVED: "waiting",
    ImportStatus.WORKING: "waiting",
    ImportStatus.DONE: "good",
}
OUTCOME_TONES = {
    Outcome.ACCEPTED: "good",
    Outcome.UNCHANGED: "quiet",
    Outcome.REFUSED: "bad",
}


@dataclass(frozen=True)
class EntryShown:
    """A bank entry; names and accounts masked. An address is "" where that can't be done."""

    entry: Any
    bank: str
    direction: str
    status: str
    tone: str
    payer: str
    payer_account: str
    url: str
    match_url: str
    return_url: str
    interest_url: str
    brought_back_url: str
    goes_back_on: date | None


def entry_shown(entry: Any, actor: Actor) -> EntryShown:
    def address(name: str) -> str:
        return reverse(f"centre:{name}", args=[entry.pk])

    is_open = entry.direction == Direction.CREDIT and entry.status == FactStatus.SET_ASIDE
    return EntryShown(
        entry=entry,
        bank=entry.bank_account.bank_name,
        direction=str(entry.get_direction_display()),
        status=str(entry.get_status_display()),
        tone=TONES[FactStatus(entry.status)],
        payer=mask_name(entry.counterparty_name) or "—",
        payer_account=account_shown(entry.counterparty_account),
        url=address("entry"),
        match_url=address("match") if is_open and Power.BANK_MATCH in actor.may else "",
        return_url=address("return") if is_open and Power.BANK_RETURN in actor.may else "",
        interest_url=address("interest") if is_open and Power.BANK_MATCH in actor.may else "",
        brought_back_url=address("brought_back")
        if is_open and Power.BANK_MATCH in actor.may
        else "",
        goes_back_on=entry.return_due_on if is_open else None,
    )


def account_shown(account: str) -> str:
    return mask_account(account) if account else "—"


def facts_of(shown: EntryShown) -> list[tuple[str, Any]]:
    """All that the bank has said about an entry, and what we make of it."""
    entry = shown.entry
    payment = payments.payment_by_code(entry.bank_account.bank, entry.collection_code)
    facts = [
        (_("银行"), shown.bank),
        (_("银行流水号"), entry.bank_ref),
        (_("收支"), shown.direction),
        (_("入账时间"), moment(entry.booked_at)),
        (_("对方户名"), shown.payer),
        (_("对方账号"), shown.payer_account),
        (_("收款识别码"), entry.collection_code or "—"),
        (_("附言"), entry.text or "—"),
        (_("来源"), entry.get_source_display()),
        (_("收到时间"), moment(entry.received_at)),
        (_("挂账原因"), entry.because or "—"),
    ]
    if payment is not None:
        facts.append((_("识别码对应的支付单"), f"{payment.no}（{yuan(payment.amount_fen)}元）"))
    if shown.goes_back_on is not None:
        facts.append((_("自动退回日期"), shown.goes_back_on.isoformat()))
    if entry.end_to_end_id:
        facts.append((_("付款指令编号"), entry.end_to_end_id))
    return facts


class Names(dict[str, str]):
    """How those are called who did something; the clock is the system, an unknown name stands as it is kept."""

    def __missing__(self, name: str) -> str:
        return _("系统") if name == CLOCK.name else name


def names_in(records: Iterable[Any], *columns: str) -> Names:
    """The names of the staff in these columns of some records: one question."""
    kept = {getattr(one, column) for one in records for column in columns}
    return Names(people.names_of_staff(kept - {"", CLOCK.name}))


def moment(at: Any) -> str:
    """A moment in Beijing."""
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"


@dataclass(frozen=True)
class OrderShown:
    """An order that a credit may have been meant for."""

    order: Any
    payer: str
    status: str
    tone: str
    url: str


def order_shown(order: Any, entry: Any) -> OrderShown:
    payer = order.organisation.name if order.organisation_id else mask_name(order.person.name)
    return OrderShown(
        order,
        payer,
        str(order.get_status_display()),
        ORDER_TONES[Status(order.status)],
        f"{reverse('centre:match', args=[entry.pk])}?order_no={order.no}",
    )


@dataclass(frozen=True)
class ProofLineShown:
    name: str
    book: str
    statement: str
    difference: str


@dataclass(frozen=True)
class ProofShown:
    """A bank account's day: the book beside the statement."""

    proof: Any
    verdict: str
    tone: str
    lines: list[ProofLineShown]
    odd: list[dict[str, str]]
    pdf_url: str


def proof_shown(proof: Any) -> ProofShown:
    statement = proof.statement
    both = [
        (_("期初余额"), proof.book_opening_fen, statement and statement.opening_fen),
        (_("本日收入"), proof.book_in_fen, statement and statement.credits_fen),
        (_("本日支出"), proof.book_out_fen, statement and statement.debits_fen),
        (_("期末余额"), proof.book_closing_fen, statement and statement.closing_fen),
    ]
    if statement is None:
        verdict, tone = _("对账单未到"), "waiting"
    else:
        verdict, tone = (_("一致"), "good") if proof.agrees else (_("不一致"), "bad")
    return ProofShown(
        proof=proof,
        verdict=verdict,
        tone=tone,
        lines=[
            ProofLineShown(
                name,
                yuan(book),
                "—" if statement is None else yuan(stated),
                "—" if statement is None else yuan(book - stated),
            )
            for name, book, stated in both
        ],
        odd=[of_statement(line) for line in proof.unexplained]
        + [of_book(entry) for entry in proof.untold]
        + [of_both(told) for told in proof.otherwise],
        pdf_url=reverse("centre:proof_pdf", args=[proof.account.bank, proof.day]),
    )


def of_statement(line: Any) -> dict[str, str]:
    return {
        "at": "—",
        "ref": line.bank_ref,
        "direction": str(line.get_direction_display()),
        "payer": "—",
        "amount": yuan(line.amount_fen),
        "reason": _("对账单有，账簿没有"),
    }


def of_book(entry: Any) -> dict[str, str]:
    return {
        "at": moment(entry.booked_at)[11:],
        "ref": entry.bank_ref,
        "direction": str(entry.get_direction_display()),
        "payer": mask_name(entry.counterparty_name) or "—",
        "amount": yuan(entry.amount_fen),
        "reason": _("账簿有，对账单没有"),
    }


def of_both(told: Any) -> dict[str, str]:
    ours = told.our_fen
    return {
        "at": "—",
        "ref": told.bank_ref,
        "direction": str(Direction(told.direction).label),
        "payer": "—",
        "amount": yuan(told.bank_fen),
        "reason": _("对账单上重复列出")
        if ours is None
        else _("账簿上是{amount}元").format(amount=yuan(ours)),
    }


@dataclass(frozen=True)
class ImportShown:
    work: Any
    name: str
    status: str
    tone: str
    done: int
    url: str


def import_shown(work: Any) -> ImportShown:
    """`work` has the counts of `contracts.queries.imports_seen_by`."""
    return ImportShown(
        work,
        work.file.name,
        str(work.get_status_display()),
        IMPORT_TONES[ImportStatus(work.status)],
        work.accepted + work.unchanged + work.refused,
        reverse("centre:import", args=[work.pk]),
    )


@dataclass(frozen=True)
class ImportRowShown:
    row: Any
    outcome: str
    tone: str


def import_row_shown(row: Any) -> ImportRowShown:
    return ImportRowShown(row, str(row.get_outcome_display()), OUTCOME_TONES[Outcome(row.outcome)])
