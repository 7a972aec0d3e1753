"""What is typed when the selling unit's part goes back."""

from django.utils.translation import gettext_lazy as _

from anju.core.identity_numbers import OF_ACCOUNTS
from anju.desks.forms import Chosen, Words
from anju.fund.rules import CLOSING, Payee, RefundReason, Refusal
from anju.web.forms import Form


class UnitRefundForm(Form):
    """房屋灭失或者退房: the selling unit's part goes back to it, or to the treasury."""

    at_fields = {
        Refusal.PAYEE_NOT_UNIT: "payee_name",
        **dict.fromkeys(OF_ACCOUNTS, "payee_account"),
    }
    reason = Chosen(_("退款原因 *"), [(one, RefundReason(one).label) for one in CLOSING])
    payee = Chosen(_("退给 *"), [(one, Payee(one).label) for one in (Payee.UNIT, Payee.TREASURY)])
    payee_name = Words(
        _("收款人 *"), 100, required=True, help_text=_("售房单位的名称；单位已不存在的，填财政局")
    )
    payee_account = Words(_("收款账号 *"), 40, required=True)
    payee_bank = Words(_("开户银行 *"), 120, required=True, help_text=_("填写到支行"))
