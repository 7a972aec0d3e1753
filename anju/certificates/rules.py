"""Papers that a tenant or an owner keeps and anyone can check, as data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    STATEMENT = "statement", _("资金明细对账单")
    PROOF_OF_DEPOSIT = "proof_of_deposit", _("押金托管证明")
    FULL_PAYMENT = "full_payment", _("住宅专项维修资金足额交存证明")
    MONTHLY_REPORT = "monthly_report", _("资金监管月报")


PREFIXES = {
    Kind.STATEMENT: "DZ",
    Kind.PROOF_OF_DEPOSIT: "TG",
    Kind.FULL_PAYMENT: "ZJ",
    Kind.MONTHLY_REPORT: "YB",
}
"""How the number of each kind begins: 对账, 托管, 足额交存, 月报."""

OF_HOMES = (Kind.FULL_PAYMENT,)
"""These are about a home's maintenance fund, the others about a lease."""

OF_THE_CITY = (Kind.MONTHLY_REPORT,)
"""These are about nobody's lease or home: the fund centre gives account. No person stands in them."""

LANGUAGES = (("zh-hans", "中文"), ("en", "English"))

ISSUER = "北京市住房资金管理中心"

MOST_MOVEMENTS = 1_000
"""What one statement holds: 26 pages, laid out in half a second. (our default)"""

MOST_A_DAY = 20
"""What may be issued for one lease, or one home, on one day: papers are kept for good. (our default)"""


class Refusal(TextChoices):
    NOTHING_IN_CUSTODY = (
        "nothing_in_custody",
        _("目前没有托管中的押金，不能开具押金托管证明。押金缴纳并入账后即可开具。"),
    )
    PERIOD_BACKWARDS = "period_backwards", _("止日{to_on}早于起日{from_on}，请核对")
    PERIOD_IN_FUTURE = "period_in_future", _("止日{to_on}晚于今天，对账单只能开到今天为止")
    TOO_MANY_MOVEMENTS = (
        "too_many_movements",
        _("所选期间有{count}笔资金变动，一份对账单最多{limit}笔，请分成较短的期间开具"),
    )
    NOT_FULL = "not_full", _("该房屋尚需{kind}{amount}元，足额交存后才能开具证明")
    NOTHING_DEPOSITED = "nothing_deposited", _("该房屋尚未交存维修资金，不能开具足额交存证明")
    UNDER_WAY = "under_way", _("有一笔交存款尚未到账，到账后（一般为次日）即可开具")
    TOO_MANY_HOME_TODAY = (
        "too_many_home_today",
        _("本房屋今天已开具{limit}份证明，请明天再开具，或者下载已开具的证明"),
    )
    TOO_MANY_TODAY = (
        "too_many_today",
        _("本合同今天已开具{limit}份凭证，请明天再开具，或者从“我的凭证”下载已开具的"),
    )
