"""Builders: deposits that want a receipt, and what the job does."""

from decimal import Decimal
from typing import Any

from anju.clients.receipt_platform import Issued
from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.core.files import CheckedFile, Kind
from anju.people import actions as people
from anju.people.rules import Power
from anju.receipts import actions, jobs
from anju.receipts.models import Receipt
from anju.receipts.terms import Line, Payer
from anju.tests.sandbox import Sandbox

PURPOSE = "fund.deposit:1"
OWNER = Actor("owner 1", "owner", person_id=1)
STAFF = Actor("wang.wei", "centre", staff_id=1)
OPERATOR = Actor("zhao.lei", "centre", frozenset({Power.FUND_PAY}), staff_id=3)
ADDRESS = "北京市朝阳区建国路88号3号楼1206"
LINE = Line("WX01", "住宅专项维修资金", Decimal("89.56"), 200_00, 17_912_00)


def a_payer(name: str = "张三丰") -> Payer:
    number = "110101199003078013"
    known = people.record_person(
        name=name, id_type="resident_id", id_number=number, phone="13800000001", by=CLOCK
    )
    return Payer(name, "resident_id", number, person_id=known.pk)


def request(purpose: str = PURPOSE, **changes: Any) -> Receipt:
    stated = {"payer": changes.pop("payer", None) or a_payer(), "lines": [LINE]} | changes
    return actions.request_receipt(purpose=purpose, address=ADDRESS, by=OWNER, **stated)


def an_issued(purpose: str = PURPOSE) -> Receipt:
    """By the platform of the sandbox, which has to be there."""
    receipt = request(purpose)
    send()
    return again(receipt)


def send() -> None:
    jobs.send_receipts(0)


def again(receipt: Receipt) -> Receipt:
    return Receipt.objects.get(pk=receipt.pk)


def platform(sandbox: Sandbox) -> list[dict[str, Any]]:
    """What the platform issued."""
    found: list[dict[str, Any]] = sandbox.ask("registries/receipts")["receipts"]
    return found


def calls(sandbox: Sandbox) -> list[str]:
    """What it was asked, oldest first."""
    made = sandbox.ask("registries/receipts")["calls"]
    return [one["call"] for one in reversed(made)]


def a_receipt(purpose: str = PURPOSE) -> Receipt:
    """An issued one where no platform is at hand."""
    receipt = request(purpose)
    issued = Issued("11030126", "0000000017", "a1B2c3", clock.now())
    paper = CheckedFile("receipt.pdf", Kind.PDF, b"%PDF-1.4\n%%EOF\n")
    return actions.take_issued(receipt_id=receipt.pk, issued=issued, paper=paper, by=CLOCK)
