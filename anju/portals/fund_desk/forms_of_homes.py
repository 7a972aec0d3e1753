"""What is typed about homes: searches, a community, a home with its owners, a sale, a review."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core.actors import Actor
from anju.core.fields import to_area, to_name
from anju.core.identity_numbers import Refusal as NumberRefusal
from anju.core.refusals import Refused
from anju.desks.forms import Chosen, DistrictField, LongText, ReasonForm, Words, Yuan
from anju.desks.forms_of_fund import NoticeForm
from anju.fund.actions import SellingUnit
from anju.fund.rules import AdditionStatus
from anju.fund.rules import Refusal as FundRefusal
from anju.fund_notices.reading import LABELS, PlaceTerms, read_unsold
from anju.homes.actions import ContractTerms, OwnerTerms
from anju.homes.estate import LONGEST_BASIS, CustodyMode, Kind, Refusal, Sale
from anju.homes.reading import to_owner_id_number
from anju.homes.rules import OwnerIdType
from anju.portals.fund_desk.page import districts_of
from anju.web.forms import Form
from anju.web.searches import DayField
from anju.web.tenant.forms import ChoiceField, PartOfName

MOST_OWNERS = 4
OF_USCC = (
    NumberRefusal.USCC_LENGTH,
    NumberRefusal.USCC_CHARACTERS,
    NumberRefusal.USCC_CHECK_DIGIT,
)
AMONG = "owner_name_1"


class HomeSearch(Form):
    words = PartOfName(_("房屋坐落"))
    contract_no = Words(_("网签合同编号"), 40)
    certificate_no = Words(_("不动产权证号"), 60)

    def __init__(self, asked: Any) -> None:
        super().__init__(asked)
        self.fields["words"].help_text = _("填写两个字以上，多个词用空格分开")

    @property
    def wanted(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value}


class AdditionSearch(Form):
    """Which additions; those that wait unless asked otherwise."""

    text = Words(
        _("申请编号、申请人证件号码、合同编号、产权证号或完整地址"), 100, help_text=_("须填写完整")
    )
    status = ChoiceField(_("状态"), AdditionStatus.choices)
    district = DistrictField()

    def __init__(self, asked: Any) -> None:
        super().__init__(asked or {"status": AdditionStatus.WAITING})


class CommunitySearch(Form):
    district = DistrictField()
    name = Words(_("小区名称"), 80, help_text=_("须填写完整"))


class CommunityForm(Form):
    """A community (小区) of a department's district, and who builds and sells it."""

    at_fields = {
        FundRefusal.COMMUNITY_KNOWN: "name",
        FundRefusal.UNKNOWN_DEVELOPER: "developer_uscc",
    }
    district = Chosen(_("房屋区域 *"), [])
    name = Words(_("小区名称 *"), 80, required=True)
    address = Words(_("坐落（街道门牌，不含区名）*"), 120, required=True)
    custody_mode = Chosen(_("管理方式 *"), CustodyMode.choices)
    developer_uscc = Words(
        _("开发单位统一社会信用代码"), 18, help_text=_("填写后开发单位可以自行开具交存通知")
    )

    def __init__(self, *sent: Any, actor: Actor) -> None:
        super().__init__(*sent)
        self.fields["district"].choices = districts_of(actor)  # type: ignore[attr-defined]


class OwnersOfHome(Form):
    """Rows for owners, each with name, kind and number of the document; empty rows say nothing."""

    rows: ClassVar[range] = range(1, MOST_OWNERS + 1)
    at_fields: ClassVar[dict[Any, str]] = {Refusal.NO_OWNER: AMONG, Refusal.OWNER_TWICE: AMONG}

    def __init__(self, *sent: Any, **named: Any) -> None:
        super().__init__(*sent, **named)
        for row in self.rows:
            told = {"row": row}
            self.fields[f"owner_name_{row}"] = Words(_("业主{row}名称").format(**told), 100)
            self.fields[f"owner_id_type_{row}"] = Chosen(
                _("业主{row}证件种类").format(**told), OwnerIdType.choices, required=False
            )
            self.fields[f"owner_id_number_{row}"] = Words(_("业主{row}证件号码").format(**told), 40)
        self.owners: list[OwnerTerms] = []

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        self.owners = list(self._owners(typed))
        return typed

    def _owners(self, typed: dict[str, Any]) -> Iterator[OwnerTerms]:
        for row in self.rows:
            name, number = (typed.get(f"owner_{part}_{row}", "") for part in ("name", "id_number"))
            id_type = typed.get(f"owner_id_type_{row}") or OwnerIdType.RESIDENT_ID.value
            if name and number:
                read = self.read_at(f"owner_id_number_{row}", to_owner_id_number, number, id_type)
                named = self.read_at(f"owner_name_{row}", to_name, name)
                if read and named:
                    yield OwnerTerms(named, read, id_type)
            elif name or number:
                missing = "id_number" if name else "name"
                self.add_error(f"owner_{missing}_{row}", _("请填写"))

    def read_at(self, field: str, read: Any, *text: Any) -> Any:
        """What a field says, or None with the refusal at it."""
        try:
            return read(*text)
        except Refused as refused:
            self.add_error(field, refused.message)
            return None


class HomeForm(OwnersOfHome, NoticeForm):
    """录入房屋: further owners in rows of their own, the certificate, and who sold public housing."""

    rows = range(2, MOST_OWNERS + 1)
    at_fields: ClassVar = {
        **NoticeForm.at_fields,
        Refusal.OWNER_TWICE: "owner_name",
        FundRefusal.SELLING_UNIT_MISSING: "selling_unit_name",
        **dict.fromkeys(OF_USCC, "selling_unit_uscc"),
    }

    def __init__(self, *sent: Any, **named: Any) -> None:
        super().__init__(*sent, **named)
        self.unsold: PlaceTerms | None = None
        self.fields["is_unsold"] = forms.BooleanField(
            label=_("未售（没有合同和业主）"),
            required=False,
            help_text=_("由小区的开发单位负责，出售后办理首次出售；合同、业主和售房单位不填"),
        )
        self.fields["certificate_no"] = Words(_("不动产权证号"), 60)
        self.fields["kind"] = Chosen(
            _("房屋性质"), Kind.choices, required=False, initial=Kind.COMMERCIAL
        )
        of_public = _("售后公有住房填写，由其到管理部交存")
        self.fields["selling_unit_name"] = Words(_("售房单位名称"), 100, help_text=of_public)
        self.fields["selling_unit_uscc"] = Words(_("售房单位统一社会信用代码"), 18)

    def clean(self) -> dict[str, Any]:
        """Of an unsold home only where it is and how large."""
        if not self.cleaned_data.get("is_unsold"):
            return super().clean()
        read = read_unsold({name: self.cleaned_data.get(name) or "" for name in LABELS})
        if isinstance(read, PlaceTerms):
            self.unsold = read
            return self.cleaned_data
        for wrong in read:
            self.add_error(wrong.field, wrong.message)
        return self.cleaned_data

    @property
    def stated_unsold(self) -> dict[str, Any]:
        """What `enter_unsold` takes."""
        place = self.unsold
        if place is None:
            return {}
        names = ("district", "community", "building", "storeys")
        return {**{name: getattr(place, name) for name in names}, "terms": place.home}

    @property
    def stated(self) -> dict[str, Any]:
        """What `enter_home` takes."""
        terms = self.terms
        if terms is None:
            return {}
        home = replace(terms.home, certificate_no=self.cleaned_data["certificate_no"] or None)
        return {
            "district": terms.district,
            "community": terms.community,
            "building": terms.building,
            "storeys": terms.storeys,
            "terms": home,
            "owners": [terms.owner, *self.owners],
            "selling_unit": self.selling_unit,
        }

    @property
    def selling_unit(self) -> SellingUnit | None:
        """Who sold it, where it is sold public housing."""
        typed = self.cleaned_data
        if typed["kind"] != Kind.SOLD_PUBLIC:
            return None
        return SellingUnit(typed["selling_unit_name"], typed["selling_unit_uscc"])


class SaleForm(OwnersOfHome):
    """更名: all present owners, as the certificate names them."""


class FirstSaleForm(OwnersOfHome):
    """首次出售: the contract of a home that was unsold, and its first owners."""

    at_fields: ClassVar = {**OwnersOfHome.at_fields, Refusal.NUMBER_KNOWN: "contract_no"}
    field_order = ("contract_no", "contract_on", "sale", "price")
    contract_no = Words(_("网签合同编号 *"), 40, required=True)
    contract_on = DayField(_("网签合同日期 *"))
    sale = Chosen(_("房屋类型 *"), Sale.choices)
    price = Yuan(_("合同总价（元）"), help_text=_("2008年2月1日前签订的合同须填写"))

    def clean_contract_on(self) -> Any:
        return day_given(self.cleaned_data["contract_on"])

    @property
    def contract(self) -> ContractTerms:
        typed = self.cleaned_data
        names = ("contract_no", "contract_on", "sale")
        price_fen = typed["price"] or None
        return ContractTerms(**{name: typed[name] for name in names}, price_fen=price_fen)


class LossForm(Form):
    """房屋灭失: since when, and by what that is known."""

    at_fields = {
        Refusal.BASIS_MISSING: "basis",
        Refusal.LOST_IN_FUTURE: "lost_on",
        Refusal.LOST_BEFORE: "lost_on",
    }
    lost_on = DayField(_("灭失日期 *"))
    basis = Words(
        _("依据 *"),
        LONGEST_BASIS,
        required=True,
        help_text=_("文件名称和文号，例如：朝征补决字〔2026〕12号"),
    )

    def clean_lost_on(self) -> Any:
        return day_given(self.cleaned_data["lost_on"])


class NoLossForm(Form):
    """撤销灭失登记"""

    at_fields = {Refusal.BASIS_MISSING: "because"}
    because = Words(_("撤销原因 *"), LONGEST_BASIS, required=True)


def day_given(day: Any) -> Any:
    if day is None:
        raise forms.ValidationError(_("请填写"))
    return day


class AreaForm(Form):
    at_fields = {Refusal.AREA_MISSING: "area"}
    area = Words(_("实测建筑面积（平方米）*"), 12, required=True)

    def clean_area(self) -> int:
        try:
            return int(to_area(self.cleaned_data["area"]) * 100)
        except Refused as refused:
            raise forms.ValidationError(refused.message) from None


class WithdrawForm(ReasonForm):
    """Why a notice is withdrawn."""


class WordsForm(Form):
    words = PartOfName(_("按房屋坐落查找"))


class AdditionForm(OwnersOfHome):
    """审核通过 with the home that is meant, or 退回; either with an opinion."""

    at_fields: ClassVar = {
        **OwnersOfHome.at_fields,
        FundRefusal.OPINION_MISSING: "opinion",
        FundRefusal.APPLICANT_MISSING: "home",
    }
    field_order = ("decision", "home", "opinion")
    decision = Chosen(
        _("审核结果 *"),
        [("approve", _("审核通过")), ("reject", _("退回"))],
        widget=forms.RadioSelect,
    )
    home = Chosen(_("对应的房屋（审核通过时选择）"), [], required=False, widget=forms.RadioSelect)
    opinion = LongText(_("审核意见 *"), 500)

    def __init__(self, *sent: Any, homes: Iterable[tuple[int, str]]) -> None:
        super().__init__(*sent)
        choices = [(str(pk), label) for pk, label in homes]
        self.fields["home"].choices = choices  # type: ignore[attr-defined]
        self.fields["home"].help_text = "" if choices else _("没有找到房屋，请在上面查找或者先录入")

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if self.is_approved and not typed.get("home") and "home" not in self.errors:
            self.add_error("home", _("审核通过须选择房屋"))
        return typed

    @property
    def is_approved(self) -> bool:
        return bool(self.cleaned_data.get("decision") == "approve")
