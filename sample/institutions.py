"""Institutions of the sample world: filed by one officer, reviewed by another; their people, places and credit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from anju.agencies import actions as agencies
from anju.agencies import queries as agency_queries
from anju.agencies.terms import InstitutionTerms, PractitionerTerms, PremisesTerms
from anju.core import clock
from anju.core.actors import Actor
from anju.credit import actions as credit
from anju.credit import queries as credit_queries
from anju.credit.rules import EntryStatus
from sample.endings import picture
from sample.offices import officer
from sample.people import (
    ADMINISTRATORS_OF_INSTITUTIONS,
    CREDIT_CLERK,
    CREDIT_REVIEWER,
    ENTERER,
    ENTERPRISES,
    REVIEWER,
    id_number,
)

if TYPE_CHECKING:
    from anju.agencies.models import Institution
    from anju.credit.models import CreditEvent

RENTAL, BROKER = "rental", "broker"
NEIGHBOURS = ADMINISTRATORS_OF_INSTITUTIONS[1]
QUICK = "北京速居住房租赁有限公司"
FILED = (
    (RENTAL, *ENTERPRISES[0][:2], "110105", "朝阳区建国路88号", 620),
    (RENTAL, *ENTERPRISES[1][:2], "110108", "海淀区知春路甲48号", 1850),
    (RENTAL, *ENTERPRISES[2][:2], "110112", "通州区梨园北街12号", 240),
    (BROKER, NEIGHBOURS.name, NEIGHBOURS.uscc, "110106", "丰台区方庄路9号", 0),
    (BROKER, "北京正阳房地产经纪有限公司", "91110102MA07R8T9UH", "110102", "西城区月坛南街26号", 0),
    (RENTAL, QUICK, "91110114MA08W1X2Y8", "110114", "昌平区回龙观西大街18号", 95),
)
"""Kind, name, code, district, address and homes of those that are filed."""

PLACES = (
    (0, PremisesTerms("shop", "望京门店", "北京市望京街9号", "110105", 116_480_000, 39_996_000)),
    (
        0,
        PremisesTerms(
            "shop", "国贸门店", "北京市建国门外大街1号", "110105", 116_461_000, 39_909_000
        ),
    ),
    (
        1,
        PremisesTerms(
            "office", "知春路总部", "北京市知春路甲48号", "110108", 116_330_000, 39_976_000
        ),
    ),
    (
        1,
        PremisesTerms(
            "shop", "清河青年公寓", "北京市清河中街68号", "110108", 116_343_000, 40_031_000
        ),
    ),
    (
        2,
        PremisesTerms(
            "office", "梨园总部", "北京市梨园北街12号", "110112", 116_668_000, 39_884_000
        ),
    ),
    (3, PremisesTerms("shop", "方庄门店", "北京市方庄路9号", "110106", 116_434_000, 39_866_000)),
    (3, PremisesTerms("shop", "丽泽门店", "北京市丽泽路20号", "110106", 116_322_000, 39_868_000)),
    (4, PremisesTerms("shop", "月坛门店", "北京市月坛南街26号", "110102", 116_345_000, 39_913_000)),
    (
        4,
        PremisesTerms(
            "shop", "和平里门店", "北京市和平里东街11号", "110101", 116_419_000, 39_959_000
        ),
    ),
    (
        5,
        PremisesTerms(
            "office", "回龙观经营部", "北京市回龙观西大街18号", "110114", 116_321_000, 40_071_000
        ),
    ),
    (
        2,
        PremisesTerms(
            "shop", "黄村门店", "北京市黄村西大街30号", "110115", 116_329_000, 39_731_000
        ),
    ),
)
PLACE_OF_THE_BRANCH = PremisesTerms(
    "shop", "中关村门店", "北京市海淀区中关村大街11号", "110108", 116_316_000, 39_983_000
)
STAFF = (
    (0, "周建华", "manager", ""),
    (0, "吴海燕", "manager", ""),
    (1, "郑晓东", "manager", ""),
    (2, "冯丽娜", "manager", ""),
    (3, "陈志强", "broker", "BJ20240017"),
    (3, "褚明", "assistant", "BJX20250103"),
    (3, "卫红", "broker", "BJ20230418"),
    (4, "蒋文静", "broker", "BJ20220091"),
    (4, "沈玉梅", "assistant", "BJX20240277"),
    (5, "韩磊", "manager", ""),
)


@transaction.atomic
def are_filed() -> None:
    """All of it or nothing: an interrupted run finds it done, or begins anew."""
    if agency_queries.institutions_seen_by(officer(ENTERER)).exists():
        return
    filed = [file(*stated) for stated in FILED]
    branch = file(
        BROKER,
        "北京邻里之家房地产经纪有限公司海淀中关村分公司",
        "91110108MA09Y1A2BX",
        "110108",
        "海淀区中关村大街11号",
        0,
        head=filed[3],
    )
    for at, stated in (*PLACES, (-1, PLACE_OF_THE_BRANCH)):
        agencies.register_premises(
            institution_id=[*filed, branch][at].pk, terms=stated, by=officer(ENTERER)
        )
    for number, (at, *person) in enumerate(STAFF, 1):
        register(filed[at], number, *person)
    applications_that_wait(filed[0])
    credit_of(filed)


def file(
    kind: str,
    name: str,
    uscc: str,
    district: str,
    address: str,
    units: int,
    *,
    head: Institution | None = None,
) -> Institution:
    """Entered and submitted by one officer, approved by another."""
    stated = terms(kind, name, uscc, district, address, units)
    entered = agencies.enter_filing(
        kind=kind, terms=stated, head_id=head.pk if head else None, by=officer(ENTERER)
    )
    agencies.submit_filing(filing_id=entered.pk, by=officer(ENTERER))
    approval = agencies.approve_filing(filing_id=entered.pk, by=officer(REVIEWER))
    return approval.institution


def terms(
    kind: str, name: str, uscc: str, district: str, address: str, units: int
) -> InstitutionTerms:
    is_rental = kind == RENTAL
    return InstitutionTerms(
        name=name,
        uscc=uscc,
        registered_address=f"北京市{address}",
        operating_address=f"北京市{address}",
        district=district,
        legal_representative="王海",
        capital_fen=5_000_000_00,
        licensed_on=clock.today() - timedelta(days=20),
        scope="住房租赁；物业管理" if is_rental else "房地产经纪；信息咨询",
        staff_count=12,
        sectors=("own", "sublease") if is_rental else (),
        units=units,
        supervision_bank="中国建设银行北京住房基金支行" if is_rental else "",
        supervision_account="11050160520000000099" if is_rental else "",
        contact_name="赵敏",
        contact_phone="13800000077",
        file_ids=(picture("营业执照.png", officer(ENTERER)),),
    )


def register(
    institution: Institution, number: int, name: str, role: str, qualification_no: str
) -> None:
    agencies.register_practitioner(
        institution_id=institution.pk,
        terms=PractitionerTerms(
            name=name,
            id_type="resident_id",
            id_number=id_number("110105", f"19{75 + number}0412", 200 + number),
            phone=f"1392000{number:04}",
            role=role,
            qualification_no=qualification_no,
        ),
        by=officer(ENTERER),
    )


def applications_that_wait(changing: Institution) -> None:
    """One to review, one that came back, one that is not finished, and a change to review."""
    by = officer(ENTERER)
    new = (
        ("北京和睦住房租赁有限公司", "91110105MA10C3D4E1", "110105"),
        ("北京万户房地产经纪有限公司", "91110115MA11F5G6H5", "110115"),
        ("北京乐巢住房租赁服务有限公司", "91110101MA12J7K8LG", "110101"),
    )
    waiting, returned, _draft = (
        agencies.enter_filing(
            kind=RENTAL if "租赁" in name else BROKER,
            terms=terms(
                RENTAL if "租赁" in name else BROKER,
                name,
                uscc,
                district,
                "东城区东直门内大街5号",
                60,
            ),
            by=by,
        )
        for name, uscc, district in new
    )
    for one in (waiting, returned):
        agencies.submit_filing(filing_id=one.pk, by=by)
    agencies.send_back(
        filing_id=returned.pk, because="缺少经营场所证明，请补充", by=officer(REVIEWER)
    )
    changed = replace(changing.facts.terms, units=700, operating_address="北京市朝阳区望京街9号")
    change = agencies.apply_for_change(institution_id=changing.pk, terms=changed, by=by)
    agencies.submit_filing(filing_id=change.pk, by=by)


def credit_of(filed: list[Institution]) -> None:
    """A scoring to review, one that counts, one that is objected to, a commendation, three on the way to the list."""
    score(filed[4], "R04", "网站发布的房源已于上月出租", review=False)
    score(filed[3], "R05", "门店橱窗的12套房源没有标明核验码")
    disputed = score(filed[4], "R03", "两名从业人员没有佩戴工作牌")
    credit.object_to_score(
        event_id=disputed.pk, text="检查当日工作牌正在补发，有补发记录", by=own(filed[4])
    )
    score(filed[1], "G01", "被评为全市住房租赁行业先进单位")
    score(filed[5], "R22", "收取多名承租人租金后停止经营，无法联系")
    score(filed[2], "R21", "同一套住房同时出租给两户")
    score(filed[3], "R21", "已出租的住房重复签订租赁合同")  # of which it is still to be told
    to_publish, to_state = (listed(filed[at]) for at in (5, 2))
    for entry in (to_publish, to_state):
        credit.notify_entry(entry_id=entry.pk, by=officer(CREDIT_CLERK))
    credit.state_on_entry(entry_id=to_publish.pk, text="无陈述意见", by=own(filed[5]))
    credit.publish_entry(
        entry_id=to_publish.pk, because="事实清楚，证据充分", by=officer(CREDIT_REVIEWER)
    )


def score(institution: Institution, code: str, facts: str, *, review: bool = True) -> CreditEvent:
    """记分申请 by one officer, accepted by another unless it is to wait."""
    by = officer(CREDIT_CLERK)
    rule = next(one for one in credit_queries.rules_in_force() if one.code == code)
    event = credit.apply_for_score(
        key=f"sample-{institution.uscc}-{code}",
        organisation_id=institution.organisation_id,
        rule_id=rule.pk,
        points=rule.points,
        happened_on=clock.today(),
        facts=facts,
        file_ids=[picture("现场检查照片.png", by)],
        by=by,
    )
    if review:
        credit.accept_score(event_id=event.pk, by=officer(CREDIT_REVIEWER))
    return event


def listed(institution: Institution):
    """The place on the black list that was proposed by itself."""
    proposed = credit_queries.entries_seen_by(officer(CREDIT_CLERK))
    return proposed.get(organisation=institution.organisation_id, status=EntryStatus.PROPOSED)


def own(institution: Institution) -> Actor:
    """Its administrator."""
    return Actor(institution.uscc, "agency", organisation_id=institution.organisation_id)
