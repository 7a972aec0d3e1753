"""What the forms of every desk share: fields, a reason, the word of who reviews."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core import money
from anju.core.reasons import Refusal as ReasonRefusal
from anju.core.refusals import Refused
from anju.core.rules import DISTRICTS
from anju.web.forms import Form
from anju.web.searches import NOT_IN_THE_LIST, ChoiceField

MOST_OF_REASON = 200


class Words(forms.CharField):
    """A line of text; whether it may be empty is for the action to say."""

    def __init__(
        self, label: Any, max_length: int = 200, help_text: Any = "", **kwargs: Any
    ) -> None:
        super().__init__(
            label=label,
            required=kwargs.pop("required", False),
            max_length=max_length,
            help_text=help_text,
            error_messages={
                "required": _("请填写"),
                "max_length": _("最多{most}个字").format(most=max_length),
            },
            **kwargs,
        )


class LongText(Words):
    def __init__(self, label: Any, max_length: int = 500, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(label, max_length, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class Whole(forms.IntegerField):
    """A whole number, zero where nothing is typed."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            min_value=0,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={"invalid": _("请填写整数"), "min_value": _("不能小于0")},
            **kwargs,
        )

    def clean(self, value: Any) -> int:
        return super().clean(value) or 0


class Yuan(forms.CharField):
    """An amount in yuan, read into fen; zero where nothing is typed."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return money.parse_yuan(text) if text else 0
        except Refused as refused:
            raise forms.ValidationError(refused.message) from None


class Chosen(forms.ChoiceField):
    """One of a list, which has to be chosen."""

    def __init__(self, label: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(
            label=label,
            choices=choices,
            error_messages={**NOT_IN_THE_LIST, "required": _("请选择")},
            **kwargs,
        )


class DistrictField(ChoiceField):
    def __init__(self) -> None:
        super().__init__(_("所在区"), DISTRICTS.items())


class ReasonForm(Form):
    """Why something is done."""

    at_fields = {
        ReasonRefusal.REASON_MISSING: "because",
        ReasonRefusal.REASON_TOO_LONG: "because",
    }
    because = LongText(_("原因"), MOST_OF_REASON, required=True)


class ReviewForm(Form):
    """One of two decisions, or the one against it where nobody could agree yet (`approve` is "")."""

    at_fields = {
        ReasonRefusal.REASON_MISSING: "because",
        ReasonRefusal.REASON_TOO_LONG: "because",
    }
    decision = Chosen(_("处理结果"), [], widget=forms.RadioSelect)
    because = LongText(_("原因"), MOST_OF_REASON)

    def __init__(self, *args: Any, approve: Any, reject: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("approve", approve)] if approve else []
        offered.append(("reject", reject))
        self.fields["decision"].choices = offered  # type: ignore[attr-defined]

    @property
    def is_approved(self) -> bool:
        return bool(self.cleaned_data["decision"] == "approve")

    def decide(self, approve: Callable[..., Any], reject: Callable[..., Any], **about: Any) -> bool:
        """Do what was chosen, with the reason that stands beside it."""
        chosen = approve if self.is_approved else reject
        return self.attempt(chosen, because=self.cleaned_data["because"], **about)
