"""Owners of the sample world in every situation of manual 002, besides those of `fund`: a visitor can try each of them.

刘玉兰 has a home below 30 %, one of sold public housing, one whose money goes back and one where that is under way;
李四 has a paper receipt and deposits of his own will; 何平 asked for two homes. 望京花园3号楼 has a public ledger.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from anju.core.actors import Actor
from anju.fund import actions, queries
from anju.fund.rules import DepositKind, RefundReason, Status, Way
from anju.homes import actions as homes
from anju.homes import queries as home_queries
from anju.homes.actions import DwellingTerms, OwnerTerms
from anju.homes.estate import Kind
from anju.payments import actions as payments
from anju.payments.rules import Channel
from anju.people import actions as people
from anju.receipts.rules import Status as ReceiptStatus
from sample import outside
from sample.endings import picture
from sample.fund import BANK, CLERK, PLACE, owner
from sample.offices import officer
from sample.people import (
    FUND_CHECKER,
    FUND_ENTERER,
    FUND_PAYER,
    FUND_REVIEWER,
    HOSPITAL,
    LI,
    LIU,
    NO_HOME,
    OTHERS,
    SamplePerson,
)

if TYPE_CHECKING:
    from anju.fund.models import Account, Deposit

HOMES = (
    # name here, building, storeys, floor, room, area, of
    ("low", "2号楼", 6, 2, "201", 80_00, LIU),
    ("to_refund", "7号楼", 24, 11, "1101", 100_00, LIU),
    ("refunding", "7号楼", 24, 11, "1102", 96_50, LIU),
    ("paper", "3号楼", 6, 3, "302", 76_20, LI),
    *(
        (f"neighbour{n}", "3号楼", 6, 4 + n, f"{4 + n}01", 76_20, who)
        for n, who in enumerate(OTHERS[:3])
    ),
)
SMALLER = {"to_refund": 98_00, "refunding": 95_00}
"""Measured smaller than they were sold: money goes back. (多退少补)"""

SPENT_FEN = 6_200_00
REPAIRED = "屋面防水维修"


def accounts() -> dict[str, Account]:
    """Recorded once; found where an interrupted run has left them."""
    found = {
        name: home_of(building, storeys, floor, room, area, who)
        for name, building, storeys, floor, room, area, who in HOMES
    }
    seller = people.record_organisation(
        name=HOSPITAL.name, uscc=HOSPITAL.uscc, phone=HOSPITAL.operator.phone, by=CLERK
    )
    sold = {"kind": Kind.SOLD_PUBLIC, "selling_unit_id": seller.pk}
    return {**found, "public": home_of("6号楼", 18, 6, "601", 58_40, LIU, **sold)}


def home_of(
    building: str,
    storeys: int,
    floor: int,
    room: str,
    area: int,
    who: SamplePerson,
    **terms: Any,
) -> Account:
    name, district, address = PLACE
    community = homes.record_community(name=name, district=district, address=address, by=CLERK)
    house = homes.record_building(
        community_id=community.pk, name=building, storeys=storeys, by=CLERK
    )
    contract_no = f"XF20241105{building[0]}000{room:>04}"
    stated = DwellingTerms(
        floor=floor,
        room=room,
        area_hundredths=area,
        contract_on=date(2024, 6, 18),
        unit="1",
        contract_no=contract_no,
        **terms,
    )
    home = home_queries.dwelling_by(contract_no=contract_no) or homes.record_dwelling(
        building_id=house.pk,
        terms=stated,
        owners=[OwnerTerms(who.name, who.id_number)],
        by=CLERK,
    )
    return actions.open_account(dwelling_id=home.pk, bank=BANK, by=CLERK)


def deposits_are_begun() -> list[Deposit]:
    """Everybody's first deposit, but for the sold public housing."""
    every = accounts()
    return [begun(every[name], who) for name, *_, who in HOMES]


def begun(account: Account, who: SamplePerson) -> Deposit:
    by = owner(who)
    deposit = first_deposit(account) or actions.demand_deposit(account_id=account.pk, by=by)
    if deposit.status == Status.AWAITING:
        deposit = actions.start_payment(deposit_id=deposit.pk, channel=Channel.ALIPAY, by=by)
    return deposit


def first_deposit(account: Account) -> Deposit | None:
    found: Deposit | None = account.deposits.filter(kind=DepositKind.FIRST).first()
    return found


def a_receipt_fails() -> Deposit:
    """【重新开票】 can be tried: the platform refused the receipt of the home below 30 %."""
    deposit = first_deposit(accounts()["low"])
    assert deposit is not None
    if queries.receipt_of(deposit) is None:
        outside.ask("/api/switches", {"fail_receipts": 1})
        actions.request_receipt(deposit_id=deposit.pk, by=owner(LIU))
    return deposit


def has_no_receipt(deposit: Deposit) -> bool:
    receipt = queries.receipt_of(deposit)
    return receipt is not None and receipt.status == ReceiptStatus.FAILED


def money_has_moved() -> None:
    """What was repaired, what goes back, what was issued on paper."""
    every = accounts()
    low = every["low"]
    if queries.balance_fen(low) > SPENT_FEN:
        payments.instruct_payout(
            key=f"repair:{low.dwelling_id}",
            bank=BANK,
            amount_fen=SPENT_FEN,
            creditor_name="北京安居修缮工程有限公司",
            creditor_account="0200001019200086666",
            creditor_bank="中国工商银行北京望京支行",
            text=REPAIRED,
            purpose="repair",
            cause=f"home:{low.dwelling_id}",
            legs=[(low.pot, f"payout:{BANK}", SPENT_FEN)],
            by=CLERK,
        )
    paper = first_deposit(every["paper"])
    assert paper is not None
    if queries.receipt_of(paper) is None:
        clerk = officer(FUND_ENTERER)
        actions.record_paper_receipt(deposit_id=paper.pk, paper_no="0012345678", by=clerk)
    for name, area in SMALLER.items():
        goes_back(every[name], area)
    if every["refunding"].refunds.filter(status="entered").exists():
        refund = every["refunding"].refunds.get()
        actions.approve_refund(refund_id=refund.pk, by=officer(FUND_CHECKER))


def goes_back(account: Account, area: int) -> None:
    if account.refunds.exists():
        return
    if account.dwelling.area_hundredths != area:
        actions.correct_area(account_id=account.pk, area_hundredths=area, by=CLERK)
    deposit = first_deposit(account)
    assert deposit is not None
    actions.enter_refund(
        account_id=account.pk,
        reason=RefundReason.AREA,
        deposit_id=deposit.pk,
        amount_fen=queries.due_of(queries.account(account.pk)).refund_fen,
        payee_name=LIU.name,
        payee_account="6222020200000000014",
        payee_bank="中国工商银行北京望京支行",
        by=officer(FUND_PAYER),
    )


def deposits_voluntarily() -> list[Deposit]:
    """李四 deposits 500 yuan more, and begins to deposit another 200: these he may still withdraw."""
    account, by = accounts()["paper"], owner(LI)
    made = list(account.deposits.filter(kind=DepositKind.VOLUNTARY).order_by("pk"))
    return made or [
        actions.pay_voluntarily(
            account_id=account.pk, amount_fen=fen, channel=Channel.ALIPAY, by=by
        )
        for fen in (500_00, 200_00)
    ]


def additions_are_asked_for() -> None:
    """何平 asks for two homes: one waits for the department, one was refused."""
    by = owner(NO_HOME)
    if queries.additions_seen_by(by).exists():
        return
    added = [
        asked_for(address, by) for address in ("右安门外大街2号院1号楼201室", "望京路8号院3号楼")
    ]
    actions.reject_addition(
        addition_id=added[1].pk,
        opinion="照片中看不清房屋坐落和业主姓名，请重新拍摄购房合同首页后再提交",
        by=officer(FUND_REVIEWER),
    )


def asked_for(address: str, by: Actor) -> Any:
    return actions.add_home(
        way=Way.DOCUMENTS,
        wanted=f"朝阳区{address}",
        district=PLACE[1],
        phone=NO_HOME.phone,
        documents=[picture("购房合同.png", by)],
        by=by,
    )
