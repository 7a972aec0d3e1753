"""Forms of votes: paper of one home, a list, the day of the result."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core import clock
from anju.core.actors import Actor
from anju.core.refusals import Refused
from anju.desks.forms import Chosen, Words
from anju.votes import reading
from anju.votes.actions import Paper
from anju.votes.rules import Refusal
from anju.web.attachments import store_attachment
from anju.web.forms import Form, SheetField
from anju.web.searches import DayField

ANSWERS = [("yes", _("同意")), ("no", _("不同意"))]


class Day(DayField):
    """A day that has to be stated."""

    def __init__(self, label: Any) -> None:
        super().__init__(label)
        self.required = True
        self.error_messages["required"] = _("请填写日期")


class PaperForm(Form):
    """What a signed paper says."""

    answer = Chosen(_("表决意见 *"), ANSWERS, widget=forms.RadioSelect)
    signed_on = Day(_("签名日期 *"))
    proxy_name = Words(_("代理人姓名"), 50, help_text=_("业主本人签名的不填"))
    proxy_id_number = Words(_("代理人身份证号码"), 18)
    scan = forms.FileField(
        label=_("签名扫描件"),
        required=False,
        help_text=_("由代理人签名的、此前的签名已被剔除的，必须上传；jpg、png或pdf，不超过1MB"),
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.pdf,.png"}),
    )
    at_fields: ClassVar = {
        Refusal.SIGNED_WRONG_DAY.value: "signed_on",
        Refusal.PROXY_INCOMPLETE.value: "proxy_id_number",
        Refusal.PAPER_NEEDED.value: "scan",
    }

    def stored(self, by: Actor) -> int | None:
        """The id of the scan, kept; what is wrong with it stands at its field."""
        file = self.cleaned_data.get("scan")
        if file is None:
            return None
        try:
            return store_attachment(file, by)
        except Refused as refused:
            self.add_error("scan", refused.message)
            return None

    def paper(self, file_id: int | None) -> Paper:
        stated = self.cleaned_data
        return Paper(
            stated["answer"] == "yes",
            stated["signed_on"],
            stated["proxy_name"],
            stated["proxy_id_number"],
            file_id,
        )


class ListForm(Form):
    file = SheetField(_("签名清单（xlsx）"), reading.UPLOAD)

    @property
    def stated(self) -> dict[str, Any]:
        file = self.cleaned_data["file"]
        return {"name": file.name, "content": file.read()}


class PublishForm(Form):
    published_on = Day(_("公布日期 *"))
    at_fields: ClassVar = {Refusal.PUBLISHED_WRONG_DAY.value: "published_on"}


def today() -> dict[str, Any]:
    return {"signed_on": clock.today(), "published_on": clock.today()}
