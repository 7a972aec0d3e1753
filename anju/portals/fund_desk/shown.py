"""How homes and additions look at the fund's desk. Owners are masked; a full look is a page of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core import clock
from anju.core.crypto import mask_id_number, mask_name, mask_phone, masked
from anju.core.money import yuan
from anju.core.rules import DISTRICTS
from anju.desks.shown import (
    FileShown,
    file_shown,
)
from anju.fund import queries
from anju.fund.rules import AdditionStatus, Due
from anju.homes import queries as homes
from anju.homes.estate import CustodyMode
from anju.homes.rules import OwnerIdType
from anju.portals.fund_desk.page import PORTAL

ADDITION_TONES = {
    AdditionStatus.WAITING: "waiting",
    AdditionStatus.ADDED: "good",
    AdditionStatus.REJECTED: "bad",
}


def to(name: str, *args: Any) -> str:
    return reverse(f"{PORTAL}:{name}", args=args)


def moment(at: datetime) -> str:
    return f"{at.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"


def square_metres(hundredths: int) -> str:
    return _("{area}平方米").format(area=yuan(hundredths))


def name_hidden(owner: Any) -> str:
    is_unit = owner.id_type == OwnerIdType.USCC
    return masked(owner.name, 2, 2) if is_unit else mask_name(owner.name)


def names_hidden(owners: Iterable[Any]) -> str:
    return "、".join(name_hidden(owner) for owner in owners)


@dataclass(frozen=True)
class OwnerShown:
    name: str
    id_type: str
    id_number: str
    since: Any
    until: Any


def owners_shown(owners: Iterable[Any], is_full: bool = False) -> list[OwnerShown]:
    return [
        OwnerShown(
            one.name if is_full else name_hidden(one),
            str(one.get_id_type_display()),
            one.id_number if is_full else mask_id_number(one.id_number),
            one.since,
            one.until,
        )
        for one in owners
    ]


@dataclass(frozen=True)
class AccountRow:
    account: Any
    address: str
    owners: str
    balance_fen: int
    due: str
    url: str


def account_rows(accounts: Iterable[Any], owners: dict[int, list[Any]]) -> list[AccountRow]:
    """`owners` are those of the homes, by the home's id."""
    listed = list(accounts)
    standings = queries.standings_of(listed)
    return [
        AccountRow(
            one,
            one.dwelling.address,
            names_hidden(owners[one.dwelling_id]),
            standings[one.pk].balance_fen,
            due_told(standings[one.pk].due),
            to("home_detail", one.pk),
        )
        for one in listed
    ]


@dataclass(frozen=True)
class DwellingRow:
    """A home as its community lists it: with its account, or with why there is none."""

    dwelling: Any
    owners: str
    area: str
    balance_fen: int | None
    told: str
    url: str


def dwelling_rows(dwellings: Iterable[Any]) -> list[DwellingRow]:
    listed = list(dwellings)
    owners, accounts = homes.owners_of(listed), queries.accounts_of(listed)
    standings = queries.standings_of(accounts.values())
    return [dwelling_row(one, owners[one.pk], accounts.get(one.pk), standings) for one in listed]


def self_managed_rows(dwellings: Iterable[Any], owners: dict[int, list[Any]]) -> list[DwellingRow]:
    """As homes whose owners keep their fund themselves: none has an account."""
    return [dwelling_row(one, owners[one.pk], None, {}) for one in dwellings]


def dwelling_row(home: Any, owners: list[Any], account: Any, standings: Any) -> DwellingRow:
    is_own = home.building.community.custody_mode == CustodyMode.SELF_MANAGED
    told = _("业主自管，不在本系统交存") if is_own else _("还没有开立分户账")
    return DwellingRow(
        home,
        names_hidden(owners),
        square_metres(home.area_hundredths),
        standings[account.pk].balance_fen if account else None,
        due_told(standings[account.pk].due) if account else told,
        to("home_detail", account.pk) if account else "",
    )


def facts_of_community(community: Any) -> list[tuple[str, Any]]:
    return [
        (_("房屋区域"), DISTRICTS[community.district]),
        (_("坐落"), community.address),
        (_("管理方式"), community.get_custody_mode_display()),
        (_("开发单位"), community.developer.name if community.developer else "—"),
    ]


def parts_of(account: Any, frozen_fen: int) -> list[tuple[str, int]]:
    """What stands in which part of sold public housing, and what of any home is frozen for repairs. (rule B2.7)"""
    parts = queries.parts_of(account)
    if parts is None:
        return [(_("已冻结（维修支取）"), frozen_fen)] if frozen_fen else []
    frozen = queries.frozen_parts_of(account) if frozen_fen else (0, 0)
    names = (_("业主部分"), _("售房单位部分"))
    told = list(zip(names, parts, strict=True))
    frozen_names = (_("业主部分已冻结"), _("售房单位部分已冻结"))
    return told + [(name, fen) for name, fen in zip(frozen_names, frozen, strict=True) if fen]


def due_told(due: Due) -> str:
    if due.refund_fen:
        return _("应退{amount}元").format(amount=yuan(due.refund_fen))
    if due.kind is None:
        return "—"
    return _("{kind}{amount}元").format(kind=due.kind.label, amount=yuan(due.amount_fen))


def facts_of_home(account: Any) -> list[tuple[str, Any]]:
    home = account.dwelling
    building = home.building
    return [
        *([(_("房屋灭失"), home.lost_on)] if home.lost_on else []),
        (_("房屋区域"), DISTRICTS[building.community.district]),
        (_("小区"), building.community.name),
        (
            _("楼号"),
            _("{name}（{storeys}层）").format(name=building.name, storeys=building.storeys),
        ),
        (_("建筑面积"), square_metres(home.area_hundredths)),
        (_("规划用途"), home.get_use_display()),
        (_("房屋性质"), home.get_kind_display()),
        *([(_("售房单位"), home.selling_unit.name)] if home.selling_unit else []),
        (_("房屋类型"), home.get_sale_display()),
        (_("网签合同编号"), home.contract_no or "—"),
        (_("网签合同日期"), home.contract_on or _("未售，没有合同")),
        (_("合同总价（元）"), yuan(home.price_fen) if home.price_fen else "—"),
        (_("不动产权证号"), home.certificate_no or "—"),
        (_("维修资金专户"), account.bank_account.bank_name),
        (_("开户时间"), clock.day_of(account.opened_at)),
        (_("首次交存金额（元）"), yuan(account.first_fen)),
    ]


@dataclass(frozen=True)
class AdditionRow:
    addition: Any
    applicant: str
    way: str
    status: str
    tone: str
    is_overdue: bool
    url: str


def addition_rows(additions: Iterable[Any]) -> list[AdditionRow]:
    return [
        AdditionRow(
            one,
            applicant_of(one),
            str(one.get_way_display()),
            str(one.get_status_display()),
            ADDITION_TONES[AdditionStatus(one.status)],
            queries.is_overdue(one),
            to("addition", one.pk),
        )
        for one in additions
    ]


def applicant_of(addition: Any) -> str:
    """An applicant as the list shows it: a person is masked."""
    return addition.organisation.name if addition.organisation else mask_name(addition.person.name)


def facts_of_addition(addition: Any, named: Any) -> list[tuple[str, Any]]:
    person, unit = addition.person, addition.organisation
    wanted = addition.get_way_display() if addition.way != "documents" else _("房屋坐落")
    return [
        (_("申请人"), unit.name if unit else person.name),
        (_("证件号码"), unit.uscc if unit else mask_id_number(person.id_number)),
        (_("联系电话"), mask_phone(addition.phone)),
        (_("造册方式"), addition.get_way_display()),
        (wanted, addition.wanted),
        (_("房屋类型"), addition.get_sale_display()),
        (_("房屋区域"), DISTRICTS[addition.district]),
        (_("申请时间"), moment(addition.made_at)),
        (_("审核期限"), addition.review_by or "—"),
        (_("对应的房屋"), addition.dwelling.address if addition.dwelling else "—"),
        (_("审核人"), named(addition.decided_by)),
        (_("审核意见"), addition.opinion or "—"),
    ]


def documents_shown(addition: Any) -> list[FileShown]:
    handed_in = addition.documents.select_related("file").defer("file__content").order_by("pk")
    return [file_shown(one.file, to("addition_document", one.pk)) for one in handed_in]


def homes_offered(addition: Any, words: str) -> list[tuple[int, str]]:
    """The homes that may be meant, each with its owners, and whether the applicant is one of them."""
    found = queries.homes_for(addition, words)
    owners = homes.owners_of(found)
    return [(one.pk, home_offered(one, owners[one.pk], addition)) for one in found]


def home_offered(home: Any, owners: list[Any], addition: Any) -> str:
    told = _("{address}（{area}，现业主：{owners}）").format(
        address=home.address,
        area=square_metres(home.area_hundredths),
        owners=names_hidden(owners),
    )
    is_own = any(bytes(one.digest) == bytes(addition.applicant) for one in owners)
    return told + (_("，申请人是现业主") if is_own else _("，申请人不是现业主"))
