"""What can be done with receipts. Who may do it is decided by the package that owns the purpose."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from anju.clients.receipt_platform import PAPER, Issued
from anju.core import clock
from anju.core.actions import store_file
from anju.core.actors import Actor
from anju.core.db import action, lock, move, one_at_a_time
from anju.core.files import CheckedFile
from anju.core.money import plain_yuan
from anju.core.refusals import Refused, ensure
from anju.homes.numbers import ticket_no
from anju.notices import actions as notices
from anju.receipts.models import Receipt, Trouble
from anju.receipts.numbers import receipt_no
from anju.receipts.queries import facts_text, receipt_of
from anju.receipts.rules import (
    PAUSES,
    WAITING,
    Refusal,
    Result,
    Status,
    TroubleStatus,
)
from anju.receipts.terms import Line, Payer

VOIDED_ELSEWHERE = "票据平台已冲红"


@action
def request_receipt(
    *, purpose: str, payer: Payer, lines: Sequence[Line], address: str, by: Actor
) -> Receipt:
    """【我要开票】, and 【重新开票】 after a failure: a job has it issued. Asked for again, it is the same receipt.

    Refused when a paper receipt exists, and for another amount than the one under way or issued.
    """
    amount_fen = sum(line.amount_fen for line in lines)
    if amount_fen <= 0:
        raise Refused(Refusal.NOTHING_TO_RECEIPT)
    receipt = _locked(purpose)
    if receipt is None:
        receipt = _new(purpose, amount_fen)
    elif receipt.status == Status.PAPER:
        raise Refused(Refusal.PAPER_EXISTS)
    elif receipt.status in (Status.REQUESTED, Status.ISSUED):
        if receipt.amount_fen != amount_fen:
            raise Refused(Refusal.OTHER_CONTENT)
        return receipt
    move(
        receipt,
        "request" if receipt.status == Status.UNISSUED else "request_again",
        by=by,
        amount_fen=amount_fen,
        facts=facts_text(payer, lines, address),
        person_id=payer.person_id,
        organisation_id=payer.organisation_id,
        reason="",
        try_at=clock.now(),
    )
    return receipt


@action
def record_paper_receipt(*, purpose: str, paper_no: str, amount_fen: int, by: Actor) -> Receipt:
    """Staff note that a paper receipt was issued elsewhere: no e-receipt follows. (manual 002, 2.3.2)"""
    ensure(by.staff_id is not None, f"{by.name} is no staff")
    if not paper_no.strip():
        raise Refused(Refusal.PAPER_NO_MISSING)
    receipt = _locked(purpose) or _new(purpose, amount_fen)
    if receipt.status == Status.PAPER:
        if receipt.paper_no != paper_no.strip():
            raise Refused(Refusal.OTHER_PAPER, paper_no=receipt.paper_no)
        return receipt
    move(receipt, "record_paper", by=by, paper_no=paper_no.strip(), reason="")
    return receipt


@action
def void_receipt(*, purpose: str, reason: str, by: Actor) -> Receipt:
    """作废, before its money is refunded (rule B9.5): an e-receipt is 冲红中 until the platform has done it.

    Refused while one is being issued, and when there is none. Asked for again, it changes nothing.
    """
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)
    receipt = _locked(purpose)
    if receipt is None:
        raise Refused(Refusal.NO_RECEIPT)
    because = reason.strip()[:200]
    now = clock.now()
    if receipt.status in (Status.PAPER, Status.FAILED):
        move(receipt, "drop", by=by, because=because, reason=because, voided_at=now)
    elif receipt.status != Status.VOIDING:
        told: dict[str, Any] = {"reason": because, "try_at": now, "attempts": 0}
        move(receipt, "begin_void", by=by, because=because, **told)
    return receipt


def _locked(purpose: str) -> Receipt | None:
    """The valid receipt of a purpose. Whoever asks about the same one meanwhile waits, also where there is none yet."""
    one_at_a_time(f"receipt:{purpose}")
    found = receipt_of(purpose)
    return None if found is None else lock(Receipt, pk=found.pk)


def _new(purpose: str, amount_fen: int) -> Receipt:
    now = clock.now()
    return Receipt.objects.create(
        no=receipt_no(now), purpose=purpose, amount_fen=amount_fen, facts="", created_at=now
    )


@action
def claim_receipts(*, limit: int, by: Actor) -> list[Receipt]:
    """The next that wait for the platform. Each counts as sent, and is due again later should we crash now."""
    now = clock.now()
    due = Receipt.objects.filter(status__in=WAITING, try_at__lte=now).order_by("try_at", "id")
    claimed = list(due.select_for_update(of=("self",), skip_locked=True)[:limit])
    for one in claimed:
        one.try_at = now + PAUSES[min(one.attempts, len(PAUSES) - 1)]
        one.attempts += 1
    Receipt.objects.bulk_update(claimed, ["try_at", "attempts"])
    return claimed


@action
def take_issued(*, receipt_id: int, issued: Issued, paper: CheckedFile, by: Actor) -> Receipt:
    """The platform issued it: keep numbers and paper, tell the payer. What comes again changes nothing."""
    receipt: Receipt = lock(Receipt, pk=receipt_id)
    if receipt.status != Status.REQUESTED:
        return receipt
    name = f"{issued.code}-{issued.number}.pdf"
    file_id = store_file(name=name, content=paper.content, allowed=PAPER, by=by)
    move(
        receipt,
        "issue",
        by=by,
        code=issued.code,
        number=issued.number,
        check_code=issued.check_code,
        issued_at=issued.issued_at,
        file_id=file_id,
        try_at=None,
        trouble=None,
    )
    if receipt.person_id or receipt.organisation_id:
        notices.queue(
            key=f"receipt:{receipt.no}",
            kind="receipt_issued",
            facts={
                "code": receipt.code,
                "number": receipt.number,
                "check_code": receipt.check_code,
                "amount": plain_yuan(receipt.amount_fen),
            },
            person_id=receipt.person_id,
            organisation_id=receipt.organisation_id,
            by=by,
        )
    return receipt


@action
def take_voided(*, receipt_id: int, voided: Issued, by: Actor) -> Receipt:
    """The platform took it back, because we asked or, of one that we still wait for, by itself."""
    receipt: Receipt = lock(Receipt, pk=receipt_id)
    if receipt.status not in WAITING:
        return receipt
    move(
        receipt,
        "void",
        by=by,
        because=receipt.reason or VOIDED_ELSEWHERE,
        reason=receipt.reason or VOIDED_ELSEWHERE,
        code=voided.code,
        number=voided.number,
        check_code=voided.check_code,
        red_number=voided.red_number,
        voided_at=voided.voided_at,
        try_at=None,
        trouble=None,
    )
    return receipt


@action
def take_refusal(*, receipt_id: int, reason: str, by: Actor) -> Receipt:
    """The platform said no: 开票失败 with its reason, to be asked for again; one that it will not void stays valid."""
    receipt: Receipt = lock(Receipt, pk=receipt_id)
    if receipt.status in WAITING:
        name = "fail" if receipt.status == Status.REQUESTED else "keep"
        told: dict[str, Any] = {"reason": reason[:200], "try_at": None, "trouble": None}
        move(receipt, name, by=by, because=reason, **told)
    return receipt


@action
def note_silence(*, receipt_id: int, result: Result, why: str, raw: str, by: Actor) -> Receipt:
    """Nobody knows: it goes on waiting, under the ticket that the operator works on."""
    receipt: Receipt = lock(Receipt, pk=receipt_id)
    if receipt.status in WAITING:
        receipt.trouble = _trouble_of(result, why, raw)
        receipt.save(update_fields=["trouble"])
    return receipt


def _trouble_of(result: Result, why: str, raw: str) -> Trouble:
    """The open ticket for this kind of failure, or a new one. Of two that meet it at once one opens it."""
    now = clock.now()
    last = {"failed_at": now, "why": why[:200], "raw": raw}
    is_open = Trouble.objects.filter(kind=result, status=TroubleStatus.OPEN)
    if not is_open.exists():
        opened = Trouble(no=ticket_no(now), kind=result, opened_at=now, **last)
        Trouble.objects.bulk_create([opened], ignore_conflicts=True)
    trouble = is_open.get()
    for name, value in last.items():
        setattr(trouble, name, value)
    trouble.save(update_fields=list(last))
    return trouble


@action
def resolve_what_is_over(*, by: Actor) -> int:
    """Close every ticket for which no receipt waits any more; how many."""
    waiting = Receipt.objects.filter(trouble=OuterRef("pk"))
    over = Trouble.objects.filter(status=TroubleStatus.OPEN).exclude(Exists(waiting))
    closed = list(over.select_for_update(of=("self",), skip_locked=True))
    for trouble in closed:
        move(trouble, "resolve", by=by, because="票据平台已恢复")
    return len(closed)
