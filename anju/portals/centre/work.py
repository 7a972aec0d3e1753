"""What each post of the fund centre has to do today, as data: one line for each kind of work. (CTR-01)"""

from django.utils.translation import gettext_lazy as _

from anju.closings import queries as closings
from anju.custody import queries as custody
from anju.oversight import queries as oversight
from anju.oversight.rules import ANSWER_WAITS
from anju.parameters import queries as parameters
from anju.payments import queries as payments
from anju.people.rules import Office, Power
from anju.refunds import queries as refunds
from anju.refunds.office_rules import OpenWork
from anju.unclaimed import queries as unclaimed
from anju.web.waiting import Work

WORK = (
    Work(
        Power.BANK_READ,
        _("挂账流水"),
        payments.entries_to_work_on,
        "entries",
        since="booked_at",
        due="return_due_on",
    ),
    Work(
        Power.BANK_READ,
        _("未匹配的支付结果通知"),
        payments.notifications_to_work_on,
        "notifications",
        since="received_at",
    ),
    Work(
        Power.BANK_READ,
        _("支付机构清算差异"),
        payments.settlement_differences,
        "settlements",
        since="settlement__day",
    ),
    Work(
        Power.PAYOUT_MAKE,
        _("待编批的付款"),
        payments.all_due_payouts,
        "payouts",
        since="due_since",
    ),
    Work(
        Power.PAYOUT_CHECK,
        _("待复核的付款批次"),
        payments.batches_to_check,
        "payouts",
        since="made_at",
    ),
    Work(
        Power.ACCOUNT_CHECK,
        _("待复核的收款账户"),
        custody.accounts_to_check,
        "accounts",
        since="proposed_at",
    ),
    Work(
        Power.ORDER_CHECK,
        _("待复核的主管部门退款决定"),
        refunds.orders_to_check,
        "authority_orders",
        since="proposed_at",
    ),
    Work(
        Power.PROOF_CLOSE,
        _("待日结的账户日"),
        closings.days_to_close,
        "closings",
        since="day",
    ),
    Work(
        Power.PROOF_CLOSE,
        _("日结后又待处理的差异"),
        closings.days_open_again,
        "closings",
        since="day",
    ),
    Work(
        Power.ENTRY_CHECK,
        _("待复核的记账凭证"),
        closings.entries_to_check,
        "manual_entries",
        since="made_at",
    ),
    Work(
        Power.FIGURES_READ,
        _("退款方案逾期未提交"),
        lambda actor: refunds.cases_of_work(OpenWork.OVERDUE_PLANS),
        "figures_work",
        since="registered_at",
        due="plan_due_on",
    ),
    Work(
        Power.CENTRE_PARAMETER_CHECK,
        _("待复核的参数"),
        lambda actor: parameters.values_to_approve(actor, Office.CENTRE),
        "parameters",
        since="proposed_at",
    ),
    Work(
        Power.WARNING_KEEP,
        _("待处理的风险预警"),
        oversight.to_decide,
        "warnings",
        since="assessed_on",
    ),
    Work(
        Power.WARNING_KEEP,
        _("待答复的企业说明"),
        oversight.answers_waiting,
        "warnings",
        asked=f"status={ANSWER_WAITS}",
        since="written_at",
    ),
    Work(
        Power.UNCLAIMED_KEEP,
        _("提醒后仍未领的资金"),
        unclaimed.still_waiting,
        "unclaimed",
        since="since_on",
    ),
)
MENU_OF = {"notifications": "entries", "figures_work": "figures"}
"""In which entry of the menu what waits is counted, where that is another than the page it is done on."""
