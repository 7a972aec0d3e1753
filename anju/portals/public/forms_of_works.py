"""What people type from a signed sheet, and to find what communities have spent."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core.money import parse_yuan
from anju.core.numbers import DRAWN, DRAWN_FROM
from anju.core.refusals import Refused
from anju.portals.public.forms import Number, Typed, TypedForm
from anju.portals.public.searches import DistrictField
from anju.web.forms import Form
from anju.web.searches import ChoiceField
from anju.works import sheets
from anju.works.rules import Part

MOST_TYPED = 8_000
LOOKS_LIKE = str.maketrans("OIL", "011")


def read_code(text: str) -> str:
    """The code of a sheet as somebody typed it, or "" when it is none."""
    code = re.sub(r"[\s-]", "", text).upper().translate(LOOKS_LIKE)
    return code if re.fullmatch(rf"[{DRAWN_FROM}]{{{DRAWN}}}", code, re.ASCII) else ""


def read_digest(text: str) -> str:
    """64 figures and letters from a to f, in groups or not; or "" when it is none."""
    digest = re.sub(r"[\s-]", "", text).lower()
    return digest if re.fullmatch(r"[0-9a-f]{64}", digest, re.ASCII) else ""


class SheetForm(TypedForm):
    code = Number(
        _("核验码"),
        _("印在签字表每页下方，12位；空格和短横线不影响。"),
        _("请填写核验码"),
        read=read_code,
        wrong=_("核验码有误：请对照签字表逐位核对"),
    )


class CompareForm(Form):
    """What the paper in somebody's hand says: its digest, its total, some of its rows; one of them is enough."""

    digest = Typed(
        _("签字表上的摘要值"),
        _("共64位，在签字表每页下方；空格不影响，大小写不影响。"),
        required=False,
        max_length=200,
    )
    total = Typed(_("签字表上的分摊总额（元）"), required=False, max_length=20)
    rows = forms.CharField(
        label=_("签字表上的房屋"),
        help_text=_("每行一户：房屋坐落、建筑面积、分摊金额，用空格分开；可以只填自己家。"),
        required=False,
        max_length=MOST_TYPED,
        widget=forms.Textarea({"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"max_length": _("一次填写的房屋太多，请分几次核对")},
    )

    def clean_digest(self) -> str:
        typed = self.cleaned_data["digest"]
        if typed and not read_digest(typed):
            raise forms.ValidationError(_("摘要值有误：应为64位，只有数字和a至f的字母，请逐位核对"))
        return read_digest(typed)

    def clean_total(self) -> int | None:
        try:
            return parse_yuan(self.cleaned_data["total"]) if self.cleaned_data["total"] else None
        except Refused as refused:
            raise forms.ValidationError(refused.message) from None

    def clean_rows(self) -> list[sheets.SheetRow]:
        try:
            typed = self.cleaned_data["rows"]
            rows, unread = sheets.typed(typed) if typed.strip() else ([], [])
        except Refused as refused:
            raise forms.ValidationError(refused.message) from None
        if unread:
            raise forms.ValidationError([f"{one.place}：{one.why}" for one in unread])
        return rows

    def clean(self) -> None:
        if not self.errors and not any(self.cleaned_data.values()):
            raise forms.ValidationError(_("请照着签字表至少填写一项"))

    @property
    def stated(self) -> sheets.Stated:
        rows, total = self.cleaned_data["rows"], self.cleaned_data["total"]
        return sheets.Stated(rows, (), total, self.cleaned_data["digest"])


class SpendingSearch(Form):
    district = DistrictField()

    def __init__(self, asked: Any) -> None:
        super().__init__({name: text.replace("\0", "") for name, text in asked.items()})

    part = ChoiceField(_("维修部位"), Part.choices)

    @property
    def is_asking(self) -> bool:
        return any(bound.value() for bound in self)
