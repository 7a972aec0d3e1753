"""Owners decide together, as data. Sources: Civil Code Art. 278; rules B4; WDR-09, BEY-02, BEY-03."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves

QUORUM = (2, 3)
"""So much of the area and of the heads has to take part, at least. (Civil Code 278; rule B4.2)"""
MAJORITY = (1, 2)
"""More than so much of the area and of the heads taking part has to agree, to use the fund. (rule B4.3)"""

NOTICE_DAYS = 15
"""A vote stays open for at least so many days after the notice of it. (rule B4.8)"""
PUBLISHED_WITHIN_DAYS = 3
"""So many days after the end the result hangs out in the community. (rule B4.8)"""
OBJECTION_DAYS = 30
"""So many days after the end an owner may still say that a voice is not theirs (our default)."""
DECIDED_WITHIN_WORKDAYS = 5
"""So many working days the authority has to decide on an objection (our default)."""
LINK_LASTS = timedelta(days=7)
"""So long the link in a message serves for an objection; the portal serves to the end of the term (our default)."""

CODE_DIGITS = 6
CODE_HOLDS = timedelta(minutes=5)
CODE_AGAIN_AFTER = timedelta(seconds=60)
CODES_A_DAY = 10
WRONG_CODES = 5
"""A code that confirms a voice: how long it holds, how soon and how often another comes, how many guesses."""

OBJECTION_PLACE = "/public/objection"
"""Where a link is opened, on the site that anybody can open."""

MOST_ROWS = 10_000
ROWS_A_RUN = 200
ROWS_A_PAGE = 100
TOLD_TOGETHER = 500


@dataclass(frozen=True)
class Count:
    """One live count of paper and online voices: by heads, and by area in hundredths of m²."""

    heads: int = 0
    area: int = 0
    taking_heads: int = 0
    taking_area: int = 0
    agreeing_heads: int = 0
    agreeing_area: int = 0
    open_objections: int = 0

    @property
    def has_quorum(self) -> bool:
        """At least two thirds of the heads and of the area take part. (rule B4.2)"""
        return (
            self.heads > 0
            and reaches(self.taking_heads, self.heads, QUORUM)
            and reaches(self.taking_area, self.area, QUORUM)
        )

    @property
    def has_majority(self) -> bool:
        """More than half of the heads and of the area taking part agree. (rule B4.3)"""
        return exceeds(self.agreeing_heads, self.taking_heads, MAJORITY) and exceeds(
            self.agreeing_area, self.taking_area, MAJORITY
        )

    @property
    def passes(self) -> bool:
        return self.has_quorum and self.has_majority

    @property
    def disagreeing_heads(self) -> int:
        return self.taking_heads - self.agreeing_heads

    @property
    def disagreeing_area(self) -> int:
        return self.taking_area - self.agreeing_area


def reaches(part: int, whole: int, limit: tuple[int, int]) -> bool:
    return part * limit[1] >= whole * limit[0]


def exceeds(part: int, whole: int, limit: tuple[int, int]) -> bool:
    return part * limit[1] > whole * limit[0]


class VoteStatus(TextChoices):
    OPEN = "open", _("表决中")
    CLOSED = "closed", _("已截止")
    PUBLISHED = "published", _("已公布")
    WITHDRAWN = "withdrawn", _("已撤回")


V = VoteStatus
VOTE_MOVES = Moves(
    close=Move(_("截止"), (V.OPEN,), V.CLOSED),
    publish=Move(_("公布结果"), (V.CLOSED,), V.PUBLISHED),
    withdraw=Move(_("撤回"), (V.OPEN, V.CLOSED, V.PUBLISHED), V.WITHDRAWN),
)


class Channel(TextChoices):
    """How somebody spoke."""

    PAPER = "paper", _("书面")
    ONLINE = "online", _("网上")


class VoiceStatus(TextChoices):
    COUNTED = "counted", _("计入")
    CORRECTED = "corrected", _("已更正")
    STRUCK = "struck", _("已剔除")


VOICE_MOVES = Moves(
    correct=Move(_("更正"), (VoiceStatus.COUNTED,), VoiceStatus.CORRECTED),
    strike=Move(_("剔除"), (VoiceStatus.COUNTED,), VoiceStatus.STRUCK),
)


class ObjectionStatus(TextChoices):
    OPEN = "open", _("待处理")
    UPHELD = "upheld", _("异议成立")
    DISMISSED = "dismissed", _("异议不成立")
    TAKEN_BACK = "taken_back", _("已收回")


O = ObjectionStatus  # noqa: E741
OBJECTION_MOVES = Moves(
    uphold=Move(_("异议成立"), (O.OPEN,), O.UPHELD),
    dismiss=Move(_("异议不成立"), (O.OPEN,), O.DISMISSED),
    take_back=Move(_("收回异议"), (O.OPEN,), O.TAKEN_BACK),
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
    ENTERED = "entered", _("已录入")
    WRONG = "wrong", _("未录入")


class SheetStatus(TextChoices):
    ASKED = "asked", _("等待生成")
    MADE = "made", _("已生成")


SHEET_MOVES = Moves(make=Move(_("生成"), (SheetStatus.ASKED,), SheetStatus.MADE))


class Refusal(TextChoices):
    NO_HOMES = "no_homes", _("没有选择参加表决的房屋")
    OTHER_COMMUNITY = "other_community", _("所选房屋不全在「{community}」")
    CAUSE_KNOWN = "cause_known", _("「{cause}」已经发起过表决")
    CLOSES_TOO_SOON = (
        "closes_too_soon",
        _("表决须提前{days}日通知，截止日期不能早于{first}"),
    )
    NOT_THE_COMPANY = "not_the_company", _("只能办理本单位发起的表决")
    NOT_OPEN = "not_open", _("表决当前为「{status}」，不能再表决或者更正")
    NOT_YET = "not_yet", _("表决到{closes_on}截止；全体业主都已表决的，可以提前截止")
    PUBLISHED_WRONG_DAY = "published_wrong_day", _("公布日期须在{first}至今天之间")
    NOT_ON_THE_ROLL = "not_on_the_roll", _("「{place}」不在本次表决的房屋之中")
    ONLINE_STANDS = (
        "online_stands",
        _("「{place}」的业主已在网上亲自表决，以网上表决为准，书面签名不计入"),
    )
    OBJECTED = "objected", _("「{place}」的书面签名有异议正在处理，处理完毕以前不能更正")
    PAPER_NEEDED = (
        "paper_needed",
        _("「{place}」须上传业主签名的扫描件：委托他人签名，或者此前的签名已被剔除"),
    )
    PROXY_INCOMPLETE = "proxy_incomplete", _("请同时填写代理人姓名和证件号码")
    SIGNED_WRONG_DAY = "signed_wrong_day", _("签名日期须在表决期间（{first}至今天）")
    PHONE_MISSING = (
        "phone_missing",
        _("统一身份认证没有您的手机号码，请先在认证平台补充，或者交书面签名"),
    )
    CODE_TOO_SOON = "code_too_soon", _("验证码已发送，请在{seconds}秒后再获取")
    TOO_MANY_CODES = "too_many_codes", _("今天获取验证码的次数已达{limit}次，请明天再试")
    CODE_OVER = "code_over", _("验证码已失效，请重新获取")
    CODE_WRONG = "code_wrong", _("验证码不正确，还可以输入{left}次")
    NOT_COUNTED = "not_counted", _("这一票已经不再计入，不用再提出异议")
    OBJECTED_ALREADY = "objected_already", _("对这一票的异议正在处理，请等待结果")
    TERM_OVER = "term_over", _("提出异议的期限（{until}）已过")
    LINK_DEAD = "link_dead", _("链接已失效，请登录网上业务平台，在【待我表决】中提出异议")
    OPINION_MISSING = "opinion_missing", _("请填写处理意见")
    OWN_ENTRY = "own_entry", _("录入这一票或者提出异议的人不能处理，请由另一人办理")
    NO_ROWS = "no_rows", _("文件「{name}」没有填写任何房屋")
    TOO_MANY_ROWS = "too_many_rows", _("文件「{name}」有{count}行，一次最多{limit}行")
    TWICE_IN_FILE = "twice_in_file", _("与第{first}行是同一套房屋")
    NOT_AN_ANSWER = "not_an_answer", _("「{text}」不是表决意见，请填写同意或不同意")
