"""What the authority's officers search overdue refunds by."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.core.rules import DISTRICTS
from anju.oversight.rules import FINEABLE_DAYS, WATCHED_DAYS
from anju.web.forms import Form
from anju.web.searches import ChoiceField


class OverdueSearch(Form):
    district = ChoiceField(_("区"), list(DISTRICTS.items()))
    least_days = ChoiceField(
        _("逾期"),
        [(str(days), f"{days}天以上") for days in (WATCHED_DAYS, FINEABLE_DAYS)],
    )

    def __init__(self, asked: Any) -> None:
        super().__init__({name: text.replace("\0", "") for name, text in asked.items()})

    @property
    def wanted(self) -> dict[str, Any]:
        said = {name: value for name, value in self.cleaned_data.items() if value}
        if "least_days" in said:
            said["least_days"] = int(said["least_days"])
        return said
