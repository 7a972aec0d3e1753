"""What searches of lists are made of: days, choices, parts of names; what is typed is kept."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from anju.core.actors import Actor
from anju.web.forms import Form
from anju.web.paging import PageOfRows, page_of

ANY = [("", _("全部"))]
NOT_IN_THE_LIST = {"invalid_choice": _("请从列表中选择")}


FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


class DayField(forms.DateField):
    """A day as people mean it: before 1900 and after 2199 somebody has mistyped, and a period could not be counted."""

    def __init__(self, label: Any, help_text: Any = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": _("这不是一个日期，请按 2026-01-31 的格式填写")},
        )

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class ChoiceField(forms.ChoiceField):
    def __init__(self, label: Any, choices: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            choices=[*ANY, *choices],
            error_messages=NOT_IN_THE_LIST,
        )


class PartOfName(forms.CharField):
    """A part of an address or a name: from two characters on, or half the city is found."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False, min_length=2, max_length=100)


class Search(Form):
    """A search of a list; `wanted` is what its query takes. Nothing is found while something is wrong."""

    def __init__(self, asked: Any, *, actor: Actor) -> None:
        super().__init__({name: text.replace("\0", "") for name, text in asked.items()})
        self.actor = actor

    def check_period(self, first: str, last: str) -> Any:
        """The last day of a period, unless it lies before the first."""
        begins, ends = self.cleaned_data.get(first), self.cleaned_data[last]
        if begins and ends and ends < begins:
            raise forms.ValidationError(_("止日不能早于起日"))
        return ends

    @property
    def is_asking(self) -> bool:
        """Whether anything was typed, understood or not."""
        return any(bound.value() for bound in self)

    @property
    def wanted(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value}


def page_found(search: Search, query: Callable[..., QuerySet], request: HttpRequest) -> PageOfRows:
    """The page of a list that a search asks for; nothing while something in the search is wrong."""
    if not search.is_valid():
        return PageOfRows([])
    return page_of(query(request.actor, **search.wanted), request)
