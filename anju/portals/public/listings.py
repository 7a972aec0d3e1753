"""信息公示: the published lists, each with its search, its query and its columns, for page and file alike. (CRD-05)

No column holds anything of a person: of practitioners neither name nor number of any document. (decision 22)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.agencies import queries as agencies
from anju.agencies.rules import Role
from anju.core import clock
from anju.core.actors import NOBODY
from anju.core.crypto import masked
from anju.credit import queries as credit
from anju.portals.public.searches import (
    AccountSearch,
    InstitutionSearch,
    ListSearch,
    PlaceSearch,
    PractitionerSearch,
    RuleSearch,
)
from anju.portals.public.shown import quoted
from anju.web.districts import district_name


@dataclass(frozen=True)
class Column:
    """`look`: "words" may be long, "code" is a number, "day" a day; `width` is that of the column in a spreadsheet."""

    title: Any
    width: int = 14
    look: str = ""


@dataclass(frozen=True)
class Cell:
    """What stands in a row, and where it leads; `tone` makes it a badge."""

    text: str
    url: str = ""
    tone: str = ""

    def __str__(self) -> str:
        return self.text


Row = tuple[Any, ...]


@dataclass(frozen=True)
class Listing:
    """One published list. `find` takes what was typed, `rows` makes the rows of some records at a time."""

    title: Any
    lead: Any
    nothing: Any
    search: type
    find: Callable[[dict[str, Any]], QuerySet]
    columns: Sequence[Column]
    rows: Callable[[Sequence[Any]], list[Row]]
    has_map: bool = False


def to_institution(institution: Any) -> Cell:
    return Cell(institution.name, reverse("public:institution", args=[institution.filing_no]))


# Institutions


def institutions(wanted: dict[str, Any]) -> QuerySet:
    wanted = dict(wanted)
    level = wanted.pop("level")
    found = agencies.institutions_found(agencies.institutions_published(), **wanted)
    return found.filter(head__isnull=level == "head") if level else found


def rows_of_institutions(found: Sequence[Any]) -> list[Row]:
    organisations = [one.organisation_id for one in found]
    black, standings = credit.blacklisted(organisations), credit.standings(organisations)
    return [
        (
            to_institution(one),
            one.filing_no,
            one.uscc,
            one.get_kind_display() + (_("（分支机构）") if one.is_branch else ""),
            district_name(one.district),
            one.address,
            one.filed_on.isoformat(),
            standings[one.organisation_id].grade,
            Cell(_("黑名单"), tone="bad") if one.organisation_id in black else "",
        )
        for one in found
    ]


# People


def practitioners(wanted: dict[str, Any]) -> QuerySet:
    return agencies.practitioners_listed(**wanted)


def rows_of_practitioners(found: Sequence[Any]) -> list[Row]:
    rows: list[Row] = []
    for one in found:
        card = next(iter(one.cards_in_force), None)
        in_force, none = Cell(_("有效"), tone="good"), Cell(_("没有有效的工作牌"), tone="quiet")
        rows.append(
            (
                to_institution(one.institution),
                str(Role(one.role).label),
                _("有") if one.qualification_no else _("无"),
                masked(card.no, 2, 4) if card else "",
                in_force if card else none,
                clock.day_of(one.registered_at).isoformat(),
            )
        )
    return rows


# Lists and rules


def entries(wanted: dict[str, Any]) -> QuerySet:
    return credit.entries_found(credit.entries_published(), **wanted)


def rows_of_entries(found: Sequence[Any]) -> list[Row]:
    return [
        (
            one.name,
            one.uscc,
            Cell(str(one.get_kind_display()), tone="bad" if one.is_black else "good"),
            str(one.get_ground_display()),
            quoted(one.reason),
            quoted(one.basis),
            one.published_on.isoformat(),
            one.valid_until.isoformat(),
        )
        for one in found
    ]


def rules(wanted: dict[str, Any]) -> QuerySet:
    return credit.rules_found(NOBODY, **wanted)


def rows_of_rules(found: Sequence[Any]) -> list[Row]:
    return [
        (
            Cell(one.code, reverse("public:rule", args=[one.code])),
            quoted(one.item),
            str(one.get_category_display()),
            str(one.get_operation_display()),
            str(one.points),
            quoted(one.basis),
        )
        for one in found
    ]


# Places and accounts


def places(wanted: dict[str, Any]) -> QuerySet:
    return agencies.premises_found(agencies.premises_published(), **wanted)


def rows_of_places(found: Sequence[Any]) -> list[Row]:
    return [
        (
            one.name,
            str(one.get_kind_display()),
            to_institution(one.institution),
            district_name(one.district),
            one.address,
        )
        for one in found
    ]


def accounts(wanted: dict[str, Any]) -> QuerySet:
    return agencies.institutions_found(agencies.accounts_published(), **wanted)


def rows_of_accounts(found: Sequence[Any]) -> list[Row]:
    return [
        (
            to_institution(one),
            one.uscc,
            one.facts.supervision_bank,
            one.facts.supervision_account,
        )
        for one in found
    ]


NAME = Column(gettext_lazy("机构名称"), 40)
FILING_NO = Column(gettext_lazy("备案号"), 20, "code")
USCC = Column(gettext_lazy("统一社会信用代码"), 22, "code")
DISTRICT = Column(gettext_lazy("所在区"), 10)
ADDRESS = Column(gettext_lazy("地址"), 50, "words")

LISTINGS = {
    "institutions": Listing(
        gettext_lazy("备案机构"),
        gettext_lazy(
            "在本市备案的房地产经纪机构、住房租赁企业及其分支机构。签约前先在这里查一查。"
        ),
        gettext_lazy("没有备案的机构不能从事住房租赁和经纪业务。请核对名称后再查。"),
        InstitutionSearch,
        institutions,
        (
            NAME,
            FILING_NO,
            USCC,
            Column(gettext_lazy("机构类型"), 24),
            DISTRICT,
            ADDRESS,
            Column(gettext_lazy("备案日期"), 12, "day"),
            Column(gettext_lazy("信用等级"), 10),
            Column(gettext_lazy("名单"), 10),
        ),
        rows_of_institutions,
    ),
    "practitioners": Listing(
        gettext_lazy("从业人员"),
        gettext_lazy(
            "各备案机构登记的从业人员。为保护个人信息，不公布姓名，工作牌编号只显示一部分；要确认一个人的身份，请核验其工作牌。"
        ),
        gettext_lazy("请核对机构名称。按名称查询时，最多列出200家机构的人员。"),
        PractitionerSearch,
        practitioners,
        (
            Column(gettext_lazy("所在机构"), 40),
            Column(gettext_lazy("岗位"), 20),
            Column(gettext_lazy("职业资格证书"), 14),
            Column(gettext_lazy("工作牌编号"), 28, "code"),
            Column(gettext_lazy("工作牌状态"), 18),
            Column(gettext_lazy("登记日期"), 12, "day"),
        ),
        rows_of_practitioners,
    ),
    "lists": Listing(
        gettext_lazy("红黑名单"),
        gettext_lazy("正在公示的红名单和黑名单。列入黑名单的企业在有效期内不能签订新的租赁合同。"),
        gettext_lazy("没有符合条件的机构在名单上。到期和注销的不再公示。"),
        ListSearch,
        entries,
        (
            NAME,
            USCC,
            Column(gettext_lazy("名单"), 10),
            Column(gettext_lazy("列入情形"), 30, "words"),
            Column(gettext_lazy("事由"), 40, "words"),
            Column(gettext_lazy("依据"), 30, "words"),
            Column(gettext_lazy("列入日期"), 12, "day"),
            Column(gettext_lazy("有效期至"), 12, "day"),
        ),
        rows_of_entries,
    ),
    "rules": Listing(
        gettext_lazy("记分标准"),
        gettext_lazy("现行的信用规则：哪些行为记多少分，哪些可以减分。"),
        gettext_lazy("请核对查询条件，或者点击重置查看全部规则。"),
        RuleSearch,
        rules,
        (
            Column(gettext_lazy("信用规则编号"), 14, "code"),
            Column(gettext_lazy("计分事项"), 50, "words"),
            Column(gettext_lazy("计分类型"), 14),
            Column(gettext_lazy("操作类型"), 10),
            Column(gettext_lazy("建议分值"), 10),
            Column(gettext_lazy("依据"), 40, "words"),
        ),
        rows_of_rules,
    ),
    "places": Listing(
        gettext_lazy("场所分布"),
        gettext_lazy("备案机构的经营场所和门店。点击地图上的区，只看该区。"),
        gettext_lazy("请核对查询条件，或者点击重置查看全部场所。"),
        PlaceSearch,
        places,
        (
            Column(gettext_lazy("场所"), 24),
            Column(gettext_lazy("场所类型"), 12),
            Column(gettext_lazy("机构"), 40, "words"),
            DISTRICT,
            ADDRESS,
        ),
        rows_of_places,
        has_map=True,
    ),
    "accounts": Listing(
        gettext_lazy("监管账户"),
        gettext_lazy(
            "从事转租经营的住房租赁企业的资金监管账户。付款前请核对收款账户；账户不在这里的，请不要付款。"
        ),
        gettext_lazy("请核对企业名称。没有公布监管账户的企业，不能要求您把钱打入其他账户。"),
        AccountSearch,
        accounts,
        (
            Column(gettext_lazy("企业名称"), 40),
            USCC,
            Column(gettext_lazy("开户银行"), 36, "words"),
            Column(gettext_lazy("监管账号"), 26, "code"),
        ),
        rows_of_accounts,
    ),
}
