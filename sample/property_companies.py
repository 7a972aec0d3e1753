"""Property companies of the sample world: a holder of an old key, one that applies, one that waits for a key."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from anju.companies import actions, queries
from anju.companies.rules import Channel, Nature
from anju.companies.terms import HolderTerms, UnitTerms
from anju.core.actors import NOBODY, Actor
from anju.homes import queries as homes
from sample.people import PASSWORD, id_number

CHAOYANG = "110105"
REVIEWER = Actor("qiye", "centre", frozenset({"fund.company"}), department=CHAOYANG)
ISSUER = Actor("miyao", "centre", frozenset({"fund.key"}), department=CHAOYANG)
CERTIFICATE_NO = "JGC10500001"
SERVED = ("芍药居北里", "望京新城二期")
OLD = UnitTerms(
    CHAOYANG,
    "北京芍药居物业管理有限公司",
    Nature.LIMITED,
    "91110105MA0W1Y2K30",
    legal_representative="康建业",
    address="北京市朝阳区芍药居路8号院1号楼",
    postcode="100029",
    phone="010-84640000",
)
OLD_HOLDER = HolderTerms(
    "康宁", "resident_id", id_number("110105", "19820917", 24), "13800000071", "kang@wuye.example"
)
APPLYING = (
    (
        "lvyuan",
        HolderTerms(
            "吕园",
            "resident_id",
            id_number("110105", "19900214", 33),
            "13800000072",
            "lv@wuye.example",
        ),
        UnitTerms(
            CHAOYANG,
            "北京绿园物业服务有限公司",
            Nature.LIMITED,
            "91110105MA0W4Y5K6H",
            legal_representative="吕方",
            address="北京市朝阳区团结湖路12号",
            postcode="100026",
            phone="010-85980000",
        ),
        False,
    ),
    (
        "anhe",
        HolderTerms(
            "安禾",
            "resident_id",
            id_number("110105", "19870505", 45),
            "13800000073",
            "an@wuye.example",
        ),
        UnitTerms(
            CHAOYANG,
            "北京安禾物业管理有限公司",
            Nature.LIMITED,
            "91110105MA0W7Y8K93",
            legal_representative="安平",
            address="北京市朝阳区望京西路50号",
            postcode="100102",
            phone="010-64720000",
        ),
        True,
    ),
)
"""User name, holder, unit; and whether the department has approved."""


@transaction.atomic
def are_registered() -> None:
    """Once: the old holder has a password of their own and takes the key into use in the browser."""
    if queries.applications_found(REVIEWER, text=CERTIFICATE_NO).exists():
        return
    served = [homes.community_named(CHAOYANG, name) for name in SERVED]
    entry = actions.record_old_holder(
        certificate_no=CERTIFICATE_NO,
        unit=OLD,
        holder=OLD_HOLDER,
        community_ids=[one.pk for one in served if one],
        by=REVIEWER,
    )
    issued = actions.issue_key(application_id=entry.pk, by=ISSUER)
    by = queries.actor_of_applicant(entry.applicant_id)
    actions.choose_password(present=issued.password, chosen=PASSWORD, by=by)
    for username, holder, unit, is_approved in APPLYING:
        applies(username, holder, unit, is_approved)


def applies(username: str, holder: HolderTerms, unit: UnitTerms, is_approved: bool) -> None:
    applicant = actions.register_applicant(
        holder=holder,
        unit_name=unit.name,
        uscc=unit.uscc,
        username=username,
        password=PASSWORD,
        by=NOBODY,
    )
    asked = actions.ask_activation(
        applicant_id=applicant.pk, channel=Channel.MAIL, source="127.0.0.1", by=NOBODY
    )
    link = re.search(r"/activate/([\w-]+)", queries.activation_message(asked).text)
    assert link is not None
    actions.activate_by_link(token=link.group(1), by=NOBODY)
    application = actions.apply_for_registration(
        unit=unit, by=queries.actor_of_applicant(applicant.pk)
    )
    if is_approved:
        actions.approve_application(application_id=application.pk, opinion="材料齐全", by=REVIEWER)


def told() -> list[str]:
    """What the terminal says: browsers use keys at a name only."""
    at = f"http://localhost:{urlsplit(settings.PUBLIC_URL).port or 80}/property/sign-in"
    return [
        "",
        f"Property companies ({at}; not at 127.0.0.1, where browsers use no keys):",
        "",
        f"  {CERTIFICATE_NO:<20}原密钥用户：在【维修资金网上业务经办人信息确认】确认后，启用自己的密钥"
        "（或浏览器开发者工具里的虚拟密钥）",
        f"  {APPLYING[0][0]:<20}未认证用户：物业单位注册申请待审核（qiye 审核，miyao 制发密钥）",
        f"  {APPLYING[1][0]:<20}未认证用户：审核通过，待 miyao 制发密钥",
    ]
