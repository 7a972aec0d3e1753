"""我要查询 and 添加房屋: how somebody names a home. (manual 002, 2.3.2(3) and 2.5)"""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anju.core.actors import Actor
from anju.core.identity_numbers import Refusal as IdentityRefusal
from anju.core.rules import DISTRICTS
from anju.fund.rules import Mode, Refusal, Way
from anju.homes.estate import Sale
from anju.web.attachments import AttachmentsField, WithAttachments
from anju.web.districts import district_name
from anju.web.forms import Form
from anju.web.searches import NOT_IN_THE_LIST

HINTS = {
    "address": _("要和房屋登记的地址一字不差，例如：朝阳区阜通东大街1号望京花园3号楼1单元301室"),
    "contract": _("在购房合同（网签合同）第一页"),
    "certificate": _("在不动产权证书上，例如：京（2026）朝不动产权第0000001号"),
    "documents": _("请填写房屋的完整地址，例如：朝阳区阜通东大街1号望京花园3号楼1单元301室"),
}


class WantedField(forms.CharField):
    """The number or the address by which a home is named."""

    def __init__(self, label: Any, hint: Any) -> None:
        super().__init__(
            label=label,
            help_text=hint,
            max_length=300,
            error_messages={"required": gettext("请填写{what}").format(what=label)},
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        )


def sale_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("房屋类型"),
        choices=Sale.choices,
        initial=Sale.NEW,
        error_messages=NOT_IN_THE_LIST,
    )


class FindForm(Form):
    """One of the three modes; only a contract number needs the kind of house. (OWN-30)"""

    at_fields = {
        Refusal.WANTED_MISSING: "wanted",
        Refusal.HOME_NOT_FOUND: "wanted",
    }

    def __init__(self, sent: Any, *, mode: Mode) -> None:
        super().__init__(sent)
        label = _("房屋地址") if mode == Mode.ADDRESS else mode.label
        self.fields["wanted"] = WantedField(label, HINTS[mode.value])
        if mode == Mode.CONTRACT:
            self.fields["sale"] = sale_field()


class BuildingSearch(Form):
    """楼幢公示: in which district, and what the community is called. (OWN-91)"""

    district = forms.ChoiceField(
        label=_("房屋所在区域"),
        choices=[("", _("请选择")), *((code, district_name(code)) for code in DISTRICTS)],
        error_messages={"required": Refusal.DISTRICT_MISSING.label, **NOT_IN_THE_LIST},
    )
    name = forms.CharField(
        label=_("小区名称"),
        min_length=2,
        max_length=80,
        help_text=_("写两个字以上，例如：望京"),
        error_messages={
            "required": _("请填写小区名称"),
            "min_length": _("请至少填写两个字"),
        },
    )


class AddForm(WithAttachments, Form):
    """个人造册. (OWN-13)"""

    at_fields = {
        Refusal.WANTED_MISSING: "wanted",
        Refusal.DISTRICT_MISSING: "district",
        Refusal.OTHER_DISTRICT: "district",
        Refusal.DOCUMENTS_MISSING: "documents",
        IdentityRefusal.NOT_A_PHONE: "phone",
    }

    def __init__(self, *args: Any, way: Way, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields.update(fields_of(way))
        for name in self.places:
            self.fields[name].actor = actor  # type: ignore[attr-defined]


def fields_of(way: Way) -> dict[str, forms.Field]:
    label = _("房屋地址") if way == Way.DOCUMENTS else way.label
    fields: dict[str, forms.Field] = {"wanted": WantedField(label, HINTS[way.value])}
    if way == Way.CONTRACT:
        fields["sale"] = sale_field()
    if way == Way.DOCUMENTS:
        missing = _("请上传证明材料，例如购房合同或者不动产权证书的照片")
        fields["documents"] = AttachmentsField(_("证明材料"), missing)
    fields["district"] = forms.ChoiceField(
        label=_("房屋所在区域"),
        choices=[("", _("请选择")), *((code, district_name(code)) for code in DISTRICTS)],
        error_messages={"required": Refusal.DISTRICT_MISSING.label, **NOT_IN_THE_LIST},
    )
    fields["phone"] = forms.CharField(
        label=_("联系电话"),
        max_length=20,
        error_messages={"required": _("请填写联系电话")},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    return fields
