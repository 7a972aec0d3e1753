"""Property companies of the sample world: their holders, keys and areas, and what waits for the department.

北京物华 serves three communities of 朝阳 and the one of 5,000 homes, 北京邻安 one. Each has a holder whose key is in
use, and 物华 one who has yet to take it into use: the visitor, with the code that the terminal tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from anju.companies import actions, queries
from anju.companies.rules import ApplicationStatus, Channel, KeyStatus, Nature
from anju.companies.serving import REQUIRED_PAPERS
from anju.companies.terms import HolderTerms, UnitTerms
from anju.core import clock
from anju.core.actors import NOBODY, Actor
from anju.core.calendar import is_workday
from anju.homes import actions as homes
from anju.people import actions as people
from sample import communities, outside
from sample.endings import picture
from sample.fund import CLERK, PLACE
from sample.offices import officer
from sample.people import (
    AREA_OFFICER,
    COMPANY,
    COMPANY_OFFICER,
    KEY_OFFICER,
    PASSWORD,
    SamplePerson,
    id_number,
)
from sample.soft_key import enrolled

CHAOYANG, CHANGPING = "110105", "110114"


@dataclass(frozen=True)
class SampleHolder:
    """经办人 with a user name of their own, and for which unit they act; `label` for those whom a visitor plays."""

    person: SamplePerson
    unit: str
    uscc: str
    label: str = ""

    @property
    def username(self) -> str:
        return self.person.login


WUHUA = ("北京物华物业管理有限公司", "91110105MA01WHWY03")
LINAN = ("北京邻安物业服务有限公司", "91110105MA01LAFW0N")
ANJIA = ("北京安嘉物业管理有限公司", "91110105MA0W7Y8K93")
XINJU = ("北京新居物业服务有限公司", "91110105MA01XJWY02")


def holder(login: str, name: str, born: str, serial: int) -> SamplePerson:
    return SamplePerson(login, name, id_number("110105", born, serial), f"1370000{serial:04}")


AT_WUHUA = SampleHolder(holder("wuhua01", "华明", "19810617", 71), *WUHUA)
VISITOR = SampleHolder(
    holder("wuhua02", "吴桦", "19880922", 72),
    *WUHUA,
    "物业服务企业（物华）的经办人：密钥待启用，任务单各种状态都有",
)
AT_LINAN = SampleHolder(holder("linan01", "林安", "19850208", 73), *LINAN)
UNVERIFIED = SampleHolder(
    holder("xinju01", "辛菊", "19920511", 74), *XINJU, "未认证用户：可以填写物业单位注册申请"
)
APPROVED = SampleHolder(
    holder("anjia01", "安佳", "19870505", 77), *ANJIA, "未认证用户：注册申请已通过，待制发密钥"
)
APPLYING = SampleHolder(
    holder("linan02", "凌岸", "19900113", 75), *LINAN, "未认证用户：注册申请待管理部审核"
)
HOLDERS = (AT_WUHUA, VISITOR, AT_LINAN, UNVERIFIED, APPLYING, APPROVED)
CERTIFICATE_NO = "JGC10500001"
OLD_HOLDER = HolderTerms(
    "关礼", "resident_id", id_number("110105", "19710330", 76), "13700000076", "guanli@wuye.example"
)
SERVED = {AT_WUHUA: (PLACE[0], "芍药居北里", "望京新城二期"), AT_LINAN: ("团结湖南里",)}
WANTED = ("花家地西里", "将台西路社区")
"""Communities that 邻安 asks for: of the first the department's days are over, the second was asked for today."""


@transaction.atomic
def are_registered() -> None:
    """They get their keys and areas; one unit has applied, one has no key yet, one has yet to apply."""
    for one in HOLDERS:
        has_an_account(one)
    has_applied(APPLYING)
    for one in (AT_WUHUA, VISITOR, AT_LINAN, APPROVED):
        is_approved(one)
    for one in (AT_WUHUA, VISITOR, AT_LINAN):
        is_handed_a_key(one)
    for one, names in SERVED.items():
        is_taken_up(one)
        communities_are_served(one, CHAOYANG, [the_community(name) for name in names])
    communities_are_served(AT_WUHUA, CHANGPING, [communities.recorded(communities.PLACES[0])])
    the_old_holder_is_entered()


def ask_for_more() -> None:
    """Some days before the sample world begins: what the department has not reviewed by then is late."""
    due_on = is_asked_for(WANTED[0])
    if due_on >= clock.today():
        outside.ask("/api/clock", {"days": days_until_it_is_late(due_on)})


def days_until_it_is_late(due_on: date) -> int:
    """The review of the first is late then, and the day after is one on which the banks pay."""
    day = due_on + timedelta(days=1)
    while not is_workday(day + timedelta(days=1)):
        day += timedelta(days=1)
    return (day - clock.today()).days


def have_more_to_ask() -> None:
    """What came in today."""
    is_asked_for(WANTED[1])


def has_an_account(one: SampleHolder) -> None:
    """Opened and activated by the link in the mail, together or not at all."""
    if entry_of(one) is not None:
        return
    who = one.person
    mail = f"{who.login}@wuye.example"
    opened = actions.register_applicant(
        holder=HolderTerms(who.name, "resident_id", who.id_number, who.phone, mail),
        unit_name=one.unit,
        uscc=one.uscc,
        username=one.username,
        password=PASSWORD,
        by=NOBODY,
    )
    asked = actions.ask_activation(
        applicant_id=opened.pk, channel=Channel.MAIL, source="192.0.2.7", by=NOBODY
    )
    link = re.search(r"/activate/([\w-]+)", queries.activation_message(asked).text)
    assert link is not None
    actions.activate_by_link(token=link[1], by=NOBODY)


def entry_of(one: SampleHolder) -> int | None:
    """By name and password, as at the door."""
    came = actions.enter_by_password(username=one.username, password=PASSWORD, by=NOBODY)
    return came.applicant_id


def applicant(one: SampleHolder) -> Actor:
    """Who has signed in by password alone."""
    known = entry_of(one)
    assert known is not None
    return queries.actor_of_applicant(known)


@cache
def company(one: SampleHolder) -> Actor:
    """Who has signed in by key and password."""
    application = queries.application_of(applicant(one))
    assert application is not None
    key = queries.keys_of(application).get(status=KeyStatus.ACTIVE)
    return queries.actor_of_key(key.pk)


def has_applied(one: SampleHolder) -> Any:
    by = applicant(one)
    return queries.application_of(by) or actions.apply_for_registration(unit=unit_of(one), by=by)


def unit_of(one: SampleHolder) -> UnitTerms:
    return UnitTerms(
        district=CHAOYANG,
        name=one.unit,
        nature=Nature.LIMITED,
        uscc=one.uscc,
        legal_representative="李建国",
        address="北京市朝阳区望京街9号",
        postcode="100102",
        phone="010-64700000",
    )


def is_approved(one: SampleHolder) -> None:
    application = has_applied(one)
    if application.status == ApplicationStatus.SUBMITTED:
        actions.approve_application(
            application_id=application.pk, opinion="材料齐全，准予注册", by=officer(COMPANY_OFFICER)
        )


def is_handed_a_key(one: SampleHolder) -> None:
    """By somebody else of the department than who approved."""
    application = has_applied(one)
    if not queries.keys_of(application).exists():
        actions.issue_key(application_id=application.pk, by=officer(KEY_OFFICER))


def is_taken_up(one: SampleHolder) -> None:
    """The holder takes the key into use, with the code that was handed over with it."""
    by = applicant(one)
    key = queries.key_to_enrol(by)
    if key is None:
        return
    issued = actions.renew_code(key_id=key.pk, by=officer(KEY_OFFICER))
    answer = enrolled(issued.number, urlsplit(settings.PUBLIC_URL).port)
    actions.enrol_key(key_id=key.pk, code=issued.code, answer=answer, by=by)


def the_community(name: str) -> Any:
    """One of 朝阳, whether or not its homes have been entered."""
    if name == PLACE[0]:
        return homes.record_community(name=PLACE[0], district=PLACE[1], address=PLACE[2], by=CLERK)
    place = next(one for one in communities.PLACES if one.name == name)
    return communities.recorded(place)


def communities_are_served(one: SampleHolder, district: str, wanted: list[Any]) -> None:
    """Asked for with the papers in hand, and granted at the counter."""
    by = company(one)
    if queries.manages(by, wanted[0].pk):
        return
    ids = [community.pk for community in wanted]
    begun = actions.begin_areas(
        district=district, developer_name=COMPANY.name, community_ids=ids, by=by
    )
    actions.submit_areas_on_paper(application_id=begun.pk, by=by)
    reviewer = officer(AREA_OFFICER)
    actions.receive_papers(application_id=begun.pk, papers=REQUIRED_PAPERS, by=reviewer)
    actions.approve_areas(
        application_id=begun.pk,
        community_ids=ids,
        because="物业服务合同和备案证明齐全",
        by=reviewer,
    )


def is_asked_for(name: str) -> date:
    """邻安 asks for one more community, and hands the papers in; until when the department has to review it."""
    by = company(AT_LINAN)
    built_by = people.record_organisation(name=COMPANY.name, uscc=COMPANY.uscc, by=CLERK)
    community = homes.record_community(
        name=name,
        district=CHAOYANG,
        address=f"{name}1号",
        developer_id=built_by.pk,
        by=CLERK,
    )
    known = queries.area_applications_seen_by(by).filter(requests__community=community).first()
    if known is None:
        known = actions.begin_areas(
            district=CHAOYANG, developer_name=COMPANY.name, community_ids=[community.pk], by=by
        )
        file_id = picture(f"{name}物业服务合同.png", by)
        for paper in REQUIRED_PAPERS:
            actions.attach_paper(application_id=known.pk, paper=paper, file_id=file_id, by=by)
        known = actions.submit_areas(application_id=known.pk, by=by)
    assert known.due_on is not None
    return known.due_on


def the_old_holder_is_entered() -> None:
    """Of 物华 there is a holder whose key is from before: the password is known, the key not yet in use. (PRP-06)"""
    by = officer(COMPANY_OFFICER)
    if queries.applications_found(by, text=CERTIFICATE_NO).exists():
        return
    entry = actions.record_old_holder(
        certificate_no=CERTIFICATE_NO,
        unit=unit_of(AT_WUHUA),
        holder=OLD_HOLDER,
        community_ids=[the_community(PLACE[0]).pk],
        by=by,
    )
    issued = actions.issue_key(application_id=entry.pk, by=officer(KEY_OFFICER))
    who = queries.actor_of_applicant(entry.applicant_id)
    actions.choose_password(present=issued.password, chosen=PASSWORD, by=who)


def told() -> list[str]:
    """Who can sign in at the property portal. The code of a key is told but once: at each start it is drawn anew."""
    lines = [f"  {one.username:<13}{one.label}" for one in HOLDERS if one.label]
    key = queries.key_to_enrol(applicant(VISITOR))
    if key is not None:
        issued = actions.renew_code(key_id=key.pk, by=officer(KEY_OFFICER))
        lines[0] += f"。密钥 {issued.number}，启用码 {issued.code}"
    lines.append(
        f"  {CERTIFICATE_NO:<13}原密钥用户（物华）：在【维修资金网上业务经办人信息确认】确认后启用密钥"
    )
    port = urlsplit(settings.PUBLIC_URL).port or 80
    at = f"http://localhost:{port}/property/"
    return ["", f"Property companies ({at}; not at 127.0.0.1: a key knows no number):", "", *lines]
