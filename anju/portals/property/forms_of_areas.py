"""What a company types for 物业区域关联: whose communities, where, and one paper after the other."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.companies.serving import MOST_COMMUNITIES, Paper, Refusal
from anju.core.rules import DISTRICTS
from anju.web.forms import Form
from anju.web.searches import NOT_IN_THE_LIST, ChoiceField, PartOfName


class CommunitySearch(Form):
    """搜索物业名称: a part of the developer's name, and the district. (manual 004, 7.2 ①)"""

    district = ChoiceField(_("所属区县"), DISTRICTS.items())
    developer = PartOfName(_("开发企业单位名称"))

    def __init__(self, asked: Any) -> None:
        super().__init__(asked)
        self.fields["developer"].help_text = _("填写两个字以上，边填边查")
        self.fields["district"].choices = [("", _("请选择")), *DISTRICTS.items()]  # type: ignore[attr-defined]

    @property
    def is_whole(self) -> bool:
        return self.is_valid() and all(self.cleaned_data.values())


class AreasForm(Form):
    """【提交物业区域关联】 with the ticked communities."""

    at_fields = {Refusal.NO_COMMUNITY: "community"}
    district = ChoiceField(_("所属区县"), DISTRICTS.items())
    developer = forms.CharField(label=_("开发企业单位名称"), max_length=200, required=False)
    community = forms.TypedMultipleChoiceField(
        label=_("小区"), coerce=int, required=False, error_messages=NOT_IN_THE_LIST
    )

    def __init__(self, sent: Any, *, offered: list[int]) -> None:
        super().__init__(sent)
        self.fields["community"].choices = [(str(one), one) for one in offered]  # type: ignore[attr-defined]

    @property
    def stated(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "district": typed["district"],
            "developer_name": typed["developer"],
            "community_ids": typed["community"],
        }


class PaperForm(Form):
    """【+】: one file of one paper."""

    at_fields = {}
    paper = forms.ChoiceField(choices=Paper.choices, error_messages=NOT_IN_THE_LIST)
    file = forms.FileField(
        allow_empty_file=True,
        error_messages={"required": _("请选择文件"), "invalid": _("请选择文件")},
    )


def ids_in(sent: Any, name: str) -> list[int]:
    """The numbers that were ticked; whatever is none is passed over."""
    ticked = sent.getlist(name)[:MOST_COMMUNITIES]
    return [int(one) for one in ticked if one.isascii() and one.isdigit() and len(one) < 19]
