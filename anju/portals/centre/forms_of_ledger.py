"""What is asked of the books: a moment of the past, a pot, a day."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core import clock
from anju.ledger.rules import KINDS
from anju.portals.centre.forms import OLDEST_DAY, DayField
from anju.web.forms import Form

MOMENT = "%Y-%m-%dT%H:%M:%S"
MOMENTS = [MOMENT, "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]


class MomentField(forms.DateTimeField):
    """A moment of the past in Beijing, to the second: all of that second has passed. Empty is now."""

    def __init__(self) -> None:
        super().__init__(
            label=_("截至时间"),
            help_text=_("北京时间，精确到秒；不填表示现在"),
            required=False,
            input_formats=MOMENTS,
            widget=forms.DateTimeInput(
                attrs={"type": "datetime-local", "step": "1"}, format=MOMENT
            ),
            error_messages={"invalid": _("这不是一个时间，请按 2026-01-31 16:30:00 的格式填写")},
        )

    def to_python(self, value: Any) -> datetime | None:
        read = super().to_python(value)
        if read is None:
            return None
        if clock.day_of(read) < OLDEST_DAY or read > clock.now():
            raise forms.ValidationError(_("时间应在2024年1月1日至现在之间"))
        return read + timedelta(seconds=1, microseconds=-1)


class AsOf(Form):
    """As of which moment a page of the ledger is shown."""

    as_of = MomentField()

    def __init__(self, asked: Any) -> None:
        super().__init__({name: asked.get(name, "").replace("\0", "") for name in self.base_fields})

    @property
    def moment(self) -> datetime | None:
        """None is now."""
        return self.cleaned_data["as_of"] if self.is_valid() else None

    @property
    def is_asking(self) -> bool:
        return any(self.data.values())


class BooksSearch(AsOf):
    """As of which moment the trial balance is shown, and for which day the banks' statements."""

    day = DayField(required=False)

    def __init__(self, asked: Any) -> None:
        super().__init__(asked)
        self.fields["day"].label = _("对账日期")
        self.fields["day"].help_text = _("不填表示截至时间的前一天")

    @property
    def statement_day(self) -> date:
        """The day of the statements: unless one is named, the one before the moment."""
        named = self.cleaned_data.get("day") if self.is_valid() else None
        return named or clock.day_of(self.moment or clock.now()) - timedelta(days=1)


class PotSearch(AsOf):
    """A kind of pots, or how their codes begin."""

    kind = forms.ChoiceField(
        label=_("账户种类"),
        required=False,
        choices=[("", _("全部")), *((kind.name, kind.label) for kind in KINDS.values())],
        error_messages={"invalid_choice": _("请从列表中选择")},
    )
    begins = forms.RegexField(
        r"\A[A-Za-z0-9:_-]{1,80}\Z",
        label=_("账户编号"),
        required=False,
        help_text=_("完整编号，或者编号的开头，例如 lease:BA"),
        error_messages={"invalid": _("账户编号由字母、数字、冒号和短横线组成，请核对")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
