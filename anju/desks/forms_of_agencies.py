"""What the officers type about institutions: searches, an application, people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.agencies import queries
from anju.agencies.rules import (
    FIELDS,
    REQUIRED,
    REQUIRED_OF_HEAD,
    REQUIRED_OF_RENTAL,
    REQUIRED_OF_SUBLEASE,
    FilingStatus,
    FilingType,
    Kind,
    PractitionerStatus,
    PremisesKind,
    Refusal,
    Role,
    Sector,
    Status,
)
from anju.agencies.terms import NAMES, InstitutionTerms, PractitionerTerms, required_of
from anju.core import queries as core
from anju.core.identity_numbers import IdentityKind
from anju.core.identity_numbers import Refusal as IdentityRefusal
from anju.core.money import yuan
from anju.core.rules import DISTRICTS
from anju.credit import queries as credit
from anju.desks.forms import (
    MOST_OF_REASON,
    Chosen,
    DistrictField,
    LongText,
    Whole,
    Words,
    Yuan,
)
from anju.web.attachments import AttachmentsField, WithAttachments
from anju.web.forms import Form
from anju.web.searches import ChoiceField, DayField, PartOfName

OF_USCC = (
    IdentityRefusal.USCC_LENGTH,
    IdentityRefusal.USCC_CHARACTERS,
    IdentityRefusal.USCC_CHECK_DIGIT,
    Refusal.ALREADY_FILED,
    Refusal.ALREADY_OPEN,
    Refusal.USCC_FIXED,
)
AT_USCC = {str(code.value): "uscc" for code in OF_USCC}
OF_PAPERS = [code for code in IdentityRefusal if code.value.startswith(("id_", "not_a_"))]
NAME_OF_INSTITUTION = _("机构名称")


class FilingSearch(Form):
    text = PartOfName(NAME_OF_INSTITUTION)
    uscc = Words(_("统一社会信用代码"), 18)
    filing_type = ChoiceField(_("申请类型"), FilingType.choices)
    status = ChoiceField(_("状态"), FilingStatus.choices)
    district = DistrictField()


class InstitutionSearch(Form):
    text = PartOfName(_("机构名称或地址"))
    uscc = Words(_("统一社会信用代码"), 18)
    filing_no = Words(_("备案号"), 20)
    kind = ChoiceField(_("机构类型"), Kind.choices)
    district = DistrictField()
    status = ChoiceField(_("状态"), Status.choices)


class PractitionerSearch(Form):
    """Names and numbers are sealed: they are found whole."""

    name = Words(_("姓名"), 100, help_text=_("填写完整姓名"))
    id_number = Words(_("证件号码"), 40, help_text=_("填写完整号码"))
    card_no = Words(_("工作牌编号"), 40)
    status = ChoiceField(_("状态"), PractitionerStatus.choices)


class PlaceSearch(Form):
    text = PartOfName(_("机构、场所名称或地址"))
    district = DistrictField()
    kind = ChoiceField(_("场所类型"), PremisesKind.choices)
    institution_kind = ChoiceField(_("机构类型"), Kind.choices)


class InstitutionForm(WithAttachments, Form):
    """An application (机构备案申请). 【下一步】 wants everything with *, 【保存草稿】 name and code only. (AGY-01)"""

    at_fields = {
        **AT_USCC,
        Refusal.UNKNOWN_DISTRICT: "district",
        Refusal.LICENCE_IN_FUTURE: "licensed_on",
        Refusal.SCOPE_LACKS: "scope",
        Refusal.TOO_FEW_STAFF: "staff_count",
        Refusal.TOO_MANY_FILES: "uploads",
        Refusal.HEAD_NOT_FILED: "head_no",
        Refusal.HEAD_IS_BRANCH: "head_no",
        Refusal.HEAD_OTHER_KIND: "head_no",
        IdentityRefusal.NOT_A_PHONE: "contact_phone",
        IdentityRefusal.ACCOUNT_CHARACTERS: "supervision_account",
        IdentityRefusal.ACCOUNT_LENGTH: "supervision_account",
    }
    kind = Chosen(_("机构类型"), Kind.choices, widget=forms.RadioSelect)
    head_no = Words(_("总公司备案号"), 20, help_text=_("为分支机构备案时填写，其他机构不填"))
    name = Words(FIELDS["name"], 200, required=True)
    uscc = Words(FIELDS["uscc"], 18, required=True)
    registered_address = Words(FIELDS["registered_address"])
    operating_address = Words(FIELDS["operating_address"])
    district = Chosen(FIELDS["district"], [("", _("请选择")), *DISTRICTS.items()], required=False)
    legal_representative = Words(FIELDS["legal_representative"], 100)
    capital_fen = Yuan(_("注册资本（元）"), help_text=_("分支机构不填"))
    licensed_on = DayField(FIELDS["licensed_on"])
    scope = LongText(FIELDS["scope"], 500, help_text=_("照营业执照填写"))
    staff_count = Whole(FIELDS["staff_count"])
    sectors = forms.MultipleChoiceField(
        label=FIELDS["sectors"],
        required=False,
        choices=Sector.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("住房租赁企业填写"),
    )
    units = Whole(FIELDS["units"], help_text=_("住房租赁企业填写"))
    supervision_bank = Words(FIELDS["supervision_bank"], 60, help_text=_("转租经营的填写"))
    supervision_account = Words(FIELDS["supervision_account"], 40, help_text=_("转租经营的填写"))
    website = Words(FIELDS["website"])
    contact_name = Words(FIELDS["contact_name"], 100)
    contact_phone = Words(FIELDS["contact_phone"], 20)
    earlier = forms.MultipleChoiceField(
        label=_("已提交的附件"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不需要的请去掉勾选"),
    )
    uploads = AttachmentsField(FIELDS["file_ids"])

    def __init__(
        self,
        *args: Any,
        kind: str = "",
        is_branch: bool = False,
        terms: InstitutionTerms | None = None,
        **kwargs: Any,
    ) -> None:
        """`kind` and `terms` are those of what is corrected or changed; a new application chooses its kind."""
        super().__init__(*args, initial=initial_of(terms), **kwargs)
        self.known_kind, self.known_branch = kind, is_branch
        self.head: Any = None
        if kind:
            del self.fields["kind"], self.fields["head_no"]
        kept = core.files_named(terms.file_ids) if terms else []
        if kept:
            choices = [(str(one.pk), one.name) for one in kept]
            self.fields["earlier"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["earlier"]
        self._mark()

    def _mark(self) -> None:
        """* stands at what is mandatory for all, and for those of whom the help says it."""
        is_rental = self.known_kind in ("", Kind.RENTAL)
        starred = {*REQUIRED, *REQUIRED_OF_HEAD, "kind", "uploads"}
        starred |= {*REQUIRED_OF_RENTAL, *REQUIRED_OF_SUBLEASE} if is_rental else set()
        for name in starred & set(self.fields):
            self.fields[name].label = f"{self.fields[name].label} *"

    @property
    def wants_all(self) -> bool:
        return bool(self.data.get("step") == "next")

    def clean_head_no(self) -> str:
        """A head office that is filed, and not on the black list. (rule C6.6)"""
        text: str = self.cleaned_data["head_no"]
        if text:
            self.head = queries.institution_by_filing_no(text)
            if self.head is None:
                raise forms.ValidationError(_("没有这个备案号的机构，请核对"))
            if credit.is_blacklisted(self.head.organisation_id):
                raise forms.ValidationError(_("总公司在住房租赁黑名单上，不能为其备案分支机构"))
        return text

    def clean(self) -> dict[str, Any]:
        stated = super().clean() or self.cleaned_data
        if self.wants_all and (self.known_kind or "kind" in stated):
            is_branch = self.known_branch or self.head is not None
            wanted = required_of(
                Kind(self.stated_kind), is_branch, tuple(stated.get("sectors", ()))
            )
            for name in wanted:
                self._want(name)
        return stated

    def _want(self, name: str) -> None:
        if name == "file_ids":
            if not self.file_ids and not self.errors.get("uploads"):
                self.add_error("uploads", _("请上传附件"))
        elif name in self.cleaned_data and not self.cleaned_data[name]:
            self.add_error(name, _("请填写"))

    @property
    def stated_kind(self) -> str:
        return self.known_kind or self.cleaned_data["kind"]

    @property
    def file_ids(self) -> tuple[int, ...]:
        earlier = (int(pk) for pk in self.cleaned_data.get("earlier", ()))
        return (*earlier, *self.cleaned_data.get("uploads", ()))

    @property
    def terms(self) -> InstitutionTerms:
        stated = {name: self.cleaned_data[name] for name in NAMES if name in self.fields}
        stated |= {"sectors": tuple(stated["sectors"]), "file_ids": self.file_ids}
        return InstitutionTerms(**stated)


def initial_of(terms: InstitutionTerms | None) -> dict[str, Any]:
    if terms is None:
        return {}
    typed = {name: getattr(terms, name) for name in NAMES}
    typed["capital_fen"] = yuan(terms.capital_fen) if terms.capital_fen else ""
    typed |= {name: typed[name] or "" for name in ("staff_count", "units")}
    return typed | {"earlier": [str(pk) for pk in terms.file_ids]}


class PractitionerForm(Form):
    """登记从业人员: who works for the institution; the work card comes with it. (AGY-03)"""

    at_fields = {
        Refusal.QUALIFICATION_MISSING: "qualification_no",
        Refusal.PRACTISES_ELSEWHERE: "id_number",
        **dict.fromkeys(OF_PAPERS, "id_number"),
        IdentityRefusal.NOT_A_PHONE: "phone",
    }
    name = Words(_("姓名 *"), 100, required=True)
    id_type = Chosen(_("证件类型 *"), IdentityKind.choices)
    id_number = Words(_("证件号码 *"), 40, required=True)
    phone = Words(_("手机号 *"), 20, required=True)
    role = Chosen(_("岗位 *"), Role.choices)
    qualification_no = Words(_("职业资格证书编号"), 40, help_text=_("经纪人和协理填写"))

    @property
    def terms(self) -> PractitionerTerms:
        return PractitionerTerms(**self.cleaned_data)


class CorrectionForm(Form):
    """更正: another phone, role or certificate. Who has another name or number is registered anew."""

    at_fields = {
        Refusal.QUALIFICATION_MISSING: "qualification_no",
        IdentityRefusal.NOT_A_PHONE: "phone",
    }
    phone = Words(_("手机号 *"), 20, required=True)
    role = Chosen(_("岗位 *"), Role.choices)
    qualification_no = Words(_("职业资格证书编号"), 40, help_text=_("经纪人和协理填写"))
    because = LongText(_("原因 *"), MOST_OF_REASON, required=True)


class PlaceForm(Form):
    """登记场所; longitude and latitude as a map shows them, in degrees."""

    at_fields = {Refusal.NOT_IN_BEIJING: "longitude", Refusal.PREMISES_THERE: "address"}
    kind = Chosen(_("场所类型 *"), PremisesKind.choices)
    name = Words(_("场所名称 *"), 100, required=True)
    address = Words(_("地址 *"), 200, required=True)
    district = Chosen(_("所在区 *"), DISTRICTS.items())
    longitude = forms.DecimalField(
        label=_("经度 *"),
        max_digits=9,
        decimal_places=6,
        help_text=_("如116.461000"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    latitude = forms.DecimalField(
        label=_("纬度 *"),
        max_digits=8,
        decimal_places=6,
        help_text=_("如39.909000"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )

    @property
    def in_millionths(self) -> dict[str, int]:
        return {name: int(self.cleaned_data[name] * 10**6) for name in ("longitude", "latitude")}
