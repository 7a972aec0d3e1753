"""How registrations and keys look at the fund's desk. Who acts for a unit stands masked but on its own page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from anju.companies import queries
from anju.companies.rules import ApplicationStatus, KeyStatus
from anju.core.actors import Actor
from anju.core.crypto import mask_name
from anju.core.rules import DISTRICTS
from anju.people.rules import Power
from anju.portals.fund_desk.shown import moment, to

APPLICATION_TONES = {
    ApplicationStatus.SUBMITTED: "waiting",
    ApplicationStatus.RETURNED: "bad",
    ApplicationStatus.APPROVED: "waiting",
    ApplicationStatus.HOLDING: "good",
}
KEY_TONES = {
    KeyStatus.ISSUED: "waiting",
    KeyStatus.ACTIVE: "good",
    KeyStatus.SUSPENDED: "bad",
    KeyStatus.REVOKED: "quiet",
}


@dataclass(frozen=True)
class RegistrationRow:
    application: Any
    holder: str
    district: str
    status: str
    tone: str
    url: str
    is_overdue: bool


def registration_rows(applications: Iterable[Any]) -> list[RegistrationRow]:
    return [
        RegistrationRow(
            one,
            mask_name(one.applicant.name),
            DISTRICTS[one.district],
            str(one.get_status_display()),
            APPLICATION_TONES[one.status],
            to("registration", one.pk),
            queries.registration_is_overdue(one),
        )
        for one in applications
    ]


@dataclass(frozen=True)
class KeyRow:
    key: Any
    unit: str
    holder: str
    status: str
    tone: str
    url: str


def key_rows(keys: Iterable[Any]) -> list[KeyRow]:
    return [
        KeyRow(
            one,
            one.application.name,
            mask_name(one.application.applicant.name),
            str(one.get_status_display()),
            KEY_TONES[one.status],
            to("key", one.pk),
        )
        for one in keys
    ]


WAITING = (ApplicationStatus.SUBMITTED, ApplicationStatus.APPROVED)


def due_label(found: Any) -> str:
    return _("审核期限") if found.status == ApplicationStatus.SUBMITTED else _("制发密钥期限")


def facts_of_registration(found: Any, named: Any) -> list[tuple[Any, Any]]:
    """With the person who acts for the unit, unmasked: the look is written down."""
    whose = found.applicant
    stated = [
        (_("单位名称"), found.name),
        (_("单位性质"), found.get_nature_display()),
        (_("社会信用代码"), found.uscc),
        (_("组织机构代码"), found.organisation_code),
        (_("法人或负责人代表姓名"), found.legal_representative),
        (_("单位地址"), found.address),
        (_("单位邮编"), found.postcode),
        (_("单位电话"), found.phone),
        (_("管理部"), f"{DISTRICTS[found.district]}管理部"),
        (_("经办人"), whose.name),
        (_("证件"), f"{whose.get_id_type_display()} {whose.id_number}"),
        (_("手机号码"), whose.phone),
        (_("邮箱"), whose.mail),
        (_("用户名"), f"{whose.username}（{whose.get_status_display()}）"),
        (_("原证书编号"), found.certificate_no or ""),
        (_("提交时间"), moment(found.submitted_at)),
        (due_label(found), found.due_on if found.status in WAITING else ""),
        (_("审核人"), named(found.decided_by) if found.decided_by else ""),
        (_("审核意见"), found.opinion),
    ]
    return [pair for pair in stated if pair[1]]


def facts_of_key(key: Any, named: Any) -> list[tuple[Any, Any]]:
    stated = [
        (_("单位名称"), key.application.name),
        (_("社会信用代码"), key.application.uscc),
        (_("经办人"), mask_name(key.application.applicant.name)),
        (_("审核人"), named(key.approved_by)),
        (_("制发人"), named(key.issued_by)),
        (_("制发时间"), moment(key.issued_at)),
        (_("启用时间"), moment(key.enrolled_at) if key.enrolled_at else ""),
        (_("最近登录"), moment(key.used_at) if key.used_at else ""),
        (_("撤销时间"), moment(key.ended_at) if key.ended_at else ""),
        (_("替换的密钥"), key.replaces.number if key.replaces else ""),
    ]
    return [pair for pair in stated if pair[1]]


def advice_on_issue(actor: Actor, application: Any) -> str:
    """Why somebody who issues keys may not issue this one."""
    if Power.FUND_KEY in actor.may and application.decided_by == actor.name:
        return _("您审核了这份注册申请，密钥须由另一人制发。")
    return ""
