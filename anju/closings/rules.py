"""The day's closing of every bank account: differences, their explanation, entries made by hand, as data.

The statement of a bank, the entries it told and our book are held against each other; what differs is named to the
fen, and a day is closed when nothing is left unexplained. (rule A11.9)
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves

APPEARS_WITHIN_WORKDAYS = 3
"""So many working days a bank has to book what it has left out; then the difference is open again."""

MOST_ATTACHMENTS = 10
MOST_DAYS_AT_ONCE = 10
"""Of an account with many open days, the clock looks at so many of the oldest at a time."""


class Status(TextChoices):
    WAITING = "waiting", _("待对账")
    DIFFERS = "differs", _("有差异")
    READY = "ready", _("可日结")
    CLOSED = "closed", _("已日结")


MOVES = Moves(
    differ=Move(_("发现差异"), (Status.WAITING, Status.READY), Status.DIFFERS),
    agree=Move(_("核对一致"), (Status.WAITING, Status.DIFFERS), Status.READY),
    close=Move(_("日结"), (Status.READY,), Status.CLOSED),
)
OPEN = (Status.WAITING, Status.DIFFERS, Status.READY)


class Kind(TextChoices):
    MISSING = "missing", _("银行漏记")
    DOUBLE = "double", _("银行重记")
    AMOUNT = "amount", _("金额不符")
    BANK_ONLY = "bank_only", _("银行已记、账簿未记")
    OPENING = "opening", _("期初余额不符")
    NOT_ADDING_UP = "not_adding_up", _("对账单合计不符")
    SETTLEMENT = "settlement", _("支付机构清算差异")
    AFTER_CLOSING = "after_closing", _("日结后变动")
    REMAINDER = "remainder", _("其他差额")


class Way(TextChoices):
    """How a difference may be settled, and how it was."""

    BANK = "bank", _("银行更正对账单")
    TIMING = "timing", _("在途：银行次日补记")
    ENTRY = "entry", _("记账凭证调整")
    ADMIT = "admit", _("确为另一笔，登记入账")
    DENIED = "denied", _("银行确认没有这一笔")
    WORDS = "words", _("说明原因")
    APPEARED = "appeared", _("已在后日对账单出现")
    CLEARED = "cleared", _("已自行消除")


@dataclass(frozen=True)
class About:
    """What a kind of difference means, what is to be done first, and what else may be."""

    means: Any
    advice: Any
    ways: tuple[Way, ...]


ABOUT = {
    Kind.MISSING: About(
        _("银行已通知、账簿已记，日终对账单上没有这一笔。"),
        _(
            "先请银行更正对账单；银行答复次日补记的，登记为在途；"
            "银行书面确认没有这一笔的，撤销挂账的到账，以免退回或者认领没有收到的钱。"
        ),
        (Way.BANK, Way.TIMING, Way.DENIED, Way.ENTRY, Way.WORDS),
    ),
    Kind.DOUBLE: About(
        _("对账单把同一笔列了两次。账簿只记了一次，重复的一行没有入账。"),
        _("请银行更正对账单；付款人确实付了两次的，登记入账。"),
        (Way.BANK, Way.ADMIT, Way.ENTRY),
    ),
    Kind.AMOUNT: About(
        _("同一流水号，账簿与对账单的金额不同。"),
        _("请银行更正对账单；银行确认对账单正确的，编制记账凭证。"),
        (Way.BANK, Way.ENTRY),
    ),
    Kind.BANK_ONLY: About(
        _("银行记了这一笔，账簿上没有对应的业务。"),
        _("先在【挂账处理】查明用途；银行手续费等编制记账凭证。"),
        (Way.BANK, Way.ENTRY),
    ),
    Kind.OPENING: About(
        _("对账单的期初余额不等于上一日的期末余额。"),
        _("请银行更正对账单。"),
        (Way.BANK, Way.WORDS),
    ),
    Kind.NOT_ADDING_UP: About(
        _("对账单的期初余额加减各行，不等于期末余额。"),
        _("请银行更正对账单。"),
        (Way.BANK,),
    ),
    Kind.SETTLEMENT: About(
        _("支付机构账单中有与支付单不符的行，银行资金与账单总额一致。"),
        _("在【支付机构清算差异】逐行查明后说明原因。"),
        (Way.WORDS,),
    ),
    Kind.AFTER_CLOSING: About(
        _("上一日日结以后，账簿或者对账单又有变动。"),
        _("查明变动的流水；余额仍一致的说明原因，不一致的请银行更正或者编制记账凭证。"),
        (Way.BANK, Way.ENTRY, Way.WORDS),
    ),
    Kind.REMAINDER: About(
        _("逐笔核对之后，余额仍有未列明的差额。"),
        _("请银行更正对账单，或者查明后编制记账凭证。"),
        (Way.BANK, Way.ENTRY),
    ),
}
ADVICE_OF_USED = _(
    "先请银行更正对账单；银行答复次日补记的，登记为在途。"
    "这笔钱已经记入合同或者房屋，或者已经退回，不能撤销；银行没有收到的，应由银行补足。"
)
"""What is to be done about a credit that the bank has left out and that nobody can take back any more."""
ADVICE_OF_WITHDRAWN = _("这笔曾按银行答复撤销，现在银行又记了。请冲销当时的凭证，恢复挂账。")
"""What is to be done about a line that says what was withdrawn."""

WORDS_WHERE_THE_DAY_AGREES = (Kind.OPENING, Kind.AFTER_CLOSING)
"""A difference that moves no money may be explained in words. These may, too, where book and statement agree at the end
of the day in spite of it."""


class DifferenceStatus(TextChoices):
    FOUND = "found", _("待处理")
    EXPLAINED = "explained", _("已说明")
    RESOLVED = "resolved", _("已解决")


D = DifferenceStatus
DIFFERENCE_MOVES = Moves(
    explain=Move(_("说明"), (D.FOUND,), D.EXPLAINED),
    resolve=Move(_("解决"), (D.FOUND, D.EXPLAINED), D.RESOLVED),
    reopen=Move(_("重新打开"), (D.EXPLAINED, D.RESOLVED), D.FOUND),
)


class EntryStatus(TextChoices):
    PROPOSED = "proposed", _("待复核")
    BOOKED = "booked", _("已入账")
    REJECTED = "rejected", _("已退回")
    WITHDRAWN = "withdrawn", _("已撤回")


E = EntryStatus
ENTRY_MOVES = Moves(
    book=Move(_("复核入账"), (E.PROPOSED,), E.BOOKED),
    reject=Move(_("退回"), (E.PROPOSED,), E.REJECTED),
    withdraw=Move(_("撤回"), (E.PROPOSED,), E.WITHDRAWN),
)


class EntryKind(TextChoices):
    MORE = "more", _("银行多、账簿少：转入挂账")
    LESS = "less", _("银行少、账簿多：由挂账转出")
    LESS_INTEREST = "less_interest", _("银行少、账簿多：由待分配利息列支")
    FEE = "fee", _("银行手续费：由待分配利息列支")
    DENIED = "denied", _("银行确认没有这一笔：撤销挂账的到账")
    REVERSAL = "reversal", _("冲销原记账凭证")


LEGS = {
    EntryKind.MORE: ("world:{bank}", "suspense:{bank}"),
    EntryKind.LESS: ("suspense:{bank}", "world:{bank}"),
    EntryKind.LESS_INTEREST: ("interest:{bank}", "world:{bank}"),
    EntryKind.FEE: ("interest:{bank}", "world:{bank}"),
}
"""From which pot to which each kind moves money. Only pooled pots of one bank account: what stands in the pot of a
lease or a home belongs to somebody, whose lots are kept elsewhere."""

LEGS_OF_DENIED = ("suspense:{bank}", "world:{bank}")
"""One credit leaves suspense as a whole: made only for its difference, never by itself."""


class Refusal(TextChoices):
    NOT_YOURS = "not_yours", _("您没有办理这项业务的权限")
    PREVIOUS_OPEN = "previous_open", _("{day}还没有日结，请先日结前一日")
    STILL_BOOKING = "still_booking", _("{day}还有流水没有入账，请稍后再试")
    NOT_OVER = "not_over", _("{day}还没有结束，不能日结")
    NOT_A_WAY = "not_a_way", _("「{kind}」不能这样处理")
    MONEY_DIFFERS = "money_differs", _("金额不一致的差异不能只说明原因，请选择其他处理方式")
    NO_REASON = "no_reason", _("请写明原因")
    IN_HAND = "in_hand", _("这项差异的记账凭证{no}还在复核，请先复核或者撤回")
    TOO_MANY_FILES = "too_many_files", _("最多上传{most}个附件")
    FILE_UNKNOWN = "file_unknown", _("附件不存在或者不是您上传的")
    NO_DOCUMENT = "no_document", _("请上传凭证所依据的文件")
    NOT_A_KIND = "not_a_kind", _("请选择银行账户和凭证种类")
    DAY_CLOSED = "day_closed", _("{day}以前的账已经日结，不能再记入")
    ENTRY_WAITS = "entry_waits", _("记账凭证{no}记在这一天，还没有复核；请先复核、退回或者撤回")
    MADE_ALREADY = (
        "made_already",
        _("已有内容相同的凭证{no}（{status}）；确为另一笔的，请在摘要中写明"),
    )
    IN_THE_FUTURE = "in_the_future", _("发生日期不能晚于今天")
    NO_AMOUNT = "no_amount", _("金额应大于零")
    WRONG_AMOUNT = "wrong_amount", _("这项差异应由凭证{direction}账簿余额{amount}元")
    NOT_KEPT = "not_kept", _("挂账中由凭证转入的只有{kept}元；其余属于付款人，不能转出")
    SAME_PERSON = "same_person", _("记账凭证须由他人复核，不能复核自己编制的凭证")
    DENY_IT = (
        "deny_it",
        _("这笔到账还在挂账，请选择「银行确认没有这一笔」：从利息列支后，挂账的钱仍会退回付款人"),
    )
    LISTED_AFTER_ALL = (
        "listed_after_all",
        _("这项差异已经解决（{how}），不能再撤销这笔到账，请退回凭证"),
    )
    REVERSE_IT = "reverse_it", _("这笔曾经撤销，请冲销当时的凭证，恢复挂账")
    REINSTATED = "reinstated", _("这笔到账已恢复挂账；银行再次否认的，请在差异中重新办理")
    NOT_BOOKED = "not_booked", _("只能冲销已入账的凭证")
    REVERSED = "reversed", _("凭证{no}已经冲销，或者正在冲销")
