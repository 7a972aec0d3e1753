"""What a stranger types who looks for money: as a tenant, or as who once transferred it."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core.refusals import Refused
from anju.unclaimed import queries
from anju.unclaimed.queries import Told
from anju.web.forms import Form


class Line(forms.CharField):
    def __init__(self, label: Any, help_text: Any = "", empty: Any = "") -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            max_length=100,
            error_messages={"required": empty, "max_length": _("内容过长，请核对")},
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        )


class OwnerForm(Form):
    """A tenant or the owner of a home: a person by name and identity number, an organisation by name and code."""

    title: ClassVar[Any] = _("我是承租人，或者房屋业主")
    name = Line(_("姓名或者单位名称"), "", _("请填写姓名或者单位名称"))
    number = Line(
        _("证件号码或者统一社会信用代码"),
        _("与租赁合同或者房屋登记的一致"),
        _("请填写证件号码或者统一社会信用代码"),
    )

    def told(self) -> Told | None:
        """A name that cannot be one is nobody's."""
        try:
            return queries.for_owner(self.cleaned_data["name"], self.cleaned_data["number"])
        except Refused:
            return None


class PayerForm(Form):
    """Who transferred money that never arrived where it should."""

    title: ClassVar[Any] = _("我转过账，但没有入账")
    name = Line(_("付款户名"), "", _("请填写付款户名"))
    account = Line(_("付款账号"), _("转账时使用的银行账号，只填数字"), _("请填写付款账号"))

    def told(self) -> Told | None:
        return queries.for_payer(self.cleaned_data["name"], self.cleaned_data["account"])


FORMS: dict[str, type[OwnerForm] | type[PayerForm]] = {"owner": OwnerForm, "payer": PayerForm}
