"""What is asked of the books: a moment of the past, a pot, a day."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core import clock
from anju.portals.centre.forms import OLDEST_DAY
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
        super().__init__({"as_of": asked.get("as_of", "").replace("\0", "")})

    @property
    def moment(self) -> datetime | None:
        """None is now."""
        return self.cleaned_data["as_of"] if self.is_valid() else None

    @property
    def is_asking(self) -> bool:
        return bool(self.data.get("as_of"))
