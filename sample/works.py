"""Withdrawals of the sample world (维修支取), one in every state, on 望京花园3号楼 and in two other communities.

Each order is told by its name. Those of 3号楼 cost a few hundred yuan a home: every home there has deposited 7,620.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from anju.core import clock
from anju.homes import actions as home_actions
from anju.homes import queries as homes
from anju.homes.actions import DwellingTerms, OwnerTerms
from anju.votes import actions as votes
from anju.votes import queries as vote_queries
from anju.votes.actions import Paper
from anju.votes.rules import VoiceStatus, VoteStatus
from anju.works import actions, queries
from anju.works.rules import Exclusion, PaperKind, Part, ReturnReason, SheetKind, Status, Tab
from sample.endings import picture
from sample.fund import CLERK, PLACE, owner
from sample.offices import officer
from sample.people import (
    LI,
    OTHERS,
    VOTE_OFFICER,
    WORKS_APPROVER,
    WORKS_REVIEWER,
    SamplePerson,
)
from sample.property_companies import AT_LINAN, AT_WUHUA, CHAOYANG, SampleHolder, company

if TYPE_CHECKING:
    from anju.homes.models import Dwelling
    from anju.works.models import Order

CONTRACTOR = ("北京京修建筑工程有限公司", "91110108MA01ABCD5T", "0200004119000000028")
PAYEE = {
    "payee_name": CONTRACTOR[0],
    "payee_account": CONTRACTOR[2],
    "payee_bank": "中国工商银行北京望京支行",
}
LIUS, LIS, SUNS, ZHOUS, WUS = ALL = ("301", "302", "401", "501", "601")
"""The homes of 3号楼: those of 刘玉兰, 李四 and three neighbours."""

PAPERS = (
    PaperKind.BUDGET,
    PaperKind.CONTRACT,
    PaperKind.INSPECTION,
    PaperKind.PHOTO,
    PaperKind.FIRE_DEMAND,
)


@dataclass(frozen=True)
class Works:
    """An order: what is done, on which common part, for so many yuan, and who shares it; `more` of the form."""

    title: str
    part: str
    yuan: int
    rooms: tuple[str, ...] = ALL
    community: str = PLACE[0]
    building: str = "3号楼"
    by: SampleHolder = AT_WUHUA
    more: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def is_emergency(self) -> bool:
        return self.more.get("kind") == "emergency"


def emergency(case: str, *, is_urgent: bool = False) -> dict[str, str]:
    return {"kind": "emergency", "emergency": case, "is_urgent": "1" if is_urgent else "0"}


DRAFT = Works("更换单元门禁", Part.LOBBY, 2_000)
OF_5000 = Works("更换消防水泵", Part.FIRE, 860_000, (), "天通苑北一区", "")
OF_LINAN = Works("修缮屋面保温层", Part.ROOF, 36_000, (), "团结湖南里", "1号楼", AT_LINAN)
ASKED = Works("加装楼道扶手", Part.STAIRWELL, 1_500)
ASKED_NEXT_DOOR = Works("更换电梯钢丝绳", Part.ELEVATOR, 1_000, ("901", "902"), building="1号楼")
OBJECTED = Works("更换楼道照明", Part.LIGHTING, 1_200, (LIS, SUNS, ZHOUS))
PASSED = Works("粉刷楼梯间", Part.STAIRWELL, 900, (SUNS, ZHOUS))
SECOND = Works(
    "整改消防报警系统", Part.FIRE, 520_000, (), "芍药居北里", "1号楼", more=emergency("EM6")
)
URGENT = Works(
    "抢修屋面渗漏", Part.ROOF, 1_000, (WUS, ZHOUS), more=emergency("EM1", is_urgent=True)
)
APPROVED = Works("更换单元门", Part.LOBBY, 800, (SUNS, ZHOUS))
ENTERED = Works("修补散水", Part.FOUNDATION, 800, (SUNS, WUS))
CHECKED = Works("更换雨水管", Part.DITCH, 800, (ZHOUS, WUS))
WORKING = Works("外墙局部修补", Part.FACADE, 1_500)
FAILED = Works("更换楼道窗", Part.CORRIDOR, 800, (ZHOUS, WUS))
SETTLING = Works("疏通排水管井", Part.WELL, 800, (SUNS, WUS))
SETTLEMENT_RETURNED = Works("更换信报箱", Part.LOBBY, 900, (LIS, SUNS))
SETTLED = Works("修补屋面防水", Part.ROOF, 1_500)
FINISHED = Works("更换避雷设施", Part.ANTENNA, 1_600)
RETURNED = Works("改造绿地围栏", Part.GREEN, 900, (SUNS, ZHOUS))
REVOKED = Works("更换楼号牌", Part.FACADE, 600, (SUNS, ZHOUS))
STOPPED = Works("加装休闲座椅", Part.SPORTS, 800, (SUNS, ZHOUS))
CASH = Works("更换电梯曳引机", Part.ELEVATOR, 12_000, (), "望京新城二期", "3号楼")
ARREARS = Works(
    "抢修爆裂排水管",
    Part.WELL,
    5_000,
    ("101", "102", "103", "104", "105"),
    "芍药居北里",
    "1号楼",
    more=emergency("EM5"),
)
TO_PAY = (WORKING, SETTLEMENT_RETURNED)
TO_APPROVE = (
    APPROVED,
    ENTERED,
    CHECKED,
    WORKING,
    FAILED,
    SETTLING,
    SETTLEMENT_RETURNED,
    SETTLED,
    FINISHED,
    STOPPED,
)


def found(works: Works) -> Order | None:
    """The company's order of this name, where an interrupted run has left it."""
    by = company(works.by)
    for tab in Tab:
        order: Order | None = queries.orders_of(by, tab).filter(title=works.title).first()
        if order is not None:
            return order
    return None


def order_of(works: Works) -> Order:
    """The order as it stands now."""
    order = found(works)
    assert order is not None, works.title
    return order


def is_at(works: Works, *statuses: Status) -> bool:
    return order_of(works).status in statuses


@transaction.atomic
def drafted(works: Works, papers: dict[SampleHolder, int]) -> Order:
    """All that a company fills in, once."""
    known = found(works)
    if known is not None:
        return known
    by = company(works.by)
    community = homes.community_named(district_of(works), works.community)
    assert community is not None
    order = actions.draft_order(community_id=community.pk, by=by)
    about: dict[str, Any] = {"order_id": order.pk, "by": by}
    actions.describe_order(stated=stated(works), **about)
    buildings = [one for one, _ in homes.buildings_with_homes(community.pk)]
    chosen = [one for one in buildings if works.building in ("", one.name)]
    if not works.building:
        actions.choose_community(**about)
    elif not works.rooms:
        actions.choose_building(building_id=chosen[0].pk, **about)
    else:
        actions.choose_homes(dwelling_ids=[one.pk for one in rooms_of(works, community)], **about)
    actions.fill_in(building_ids=[one.pk for one in chosen], **about)
    actions.answer_exclusions(answers=dict.fromkeys(Exclusion.values, False), remarks={}, **about)
    for kind in PAPERS if works.is_emergency else PAPERS[:2]:
        actions.attach_paper(kind=kind, file_id=papers[works.by], is_public=True, **about)
    if works.is_emergency:
        place, now = f"{works.building}大厅", clock.now()
        actions.record_notice(place=place, posted_at=now, file_ids=[papers[works.by]], **about)
    actions.count_shares(**about)
    return order_of(works)


def district_of(works: Works) -> str:
    return "110114" if works is OF_5000 else CHAOYANG


def rooms_of(works: Works, community: Any) -> list[Dwelling]:
    """All homes of an order, by room."""
    there = homes.dwellings_in(community.pk).filter(building__name=works.building)
    return list(there.filter(room__in=works.rooms).order_by("pk"))


def stated(works: Works) -> dict[str, str]:
    """The form as it is typed."""
    today = clock.today()
    return {
        "kind": "normal",
        "category": "repair",
        "part": works.part,
        "title": works.title,
        "reason": f"{works.title}：设施损坏，影响正常使用",
        "scope": "chosen" if works.rooms else "building",
        "budget_fen": f"{works.yuan * 12 // 10}.00",
        "amount_fen": f"{works.yuan}.00",
        "first_percent": "50",
        "contractor_name": CONTRACTOR[0],
        "contractor_uscc": CONTRACTOR[1],
        "contractor_grade": "建筑工程施工总承包三级",
        "contract_no": "JX-2026-018",
        "starts_on": (today + timedelta(days=30)).isoformat(),
        "ends_on": (today + timedelta(days=60)).isoformat(),
        **PAYEE,
        "posted_from": (today - timedelta(days=10)).isoformat(),
        "posted_to": (today - timedelta(days=2)).isoformat(),
        "handler_name": works.by.person.name,
        "handler_phone": works.by.person.phone,
        **works.more,
    }


def submitted(works: Works, papers: dict[SampleHolder, int]) -> Order:
    order = drafted(works, papers)
    if order.status == Status.DRAFT:
        return actions.submit_order(order_id=order.pk, by=company(works.by))
    return order


def signed(works: Works, *rooms: str) -> None:
    """The company enters the paper of these homes: they agree. Once more it is the same."""
    vote = vote_queries.vote_for(order_of(works).cause)
    assert vote is not None
    if vote.status != VoteStatus.OPEN:
        return
    for seat in vote_queries.roll_of(vote).filter(dwelling__room__in=rooms):
        if not seat.head.voices.filter(status=VoiceStatus.COUNTED).exists():
            votes.enter_paper(
                vote_id=vote.pk, seat_id=seat.pk, paper=Paper(agrees=True), by=company(works.by)
            )


@transaction.atomic
def agreed(works: Works, papers: dict[SampleHolder, int]) -> Order:
    """Everybody has signed, and the vote is over."""
    order = submitted(works, papers)
    if order.status == Status.SUBMITTED:
        signed(works, *works.rooms)
        votes.close_vote(cause=order.cause, by=company(works.by))
    return order


@transaction.atomic
def approved(works: Works, papers: dict[SampleHolder, int]) -> Order:
    order = submitted(works, papers) if works.is_emergency else agreed(works, papers)
    if order.status == Status.SUBMITTED:
        reviewer = officer(WORKS_REVIEWER)
        return actions.approve_order(order_id=order.pk, opinion="材料齐全，同意", by=reviewer)
    return order


def are_begun() -> None:
    """Every order as far as it comes without the bank; an interrupted run goes on with the next."""
    papers = {one: picture("现场照片.png", company(one)) for one in (AT_WUHUA, AT_LINAN)}
    homes_are_unsold()
    for works in (DRAFT, OF_5000, OF_LINAN):
        drafted(works, papers)
    for works in (ASKED, ASKED_NEXT_DOOR, OBJECTED, URGENT, CASH):
        submitted(works, papers)
    signed(ASKED, SUNS, ZHOUS)
    signed(OBJECTED, *OBJECTED.rooms)
    objected(OBJECTED, LI)
    passed = agreed(PASSED, papers)
    actions.make_sheet(order_id=passed.pk, kind=SheetKind.SIGNATURES, by=company(AT_WUHUA))
    for works in (SECOND, ARREARS, *TO_APPROVE):
        approved(works, papers)
    for works in (CASH, ARREARS):
        actions.demand_shares(order_id=order_of(works).pk, by=company(works.by))
    are_over(papers)


def homes_are_unsold() -> None:
    """望京新城二期3号楼: two homes are the developer's still, one is sold."""
    community = homes.community_named(CHAOYANG, CASH.community)
    assert community is not None
    house = home_actions.record_building(
        community_id=community.pk, name=CASH.building, storeys=12, by=CLERK
    )
    if homes.dwelling_at(house.pk, "1", "101") is not None:
        return
    first, second, third = (
        DwellingTerms(
            floor=floor,
            room=f"{floor}01",
            area_hundredths=90_00,
            contract_on=date(2025, 6, 18),
            unit="1",
        )
        for floor in (1, 2, 3)
    )
    home_actions.record_unsold(building_id=house.pk, stated=[first, second], by=CLERK)
    home_actions.record_dwelling(
        building_id=house.pk,
        terms=third,
        owners=[OwnerTerms(OTHERS[4].name, OTHERS[4].id_number)],
        by=CLERK,
    )


def objected(works: Works, who: SamplePerson) -> int:
    """An owner says that the paper entered in their name is not theirs; which objection that is."""
    by, vote = owner(who), vote_queries.vote_for(order_of(works).cause)
    [head] = vote_queries.heads_of(by).filter(vote=vote)
    known = vote_queries.objections_of_heads([head.pk]).first()
    if known is None:
        voice = head.voices.get(status=VoiceStatus.COUNTED)
        known = votes.object_to(voice_id=voice.pk, grounds="我没有在表决表上签过字", by=by)
    return int(known.pk)


def are_over(papers: dict[SampleHolder, int]) -> None:
    """Those that went back, were taken back, or were stopped."""
    with transaction.atomic():
        returned = agreed(RETURNED, papers)
        if returned.status == Status.SUBMITTED:
            because = ReturnReason.PAPERS.because("施工合同缺少签章页，请补充后再提交")
            actions.return_order(order_id=returned.pk, because=because, by=officer(WORKS_REVIEWER))
    actions.revoke_order(order_id=submitted(REVOKED, papers).pk, by=company(AT_WUHUA))
    if is_at(STOPPED, Status.STOPPED):
        return
    with transaction.atomic():
        objection_id = objected(STOPPED, OTHERS[0])
        opinion = "经核对，表决表上的签名不是业主本人所签"
        votes.uphold_objection(objection_id=objection_id, opinion=opinion, by=officer(VOTE_OFFICER))
        actions.stop_order(
            order_id=order_of(STOPPED).pk,
            because="异议成立，剔除后参与表决的业主不足三分之二",
            by=officer(WORKS_APPROVER),
        )
