from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Count, Max, Min, Q, QuerySet

from anju.clients import receipt_platform
from anju.clients.receipt_platform import Issued, Wanted
from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import mask_id_number, mask_name, masked
from anju.core.money import in_capitals, plain_yuan
from anju.core.paper import canonical, qr_svg
from anju.core.refusals import ensure
from anju.receipts.models import Receipt, Trouble
from anju.receipts.numbers import read_check_code, read_fiscal_no
from anju.receipts.rules import (
    CASHIER,
    ON_PLATFORM,
    PAYEE,
    REVIEWER,
    STANDING,
    UNIT,
    WAITING,
    WORKING_ON_TROUBLES,
    Status,
    TroubleStatus,
)
from anju.receipts.terms import Line, Payer

if TYPE_CHECKING:
    from anju.core.models import StoredFile

ORGANISATION = "uscc"
PLACE = "/public/receipts"
MOST_FAILED = 500


def receipt_of(purpose: str) -> Receipt | None:
    """The valid receipt of a purpose; None: 未开票."""
    return receipts_of([purpose]).get(purpose)


def receipts_of(purposes: Iterable[str]) -> dict[str, Receipt]:
    """The valid receipts of many purposes, for a list of them; nothing is unsealed."""
    valid = Receipt.objects.exclude(status=Status.VOIDED).filter(purpose__in=list(purposes))
    return {one.purpose: one for one in valid.select_related("trouble").defer("facts")}


def stands(purpose: str) -> bool:
    """Whether a receipt keeps the money of a purpose from being refunded. (rule B9.5)"""
    return Receipt.objects.filter(purpose=purpose, status__in=STANDING).exists()


def file_of(receipt: Receipt) -> StoredFile:
    """The paper as the platform handed it out, byte by byte: the database keeps it to its digest."""
    file = receipt.file
    ensure(file is not None, f"{receipt.no} has no paper")
    return file  # type: ignore[return-value]


def check_url(receipt: Receipt) -> str:
    """Where anyone can check it; the same address that the platform prints as a code."""
    return f"{settings.PUBLIC_URL}{check_path(receipt)}"


def check_path(receipt: Receipt) -> str:
    return f"{PLACE}/{receipt.code}-{receipt.number}/{receipt.check_code}"


def check_qr(receipt: Receipt) -> str:
    return qr_svg(check_url(receipt))


def facts_text(payer: Payer, lines: Sequence[Line], address: str) -> str:
    """What a receipt states, as kept and sent. The number of a person's document is masked. (rule B11.4)"""
    number = payer.id_number
    return canonical(
        {
            "payer": payer.name,
            "payer_id": number if payer.id_type == ORGANISATION else mask_id_number(number),
            "is_organisation": payer.id_type == ORGANISATION,
            "address": address,
            "lines": [
                {
                    "project_code": line.project_code,
                    "project": line.project,
                    "unit": UNIT,
                    "quantity": f"{line.quantity:.2f}",
                    "standard": plain_yuan(line.standard_fen),
                    "amount": plain_yuan(line.amount_fen),
                }
                for line in lines
            ],
        }
    )


def facts_of(receipt: Receipt) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(receipt.facts)
    return facts


def wanted(receipt: Receipt) -> Wanted:
    """The receipt as the platform is asked for it."""
    facts = facts_of(receipt)
    return Wanted(
        ref=receipt.no,
        payer=facts["payer"],
        payer_id=facts["payer_id"],
        lines=[receipt_platform.Line(**line) for line in facts["lines"]],
        amount=plain_yuan(receipt.amount_fen),
        capitals=in_capitals(receipt.amount_fen),
        remark=facts["address"],
        payee=PAYEE,
        reviewer=REVIEWER,
        cashier=CASHIER,
        verify_at=f"{settings.PUBLIC_URL}{PLACE}",
    )


def are_numbers_of_another(receipt: Receipt, issued: Issued) -> bool:
    """Whether the platform's numbers are another receipt's, or not those that this one has."""
    told = (issued.code, issued.number, issued.check_code)
    if receipt.number:
        return told != (receipt.code, receipt.number, receipt.check_code)
    same = Receipt.objects.filter(code=issued.code, number=issued.number)
    return same.exclude(pk=receipt.pk).exists()


@dataclass(frozen=True)
class ForAnyone:
    """What whoever holds a receipt may see: enough to compare it with the paper, nobody's name in full."""

    fiscal_no: str
    check_code: str
    is_valid: bool
    issued_on: date | None
    voided_on: date | None
    payer: str
    projects: tuple[str, ...]
    amount_fen: int
    payee: str


def receipt_for_anyone(fiscal_no: str, check_code: str) -> Receipt | None:
    """The e-receipt of these numbers. A wrong check code finds nothing, as a wrong number does."""
    code, _, number = read_fiscal_no(fiscal_no).partition("-")
    found = Receipt.objects.filter(code=code, number=number).exclude(number="").first()
    given = read_check_code(check_code)
    is_it = found is not None and hmac.compare_digest(found.check_code, given)
    return found if is_it else None


def receipt_of_file(digest: bytes) -> Receipt | None:
    """The e-receipt whose paper is, byte by byte, the file with this SHA-256."""
    return Receipt.objects.filter(file__digest=digest).first()


def for_anyone(receipt: Receipt) -> ForAnyone:
    facts = facts_of(receipt)
    name = facts["payer"]
    return ForAnyone(
        fiscal_no=f"{receipt.code}-{receipt.number}",
        check_code=receipt.check_code,
        is_valid=receipt.status in ON_PLATFORM,
        issued_on=clock.day_of(receipt.issued_at) if receipt.issued_at else None,
        voided_on=clock.day_of(receipt.voided_at) if receipt.voided_at else None,
        payer=masked(name, 2, 2) if facts["is_organisation"] else mask_name(name),
        projects=tuple(line["project"] for line in facts["lines"]),
        amount_fen=receipt.amount_fen,
        payee=PAYEE,
    )


def is_this_receipt(receipt: Receipt, digest: bytes) -> bool:
    """Whether a file with this SHA-256 is the paper: one changed byte and it is not."""
    return receipt.file_id is not None and hmac.compare_digest(
        bytes(file_of(receipt).digest), digest
    )


def troubles_seen_by(actor: Actor) -> QuerySet[Trouble]:
    """Tickets of the line to the platform, newest first, each with how many receipts are `waiting` because of it.

    For who works with receipts' money: what the platform answered may name a payer.
    """
    if not WORKING_ON_TROUBLES & actor.may:
        return Trouble.objects.none()
    waiting = Count("receipts", filter=Q(receipts__status__in=WAITING))
    return Trouble.objects.annotate(waiting=waiting).order_by("-id")


def troubles_open(actor: Actor) -> QuerySet[Trouble]:
    """Those that wait for whoever works on them."""
    return troubles_seen_by(actor).filter(status=TroubleStatus.OPEN)


def failed_purposes() -> list[str]:
    """What receipts could not be issued for, newest first: somebody asks again, or records a paper one."""
    failed = Receipt.objects.filter(status=Status.FAILED).order_by("-id")
    return list(failed.values_list("purpose", flat=True)[:MOST_FAILED])


def receipts_in_trouble(trouble: Trouble) -> QuerySet[Receipt]:
    """The receipts that wait because of a ticket, the oldest first."""
    return trouble.receipts.defer("facts").order_by("id")


@dataclass(frozen=True)
class LineHealth:
    """How the line to the platform is, and who waits for it."""

    waiting: int
    waiting_since: datetime | None
    last_issued_at: datetime | None
    last_failed_at: datetime | None

    @property
    def is_well(self) -> bool:
        """Nothing failed after the last receipt was issued."""
        failed, issued = self.last_failed_at, self.last_issued_at
        return failed is None or (issued is not None and issued > failed)


def line_health() -> LineHealth:
    waiting = Receipt.objects.filter(try_at__isnull=False).aggregate(
        count=Count("id"), since=Min("created_at")
    )
    issued = Receipt.objects.filter(issued_at__isnull=False).order_by("-issued_at")
    return LineHealth(
        waiting=waiting["count"],
        waiting_since=waiting["since"],
        last_issued_at=issued.values_list("issued_at", flat=True).first(),
        last_failed_at=Trouble.objects.aggregate(at=Max("failed_at"))["at"],
    )


REPORT = """问题单 {no}
系统：住宅专项维修资金管理系统 → 财政电子票据平台
故障：{kind}
开始时间：{opened_at}
最近一次失败：{failed_at}（{why}）
最近一次开票成功：{issued_at}
等待开票：{waiting} 张
票据流水号：{refs}
"""


def report_text(trouble: Trouble, health: LineHealth, receipts: Sequence[Receipt]) -> str:
    """The problem report to hand to whoever runs the platform: no payer's name or number is in it."""
    refs = [receipt.no for receipt in receipts[:20]]
    return REPORT.format(
        no=trouble.no,
        kind=trouble.get_kind_display(),
        opened_at=_beijing(trouble.opened_at),
        failed_at=_beijing(trouble.failed_at),
        why=trouble.why,
        issued_at=_beijing(health.last_issued_at),
        waiting=health.waiting,
        refs="、".join(refs) or "无",
    )


def _beijing(moment: datetime | None) -> str:
    return f"{moment.astimezone(clock.BEIJING):%Y-%m-%d %H:%M:%S}" if moment else "无"
