"""Which communities a company serves, and what a department wants to see first. (manual 004, 7; PRP-12)"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves


class Paper(TextChoices):
    """要件: what shows that a company serves a community (our default: the manual names none)."""

    CONTRACT = "contract", _("物业服务合同")
    FILING = "filing", _("物业服务合同备案证明")
    LICENCE = "licence", _("企业法人营业执照")
    ENTRUSTED = "entrusted", _("经办人授权委托书")
    IDENTITY = "identity", _("经办人身份证件")
    OTHER = "other", _("其他材料")


REQUIRED_PAPERS = (
    Paper.CONTRACT,
    Paper.FILING,
    Paper.LICENCE,
    Paper.ENTRUSTED,
    Paper.IDENTITY,
)


def papers_not_among(*there: str) -> list[Paper]:
    """The required papers that are missing where these are there."""
    return [one for one in REQUIRED_PAPERS if one.value not in there]


REVIEW_WORKDAYS = 3
"""Within so many working days a department reviews an application. (manual 004, 7.2 ④)"""

MOST_COMMUNITIES = 50
MOST_DOCUMENTS = 40
MOST_OFFERED = 50
"""So many communities one application names, files come with it, and communities are shown (our defaults)."""


class Status(TextChoices):
    DRAFT = "draft", _("待提交材料")
    SUBMITTED = "submitted", _("待审核")
    RETURNED = "returned", _("已退回")
    APPROVED = "approved", _("审核通过")
    WITHDRAWN = "withdrawn", _("已撤回")


S = Status
MOVES = Moves(
    submit=Move(_("提交"), (S.DRAFT,), S.SUBMITTED),
    send_back=Move(_("退回"), (S.SUBMITTED,), S.RETURNED),
    approve=Move(_("审核通过"), (S.SUBMITTED,), S.APPROVED),
    correct=Move(_("补正"), (S.RETURNED,), S.DRAFT),
    withdraw=Move(_("撤回"), (S.DRAFT, S.SUBMITTED, S.RETURNED), S.WITHDRAWN),
)
OPEN = (S.DRAFT, S.SUBMITTED, S.RETURNED)


class WhyNot(TextChoices):
    """Why a community that was found is not offered for an application."""

    SERVED_BY_US = "served_by_us", _("本单位正在服务")
    SERVED = "served", _("其他单位正在服务")
    ASKED = "asked", _("本单位已在申请")
    SELF_MANAGED = "self_managed", _("业主自管，维修资金不在本系统")


class Refusal(TextChoices):
    NO_COMMUNITY = "no_community", _("请勾选需要关联的小区")
    TOO_MANY_COMMUNITIES = "too_many_communities", _("一次最多关联{most}个小区，请分次提交")
    NOT_OFFERED = "not_offered", _("{community}不能申请关联：{why}")
    PAPERS_MISSING = (
        "papers_missing",
        _("还没有添加：{papers}。没有影像的，可以跳过，持实体材料到{place}管理部办理"),
    )
    TOO_MANY_DOCUMENTS = "too_many_documents", _("一份申请最多添加{most}个附件")
    NOT_A_DRAFT = "not_a_draft", _("申请{no}的状态为「{status}」，不能再添加或者删除附件")
    NOT_HANDED_IN = "not_handed_in", _("申请{no}还没有提交，提交后再打印")
    PAPERS_NOT_SEEN = (
        "papers_not_seen",
        _("还没有收到：{papers}。柜台收到的请先在【柜台收件】中勾选"),
    )
    NOTHING_GRANTED = "nothing_granted", _("审核通过须勾选至少一个小区，都不通过的请退回")
    SERVED_MEANWHILE = (
        "served_meanwhile",
        _("{community}已由{company}服务，不能再关联，请取消勾选"),
    )
    DECIDED_BEFORE = "area_decided_before", _("申请{no}的状态为「{status}」，不能再次审核")
    ENDED_BEFORE = "ended_before", _("{community}的服务关联已经终止")
