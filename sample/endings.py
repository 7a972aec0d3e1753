"""Ends of leases in the sample world: a dispute of each kind, a payee of another name, an order of an authority."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from django.db import transaction

from anju.core import clock
from anju.core.actions import store_file
from anju.core.actors import Actor
from anju.core.files import ATTACHMENT
from anju.custody import queries as custody
from anju.refunds import actions as refunds
from anju.refunds import queries as refund_queries
from anju.refunds.actions import AnswerTerms, Deduction, NameChangeTerms, OrderTerms, PlanTerms
from anju.refunds.rules import Opinion, PortionStatus, Reason
from anju.refunds.split import Parts
from sample.enterprise import office
from sample.people import CLERK, MEDIATOR

if TYPE_CHECKING:
    from anju.contracts.models import Lease
    from anju.refunds.models import Case

ACCOUNT = ("6222020200000000014", "中国工商银行北京分行")
RENT_OWED, DAMAGE, CLEANING = 8000_00, 1500_00, 200_00
KINDS = (Opinion.MEDIATION, Opinion.ARBITRATION, Opinion.LITIGATION)


def are_ended(leases: list[Lease]) -> bool:
    """Whether an interrupted run has opened all cases before."""
    return all(refund_queries.open_case_of(one) is not None for one in (*leases[:4], leases[5]))


def are_held(leases: list[Lease]) -> bool:
    """Whether all that was paid for these leases has come to rest in custody."""
    now = [custody.holdings(one.pk) for one in leases]
    return all(held.deposit_fen and held.rent_fen and held.is_at_rest for held in now)


def open_cases(leases: list[Lease]) -> None:
    """Three tenants dispute what the enterprise deducts, each in another way; two filings were revoked.

    The fifth's enterprise cannot be reached. The sixth has not come for the money.
    """
    for lease, kind in zip(leases[:3], KINDS, strict=True):
        if refund_queries.open_case_of(lease) is None:
            dispute(lease, kind)
    for lease in (leases[3], leases[5]):
        if refund_queries.open_case_of(lease) is None:
            revoke(lease)
    by = Actor(CLERK.username, "centre", frozenset(CLERK.powers))
    if not refund_queries.orders_seen_by(by).exists():
        order(leases[4], by)


@transaction.atomic
def dispute(lease: Lease, kind: Opinion) -> None:
    """The home is back; rent owed and cleaning are agreed to, the damage is not."""
    lessor, payer = office(lease), tenant(lease)
    case = refunds.register_return(
        lease_id=lease.pk, reason=Reason.TERMINATION, returned_on=clock.today(), by=lessor
    )
    deductions = [
        Deduction("01", "rent", RENT_OWED, "已住两个月"),
        Deduction("08", "deposit", DAMAGE, "卧室墙面破损", (picture("墙面破损.png", lessor),)),
        Deduction("10", "deposit", CLEANING, "退租保洁"),
    ]
    held = custody.holdings(lease.pk)
    whole = Parts(held.deposit_fen, held.rent_fen)
    taken = Parts(DAMAGE + CLEANING, RENT_OWED)
    terms = PlanTerms(held=whole, to_tenant=whole - taken, deducted=taken, deductions=deductions)
    plan = refunds.submit_plan(case_id=case.pk, terms=terms, by=lessor)
    owed, damage, cleaning = plan.items.order_by("number")
    refunds.answer_plan(
        case_id=case.pk,
        plan_id=plan.pk,
        terms=AnswerTerms(
            kind,
            *ACCOUNT,
            agreed_fen=RENT_OWED + CLEANING,
            agreed_of_items={owed.pk: RENT_OWED, cleaning.pk: CLEANING},
            note="入住时墙面已有破损",
        ),
        by=payer,
    )
    photo = picture("入住时的墙面.png", payer)
    refunds.add_evidence(case_id=case.pk, item_id=damage.pk, file_ids=[photo], by=payer)
    if kind == Opinion.MEDIATION:
        for by, fen in ((lessor, 1000_00), (payer, 300_00)):
            refunds.make_offer(item_id=damage.pk, to_enterprise_fen=fen, by=by)
    if kind == Opinion.ARBITRATION:
        by = Actor(MEDIATOR.username, "association", frozenset(MEDIATOR.powers))
        refunds.add_note(case_id=case.pk, text="已告知双方仲裁流程，等待裁决。", by=by)
    if kind == Opinion.LITIGATION:
        award = picture("判决书.png", payer)
        refunds.hand_in_award(case_id=case.pk, file_ids=[award], by=payer)


@transaction.atomic
def revoke(lease: Lease) -> None:
    """Both say that the filing was revoked: everything goes back, and nobody has said to which account."""
    case = refunds.register_return(
        lease_id=lease.pk,
        reason=Reason.FILING_REVOKED,
        returned_on=clock.today(),
        by=office(lease),
    )
    refunds.confirm_return(case_id=case.pk, by=tenant(lease))


@transaction.atomic
def order(lease: Lease, by: Actor) -> None:
    """The district authority has written that the tenant is to have it all; a second officer has to check that."""
    terms = OrderTerms(
        authority="北京市朝阳区住房和城乡建设委员会",
        document_no=f"朝住建函〔{clock.today().year}〕8号",
        dated_on=clock.today(),
        reason="企业失联，经营场所已关闭",
        file_ids=[picture("书面意见.png", by)],
    )
    refunds.enter_order(lease_id=lease.pk, terms=terms, by=by)


def wants_account(lease: Lease) -> bool:
    """Whether the worker has found that it can't pay; once the enterprise has applied, that too."""
    asked = (PortionStatus.ACCOUNT_WANTED, PortionStatus.NAME_REVIEW)
    return _case(lease).portions.filter(status__in=asked).exists()


def apply_for_another_name(lease: Lease) -> None:
    """The tenant has another name by now: the enterprise asks that it be paid. (ENT-06)"""
    portion = _case(lease).portions.filter(status=PortionStatus.ACCOUNT_WANTED).first()
    if portion is None:
        return
    by = office(lease)
    terms = NameChangeTerms(
        new_name="罗晓燕",
        new_account="6217000010000000003",
        new_bank="中国建设银行北京分行",
        relation="本人",
        reason="承租人已改名，银行账户为新姓名",
        file_ids=[picture("户口簿变更页.png", by)],
    )
    refunds.apply_name_change(portion_id=portion.pk, terms=terms, by=by)


def _case(lease: Lease) -> Case:
    case = refund_queries.open_case_of(lease)
    assert case is not None
    return case


def tenant(lease: Lease) -> Actor:
    first = lease.tenants.get(position=1)
    return Actor(f"person:{first.person_id}", "tenant_web", person_id=first.person_id)


def picture(name: str, by: Actor) -> int:
    """A photograph as evidence: a wall with a stain, drawn here."""
    width, height = 320, 200
    stain = range(120, 180), range(70, 130)
    rows = b"".join(
        b"\0"
        + bytes(
            channel
            for x in range(width)
            for channel in ((120, 92, 70) if x in stain[0] and y in stain[1] else (226, 220, 205))
        )
        for y in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    content = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
    return store_file(name=name, content=content, allowed=ATTACHMENT, by=by)
