"""What is typed about 期初建账: which bank, the files, and what another person decides."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.desks.forms import Chosen
from anju.fund_openings import reading
from anju.fund_openings.rules import Refusal
from anju.portals.fund_desk.forms_of_money import ReviewForm
from anju.web.forms import Form, SheetField
from anju.web.tenant.forms import ChoiceField


class OpeningForm(Form):
    """At which bank; and by which credit, where the old account was paid over."""

    at_fields = {Refusal.NOT_A_CREDIT: "entry"}
    bank = Chosen(_("维修资金专户 *"), [])
    entry = ChoiceField(_("从旧账户转入的到账资金（不选择：按第一天对账单的期初余额）"), [])

    def __init__(
        self, *sent: Any, banks: Iterable[tuple[str, str]], entries: Iterable[tuple[int, str]]
    ) -> None:
        super().__init__(*sent)
        offered = [(str(pk), label) for pk, label in entries]
        self.fields["bank"].choices = list(banks)  # type: ignore[attr-defined]
        self.fields["entry"].choices = [("", _("请选择")), *offered]  # type: ignore[attr-defined]

    @property
    def stated(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {"bank": typed["bank"], "entry_id": int(typed["entry"]) if typed["entry"] else None}


class OpeningFileForm(Form):
    file = SheetField(
        _("房屋和余额文件 *"),
        reading.UPLOAD,
        help_text=_("XLSX文件，不超过10 MB，一次最多20000行，可以分多次上传"),
    )

    @property
    def stated(self) -> dict[str, Any]:
        file = self.cleaned_data["file"]
        return {"name": file.name, "content": file.read()}


class OpeningReviewForm(ReviewForm):
    at_fields = {Refusal.REASON_MISSING: "because"}
