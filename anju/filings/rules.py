"""Filing of rental contracts (合同备案) as data. Sources: manual 003; rules C3, A4, D6; 812.

Where no rule was found the value is our default and says so.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves

REVIEW_WORKDAYS = 3
"""An application is reviewed within three working days. (rule C3.9, default)"""

MUST_SIGN_ONLINE = True
"""备案前是否必须进行合同网签: yes, until somebody with the post says otherwise. (manual 003; rules C2.7, C3.5)"""

MOST_ROWS_IN_FILE = 10_000
ROWS_A_RUN = 500
"""So many rows of a file are filed before the next file has its turn (our default)."""


def answer(must_sign_online: bool) -> str:
    """How the parameter is answered, in the manual's words."""
    return str(_("是") if must_sign_online else _("否"))


class Kind(TextChoices):
    NEW = "new", _("合同备案")
    RENEWAL = "renewal", _("续租备案")
    CHANGE = "change", _("变更备案")
    END = "end", _("注销备案")


OF_A_CONTRACT = (Kind.NEW, Kind.RENEWAL)
"""These file a contract as a lease; the others are about a lease that was filed before. (rules C3.8, A9)"""


class Basis(TextChoices):
    """What a change or an end rests on. (rule A9.3)"""

    AGREEMENT = "agreement", _("双方签订的协议")
    JUDGMENT = "judgment", _("生效的法律文书")


class Status(TextChoices):
    SUBMITTED = "submitted", _("待审核")
    RETURNED = "returned", _("已退回")
    APPROVED = "approved", _("已备案")
    WITHDRAWN = "withdrawn", _("已撤回")


OPEN = (Status.SUBMITTED, Status.RETURNED)
MOVES = Moves(
    send_back=Move(_("退回"), (Status.SUBMITTED,), Status.RETURNED),
    resubmit=Move(_("重新提交"), (Status.RETURNED,), Status.SUBMITTED),
    approve=Move(_("审核通过"), (Status.SUBMITTED,), Status.APPROVED),
    withdraw=Move(_("撤回"), OPEN, Status.WITHDRAWN),
)


class FileStatus(TextChoices):
    RECEIVED = "received", _("等待处理")
    WORKING = "working", _("正在处理")
    DONE = "done", _("处理完成")


FILE_MOVES = Moves(
    start=Move(_("开始处理"), (FileStatus.RECEIVED,), FileStatus.WORKING),
    finish=Move(_("处理完成"), (FileStatus.WORKING,), FileStatus.DONE),
)


class RowOutcome(TextChoices):
    """What became of one contract of a file."""

    SUBMITTED = "submitted", _("已提交备案")
    REFUSED = "refused", _("未提交")


class Refusal(TextChoices):
    NOT_READY = (
        "not_ready",
        _("合同{no}的状态为「{status}」，已签约或者已补录的合同才能申请备案"),
    )
    MUST_SIGN_ONLINE = (
        "must_sign_online",
        _("按{from_on}起的规定，备案前必须进行合同网签，纸质合同不能补录备案，请先办理网签"),
    )
    MUST_SIGN_ONLINE_BY_DEFAULT = (
        "must_sign_online_by_default",
        _("备案前必须进行合同网签，纸质合同不能补录备案，请先办理网签"),
    )
    RETURNED_OPEN = (
        "returned_open",
        _("该合同的备案申请{application_no}已被退回，请在原申请上改正后重新提交"),
    )
    TENANT_MAY_NOT_FILE = (
        "tenant_may_not_file",
        _("合同备案由出租企业提交。企业没有备案的，请联系{enterprise}或者区房管部门"),
    )
    BANK_MISSING = (
        "bank_missing",
        _(
            "「{enterprise}」没有监管资金收款银行，押金和租金无法进入监管账户。"
            "请先在合同中填写监管银行；有疑问请联系{people}"
        ),
    )
    OTHER_BANK = (
        "other_bank",
        _("「{enterprise}」的监管银行为{registered}，合同填写的是{stated}，请改正后再提交"),
    )
    REVIEW_POST_MISSING = (
        "review_post_missing",
        _("合同备案审核需要「{power}」岗位。有此岗位的人员：{people}"),
    )
    SAME_PERSON = "same_person", _("提交申请的人不能审核同一份申请，请由{people}审核")
    NOT_FILED = "not_filed", _("没有备案编号为{filing_no}的本企业合同")
    ENDED_IN_FUTURE = (
        "ended_in_future",
        _("合同结束日期{ended_on}晚于今天，住房交还后再办理注销备案"),
    )
    ANOTHER_OPEN = (
        "another_open",
        _("该合同已有正在办理的{kind}申请{application_no}，请先办结或者撤回"),
    )
    CONSENT_MISSING = (
        "consent_missing",
        _("还有{count}名承租人没有同意这次{kind}，承租人全部同意后才能审核通过"),
    )
    CHANGES_NOTHING = "changes_nothing", _("合同{filing_no}现在的约定与申请的相同，不需要变更")
    DEPOSIT_NOT_HELD = (
        "deposit_not_held",
        _("合同{filing_no}没有在监管的押金可以结转，请选择重新缴纳押金"),
    )
    DOCUMENT_MISSING = "document_missing", _("请上传{kind}依据的协议或者法律文书")
    NOT_A_TENANT = "not_a_tenant", _("只有合同的承租人可以同意这次备案")
    NOTHING_TO_CONSENT = "nothing_to_consent", _("这份申请不需要承租人确认，或者已经办结")
    NOT_A_RENEWAL = (
        "not_a_renewal",
        _("合同{no}不是合同{filing_no}的续租：房屋和承租人应相同，租赁期起应晚于原合同的租赁期止"),
    )
    FACTS_CHANGED = (
        "facts_changed",
        _("合同内容在提交备案后有变动，与申请不一致，请退回后重新提交"),
    )
    KEY_REUSED = "key_reused", _("同一个请求编号已用于另一份内容，请使用新的编号")
    NO_ROWS = "no_rows", _("文件「{name}」中没有合同")
    TOO_MANY_ROWS = (
        "too_many_rows",
        _("文件「{name}」中有{count}行，一次最多{limit}行，请分开上传"),
    )
    KEY_TWICE = "key_twice", _("序号与「合同」表第{row}行重复")
    KEY_LOST = "key_lost", _("「合同」表中没有序号「{key}」")
    NO_SUCH_VERIFICATION = (
        "no_such_verification",
        _("没有核验码为「{no}」的本企业房源核验，请先办理房源核验"),
    )
    CONTRACT_WRONG = "contract_wrong", "{sentences}"
    PAPER_MISSING = "paper_missing", _("没有上传名为「{names}」的文件")
    NO_SUCH_ENTERPRISE = (
        "no_such_enterprise",
        _("没有统一社会信用代码为{uscc}的出租企业"),
    )
    NO_SUCH_CONTRACT = (
        "no_such_contract",
        _("「{enterprise}」没有编号为「{no}」的合同"),
    )
    ALREADY_OPEN = (
        "already_open",
        _("合同{no}已有正在办理的备案申请{application_no}，不是由本接口提交的"),
    )
