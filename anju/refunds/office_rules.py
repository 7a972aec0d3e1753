"""What the desks of offices know of ends of leases, as data: what a dispute wants, what an authority may order."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

OVERDUE_ALERTS = (1, 5, 7)
"""Days after which an overdue enterprise is named to the association; from 7 on it may be fined. (rule A13.2)"""


class DisputeWork(TextChoices):
    """What a dispute wants of the association now (our default)."""

    NEW = "new", _("新案件，还没有处理")
    ATTEND = "attend", _("到了跟进日期")
    AWARD = "award", _("已提交裁决书、判决书")


class OrderRefusal(TextChoices):
    """Why an order of the district authority is not entered or carried out. (rule A9.4)"""

    NOT_YOURS_TO_ENTER = "not_yours_to_enter", _("只有有权限的资金中心工作人员可以办理")
    ORDER_EMPTY = "order_empty", _("请填写主管部门、文书编号和退款原因")
    DATED_IN_FUTURE = "dated_in_future", _("文书日期{dated_on}晚于今天")
    ORDER_NEEDS_FILE = "order_needs_file", _("请上传主管部门的书面意见")
    ORDER_PENDING = "order_pending", _("合同{filing_no}已有一份退款决定等待复核")
    ONLY_DISPUTED = (
        "only_disputed",
        _("合同{filing_no}在监管的资金都有争议，书面意见没有写明包括争议资金的，不能办理"),
    )


class OpenWork(TextChoices):
    """What is open of the ends of leases, as the dashboards count it. (CTR-01)"""

    OVERDUE_PLANS = "overdue_plans", _("退款方案逾期未提交")
    PLANS_WANTED = "plans_wanted", _("等待企业提交方案")
    ANSWERS_WANTED = "answers_wanted", _("等待承租人确认方案")
    DISPUTES = "disputes", _("争议处理中")
    ACCOUNTS_WANTED = "accounts_wanted", _("等待确认收款账户")
    PAYMENTS_FAILED = "payments_failed", _("付款失败待处理")
