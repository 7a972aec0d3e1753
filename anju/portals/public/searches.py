"""What people type to find something on a published list."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.agencies.rules import Kind, PremisesKind, Role
from anju.core.rules import DISTRICTS
from anju.credit.rules import Category, ListKind
from anju.portals.public.shown_figures import MEASURES
from anju.web.forms import Form
from anju.web.searches import NOT_IN_THE_LIST, ChoiceField, PartOfName

LEVELS = (("head", _("总机构")), ("branch", _("分支机构")))


class Number(forms.CharField):
    def __init__(self, label: Any, longest: int) -> None:
        super().__init__(label=label, required=False, max_length=longest)


class DistrictField(ChoiceField):
    def __init__(self) -> None:
        super().__init__(_("所在区"), [(code, _(name)) for code, name in DISTRICTS.items()])


class InstitutionSearch(Form):
    text = PartOfName(_("机构名称或地址"))
    uscc = Number(_("统一社会信用代码"), 18)
    kind = ChoiceField(_("机构类型"), Kind.choices)
    level = ChoiceField(_("总机构或分支机构"), LEVELS)
    district = DistrictField()


class PractitionerSearch(Form):
    text = PartOfName(_("机构名称"))
    filing_no = Number(_("机构备案号"), 20)
    role = ChoiceField(_("岗位"), Role.choices)


class ListSearch(Form):
    text = PartOfName(_("机构名称"))
    uscc = Number(_("统一社会信用代码"), 18)
    kind = ChoiceField(_("名单"), ListKind.choices)


class RuleSearch(Form):
    text = PartOfName(_("计分事项"))
    category = ChoiceField(_("计分类型"), Category.choices)


class PlaceSearch(Form):
    text = PartOfName(_("机构、场所名称或地址"))
    district = DistrictField()
    kind = ChoiceField(_("场所类型"), PremisesKind.choices)
    institution_kind = ChoiceField(_("机构类型"), Kind.choices)


class AccountSearch(Form):
    text = PartOfName(_("企业名称"))
    uscc = Number(_("统一社会信用代码"), 18)


class FiguresSearch(Form):
    def __init__(self, asked: Any, *, months: Sequence[date]) -> None:
        super().__init__(asked)
        self.fields["month"].choices = [(f"{month:%Y-%m}", f"{month:%Y-%m}") for month in months]

    measure = forms.ChoiceField(
        label=_("指标"),
        choices=[(name, measure.title) for name, measure in MEASURES.items()],
        required=False,
        error_messages=NOT_IN_THE_LIST,
    )
    month = forms.ChoiceField(label=_("月份"), required=False, error_messages=NOT_IN_THE_LIST)

    def clean_month(self) -> date | None:
        text = self.cleaned_data["month"]
        return date.fromisoformat(f"{text}-01") if text else None
