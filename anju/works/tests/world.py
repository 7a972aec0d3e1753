"""Builders of works that are paid from the fund, made of actions."""

import itertools
import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from anju.companies.tests.world import a_company
from anju.core import clock
from anju.core.actions import store_file
from anju.core.actors import CLOCK, Actor
from anju.core.files import ATTACHMENT
from anju.core.refusals import Refused
from anju.fund import actions as fund
from anju.fund.models import Account
from anju.fund.tests.world import DEPARTMENT, WANG, ZHAO, fresh, receive, signed_in, the_fund_bank
from anju.homes import actions as homes
from anju.homes.actions import DwellingTerms, OwnerTerms
from anju.homes.models import Community, Dwelling
from anju.ledger import actions as ledger
from anju.ledger.queries import balance_fen
from anju.people import actions as people
from anju.people.rules import Power
from anju.votes import actions as votes
from anju.votes import queries as vote_queries
from anju.votes.actions import Paper
from anju.works import actions
from anju.works.actions import InvoiceTerms
from anju.works.models import Order, Payment, Settlement
from anju.works.rules import Exclusion, PaperKind, Stage

__all__ = ["WANG", "ZHAO", "fresh", "signed_in"]
REVIEWER = Actor("he.jing", "authority", frozenset({Power.WORKS_REVIEW}), staff_id=921)
APPROVER = Actor("lin.tao", "authority", frozenset({Power.WORKS_APPROVE}), staff_id=922)
PAYER = Actor("wu.min", "centre", frozenset({Power.FUND_PAY}), staff_id=923, department="")
CHECKER = Actor("xu.yan", "centre", frozenset({Power.FUND_CHECK}), staff_id=924, department="")
CONTRACTOR, CONTRACTOR_CODE = "北京京修建筑工程有限公司", "91110108MA01ABCD5T"
CONTRACTOR_ACCOUNT = "0200004119000000028"
DEVELOPER_CODE = "91110105MA00DE5T26"
T_2 = (89_35, 102_70, 89_35, 102_70, 140_02)
"""The areas of the worked example of rule B6, in hundredths of m²."""
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\2\0\0\0\x90wS\xde\0\0\0\0IDAT\0\0\0\0IEND\xaeB`\x82"
serial = itertools.count(1)


def a_developer() -> Any:
    return people.record_organisation(
        name="北京望京房地产开发有限公司", uscc=DEVELOPER_CODE, by=CLOCK
    )


def a_community(
    homes_of: int | Sequence[Any] = 5,
    balance: int = 50_000_00,
    *,
    areas: Sequence[int] = T_2,
    **terms: Any,
) -> Community:
    """A community of one building: so many homes, each of an owner of its own, or of these (None: unsold); every sold
    home has an account that holds so many fen. `terms` are those of every home.
    """
    the_fund_bank()
    number = next(serial)
    community = homes.record_community(
        name=f"望京{number}里",
        district="110105",
        address=f"阜通东大街{number}号",
        developer_id=a_developer().pk,
        by=DEPARTMENT,
    )
    building = homes.record_building(
        community_id=community.pk, name="1号楼", storeys=12, by=DEPARTMENT
    )
    each = [an_owner(n) for n in range(homes_of)] if isinstance(homes_of, int) else homes_of
    for place, owners in enumerate(each):
        a_dwelling(building.pk, place, owners, areas[place % len(areas)], balance, **terms)
    return community


def an_owner(number: int) -> OwnerTerms:
    """Somebody else for each number, with a passport."""
    return OwnerTerms(f"业主{number}", f"E{number:08}", "passport")


def a_dwelling(
    building_id: int, place: int, owners: Any, area: int, balance: int = 0, **more: Any
) -> Dwelling:
    """With an account, unless it is unsold."""
    home = a_dwelling_of(building_id, place, owners, area, **more)
    if owners is not None:
        account = fund.open_account(dwelling_id=home.pk, bank="bob", by=DEPARTMENT)
        if balance:
            receive(account, balance)
    return home


def a_dwelling_of(building_id: int, place: int, owners: Any, area: int, **more: Any) -> Dwelling:
    wanted: dict[str, Any] = {
        "unit": "1",
        "floor": place + 1,
        "room": f"{place + 1}01",
        "area_hundredths": area,
        "contract_on": date(2024, 5, 1),
    }
    terms = DwellingTerms(**(wanted | more))
    if owners is None:
        [home] = homes.record_unsold(building_id=building_id, stated=[terms], by=DEPARTMENT)
        return home
    some = [owners] if isinstance(owners, OwnerTerms) else list(owners)
    return homes.record_dwelling(building_id=building_id, terms=terms, owners=some, by=DEPARTMENT)


def accounts_of(community: Community) -> list[Account]:
    found = Account.objects.filter(dwelling__building__community=community)
    return list(found.select_related("dwelling__building__community").order_by("dwelling_id"))


def held(order: Order) -> tuple[list[int], list[int]]:
    """What the homes of an order's community hold freely, and frozen."""
    accounts = accounts_of(order.community)
    ledger.open_pots(codes=[one.frozen_pot for one in accounts])
    free = [balance_fen(one.pot) for one in accounts]
    return free, [balance_fen(one.frozen_pot) for one in accounts]


def refused(code: str, act: Any, **arguments: Any) -> Refused:
    """An action that is refused with this code."""
    with pytest.raises(Refused) as caught:
        act(**arguments)
    assert caught.value.code == code
    return caught.value


def a_paper(name: str = "照片.png") -> int:
    """A picture like no other."""
    content = PNG[:33] + b"\0\0\0\x10tEXt" + secrets.token_bytes(20) + PNG[33:]
    return store_file(name=name, content=content, allowed=ATTACHMENT, by=DEPARTMENT)


def stated(**changes: str) -> dict[str, str]:
    """The form as it is typed: 100,000.00 yuan for an elevator, half of it first."""
    today = clock.today()
    typed = {
        "kind": "normal",
        "category": "repair",
        "part": "elevator",
        "title": "更换1号电梯曳引机",
        "reason": "曳引机磨损严重，检验机构要求更换",
        "scope": "building",
        "budget_fen": "120000.00",
        "amount_fen": "100000.00",
        "first_percent": "50",
        "contractor_name": CONTRACTOR,
        "contractor_uscc": CONTRACTOR_CODE,
        "contractor_grade": "电梯安装维修B级",
        "contract_no": "JX-2026-018",
        "starts_on": (today + timedelta(days=30)).isoformat(),
        "ends_on": (today + timedelta(days=60)).isoformat(),
        "payee_name": CONTRACTOR,
        "payee_account": CONTRACTOR_ACCOUNT,
        "payee_bank": "中国工商银行北京望京支行",
        "posted_from": (today - timedelta(days=10)).isoformat(),
        "posted_to": (today - timedelta(days=2)).isoformat(),
        "handler_name": "王芳",
        "handler_phone": "13800000021",
    }
    return typed | changes


def a_draft(
    community: Community | None = None, *, company: Actor | None = None, **typed: str
) -> tuple[Order, Actor]:
    """A draft over all homes of a community, filled in, with answers and papers; and the company's actor."""
    there = community or a_community()
    by = company or a_company(name=f"北京安居物业管理{next(serial)}公司", communities=[there])[1]
    order = actions.draft_order(community_id=there.pk, by=by)
    about = {"order_id": order.pk, "by": by}
    actions.describe_order(stated=stated(**typed), **about)
    actions.choose_community(**about)
    buildings = list(there.buildings.values_list("pk", flat=True))
    actions.fill_in(building_ids=buildings, **about)
    no = dict.fromkeys(Exclusion.values, False)
    actions.answer_exclusions(answers=no, remarks={}, **about)
    kinds = [PaperKind.BUDGET, PaperKind.CONTRACT]
    if typed.get("kind") == "emergency":
        kinds = [PaperKind.INSPECTION, PaperKind.PHOTO, PaperKind.FIRE_DEMAND]
    for kind in kinds:
        actions.attach_paper(kind=kind, file_id=a_paper(), **about)
    if typed.get("kind") == "emergency":
        told = {"place": "1号楼大厅", "posted_at": clock.now(), "file_ids": [a_paper()]}
        actions.record_notice(**told, **about)
    return fresh(order), by


def a_submitted_order(community: Community | None = None, **typed: Any) -> tuple[Order, Actor]:
    order, by = a_draft(community, **typed)
    return actions.submit_order(order_id=order.pk, by=by), by


def an_agreed_order(community: Community | None = None, **typed: Any) -> tuple[Order, Actor]:
    """Everybody has signed, and the vote is over."""
    order, by = a_submitted_order(community, **typed)
    all_agree(order, by)
    return order, by


def all_agree(order: Order, by: Actor, *, agrees: bool = True) -> None:
    vote = vote_queries.vote_for(order.cause)
    if vote is None:
        return
    seats = {seat.head_id: seat.pk for seat in vote_queries.roll_of(vote)}
    for seat_id in seats.values():
        votes.enter_paper(vote_id=vote.pk, seat_id=seat_id, paper=Paper(agrees), by=by)
    votes.close_vote(cause=order.cause, by=by)


def an_approved_order(community: Community | None = None, **typed: Any) -> tuple[Order, Actor]:
    order, by = an_agreed_order(community, **typed)
    order = actions.approve_order(order_id=order.pk, by=REVIEWER)
    if order.status == "second_review":
        order = actions.approve_again(order_id=order.pk, by=APPROVER)
    return order, by


def entered(order: Order, fen: int, stage: str = Stage.FIRST, **payee: str) -> list[Payment]:
    told = {
        "payee_name": CONTRACTOR,
        "payee_account": CONTRACTOR_ACCOUNT,
        "payee_bank": "中国工商银行北京望京支行",
    } | payee
    return actions.enter_payment(order_id=order.pk, stage=stage, amount_fen=fen, by=PAYER, **told)


def instructed(order: Order, fen: int, stage: str = Stage.FIRST, **payee: str) -> Payment:
    """Entered, and checked by another: the bank is to pay."""
    [payment] = entered(order, fen, stage, **payee)
    return actions.approve_payment(payment_id=payment.pk, by=CHECKER)


def settled_for(order: Order, fen: int, by: Actor) -> Settlement:
    """The company hands in what the works cost, with papers and one invoice."""
    for kind in (PaperKind.STATEMENT, PaperKind.INVOICE, PaperKind.PHOTO, PaperKind.ACCEPTANCE):
        actions.attach_paper(order_id=order.pk, kind=kind, file_id=a_paper(), is_public=True, by=by)
    invoice = InvoiceTerms(f"2611200000{next(serial):010}", CONTRACTOR, clock.today(), fen)
    return actions.enter_settlement(
        order_id=order.pk, amount_fen=fen, ended_on=clock.today(), invoices=[invoice], by=by
    )


def a_settled_order(
    community: Community | None = None, fen: int = 100_000_00, **typed: Any
) -> tuple[Order, Actor]:
    order, by = an_approved_order(community, **typed)
    settlement = settled_for(order, fen, by)
    actions.approve_settlement(settlement_id=settlement.pk, by=REVIEWER)
    return fresh(order), by
