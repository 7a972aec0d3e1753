"""How the runs of the clock look: names, states and reports in words. (CTR-04)"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.core import clock
from anju.core.days import JOBS
from anju.core.money import yuan
from anju.core.queries import Beat, RunOfDay
from anju.portals.centre.shown import moment

NAMES = {
    "core.month_partitions": gettext_lazy("为以后的月份准备数据表"),
    "ledger.month_partitions": gettext_lazy("为以后的月份准备账簿"),
    "web.sessions": gettext_lazy("清除过期的登录"),
    "hand_overs.forget": gettext_lazy("清除过期的免登录跳转"),
    "credit.cycle": gettext_lazy("信用记分周期"),
    "filings.reviews": gettext_lazy("合同备案审核时限"),
    "custody.releases": gettext_lazy("租金划转"),
    "refunds.report": gettext_lazy("退款各期限（三个工作日）"),
    "ledger.proof": gettext_lazy("账簿校验"),
    "statistics.figures": gettext_lazy("按月统计数据"),
    "statistics.work": gettext_lazy("未办结事项统计"),
    "statistics.check": gettext_lazy("统计与账簿核对"),
    "statistics.board": gettext_lazy("退款用时统计"),
    "statistics.report": gettext_lazy("资金监管月报"),
    "closings.days": gettext_lazy("日终结账"),
    "oversight.assess": gettext_lazy("企业风险评估"),
    "oversight.reviews": gettext_lazy("管理部审核时限"),
    "unclaimed.register": gettext_lazy("待领资金登记"),
    "unclaimed.checks": gettext_lazy("到期前联系方式核对"),
    "webhooks.over": gettext_lazy("停止过期的事件推送"),
}
"""Every daily job in words; one that is not named here is shown by its code."""

WORDS = {
    "releases": gettext_lazy("划转{n}笔"),
    "lots": gettext_lazy("涉及资金{n}份"),
    "principal_fen": gettext_lazy("租金{n}元"),
    "interest_fen": gettext_lazy("利息{n}元"),
    "enterprises_without_account": gettext_lazy("{n}家企业没有收款账户，已提醒"),
    "made": gettext_lazy("新建{n}个分区"),
    "forgotten": gettext_lazy("清除{n}条"),
    "months": gettext_lazy("统计月份：{n}"),
    "open": gettext_lazy("未办结{n}件"),
    "differing": gettext_lazy("不一致：{n}"),
    "refunds": gettext_lazy("当月办结退款{n}件"),
    "reports": gettext_lazy("生成月报{n}份"),
    "register_expiry": gettext_lazy("到期登记交还住房{n}件"),
    "refund_all": gettext_lazy("逾期未提方案，全额退还{n}件"),
    "accept_by_silence": gettext_lazy("逾期未确认，按方案退款{n}件"),
    "remind": gettext_lazy("提醒承租人{n}件"),
    "close": gettext_lazy("退款完成{n}件"),
    "reopen": gettext_lazy("重新付款{n}件"),
    "head": gettext_lazy("当日摘要值{n}"),
    "seals": gettext_lazy("校验封账{n}个"),
    "transfers": gettext_lazy("校验转账{n}笔"),
    "found": gettext_lazy("账簿不符：{n}"),
    "events_expired": gettext_lazy("到期信用记录{n}条"),
    "entries_expired": gettext_lazy("到期红黑名单{n}条"),
    "deadlines_moved": gettext_lazy("因日历调整期限{n}件"),
    "red_proposed": gettext_lazy("建议列入红名单{n}家"),
    "late": gettext_lazy("超过时限{n}件"),
    "overdue": gettext_lazy("逾期{n}件"),
    "entered": gettext_lazy("新登记{n}笔"),
    "asked": gettext_lazy("请承租人核对{n}件"),
    "lapsed": gettext_lazy("核对到期{n}件"),
    "given_up": gettext_lazy("停止推送{n}条"),
    "banks_without_releases": gettext_lazy("因差异未清暂停划转的银行：{n}"),
    "open_days": gettext_lazy("尚未结账{n}天"),
    "differences": gettext_lazy("待处理差异{n}项"),
    "opened": gettext_lazy("新增预警{n}家"),
    "lift": gettext_lazy("已恢复划转{n}家"),
    "end": gettext_lazy("预警消除{n}家"),
    "relapse": gettext_lazy("情况加重、继续暂停{n}家"),
    "propose_lifting": gettext_lazy("建议恢复划转{n}家"),
}
"""What a report counts, in words. What has none is shown as it was written; a test says that all have."""

WORDS_OF_JOB = {
    "oversight.assess": {"reopen": gettext_lazy("情况加重，重新预警{n}家")},
    "unclaimed.register": {
        "take_up": gettext_lazy("确认账户或正在退回{n}笔"),
        "fail": gettext_lazy("没有付成、继续等待{n}笔"),
        "close": gettext_lazy("已付出或已认领{n}笔"),
        "come_back": gettext_lazy("退汇、重新等待{n}笔"),
    },
}
"""Where the same name counts something else."""

PARTITIONS = "core.month_partitions"
"""Its report counts by table, which says nothing to who reads it."""
UNTOLD = ("trial",)
"""Too much for a line; it stands on a page of its own."""
NOTHING: tuple[Any, ...] = (0, [], {}, "", None)
ALARMING = ("found", "differing")
"""A report in which something stands under these is no good news, though the run was done."""

TONES = {
    "alarming": "bad",
    "done": "good",
    "failed": "bad",
    "broken_off": "bad",
    "running": "waiting",
    "asked": "waiting",
    "missing": "bad",
    "before": "quiet",
    "ahead": "quiet",
}
STATES = {
    "alarming": gettext_lazy("发现问题"),
    "done": gettext_lazy("已完成"),
    "failed": gettext_lazy("失败"),
    "broken_off": gettext_lazy("中断"),
    "running": gettext_lazy("执行中"),
    "asked": gettext_lazy("待执行"),
    "missing": gettext_lazy("未执行"),
    "before": gettext_lazy("尚未启用"),
    "ahead": gettext_lazy("当天结束后执行"),
}
MARKS = {
    "done": "✓",
    "alarming": "!",
    "failed": "✕",
    "broken_off": "✕",
    "missing": "✕",
    "running": "…",
    "asked": "…",
    "before": "—",
    "ahead": "—",
}
RUNS_AT_MOST = timedelta(hours=1)
"""An attempt without an end is taken to run for so long; then it was broken off. (ours)"""
BEATS_MISSED = 3
SLACK = timedelta(minutes=2)
"""A job of the clock that missed so many of its calls, and some time more, has stopped. (ours)"""


def name_of(job: str) -> str:
    return str(NAMES.get(job, job))


@dataclass(frozen=True)
class RunShown:
    job: str
    name: str
    day: date
    state: str
    label: str
    tone: str
    mark: str
    url: str
    took: str = ""
    error: str = ""
    report: list[str] = field(default_factory=list)
    facts: list[tuple[str, Any]] = field(default_factory=list)
    may_run: bool = False


def state_of(known: RunOfDay | None, day: date, now: datetime) -> str:
    if known is None:
        return "missing" if day < clock.day_of(now) else "ahead"
    attempt = known.attempt
    if known.done is not None:
        return "alarming" if any(known.done.report.get(key) for key in ALARMING) else "done"
    if attempt is None or attempt.asked_at is not None:
        return "asked"
    if attempt.error:
        return "failed"
    is_new = attempt.begun_at is not None and now - attempt.begun_at < RUNS_AT_MOST
    return "running" if attempt.ended_at is None and is_new else "broken_off"


def run_shown(
    job: str, day: date, known: RunOfDay | None, now: datetime | None = None, state: str = ""
) -> RunShown:
    state = state or state_of(known, day, now or clock.now())
    attempt, done = (known.attempt, known.done) if known else (None, None)
    facts: list[tuple[str, Any]] = [(_("任务"), job), (_("日期"), day.isoformat())]
    if done is not None:
        facts.append((_("完成时间"), moment(done.finished_at)))
    elif attempt is not None and attempt.begun_at is not None:
        facts.append((_("最近一次开始"), moment(attempt.begun_at)))
    took = took_text(known.seconds) if known else ""
    if took:
        facts.append((_("用时"), took))
    if attempt is not None and attempt.attempts:
        facts.append((_("执行次数"), attempt.attempts))
    if attempt is not None and attempt.asked_by:
        facts.append((_("申请重新执行"), attempt.asked_by))
    return RunShown(
        job,
        name_of(job),
        day,
        state,
        str(STATES[state]),
        TONES[state],
        MARKS[state],
        reverse("centre:run", args=[job, day]),
        took,
        attempt.error if attempt is not None and done is None else "",
        in_words(job, done.report) if done is not None else [],
        facts,
        may_run=state in ("failed", "broken_off", "missing", "before"),
    )


def took_text(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if seconds < 1:
        return _("不到1秒")
    if seconds < 120:
        return _("{n}秒").format(n=round(seconds))
    return _("{n}分钟").format(n=round(seconds / 60))


def in_words(job: str, report: Mapping[str, Any]) -> list[str]:
    """A report as lines; what counted nothing is left out, and when nothing is left it says so."""
    told = {key: value for key, value in report.items() if key not in UNTOLD}
    if job == PARTITIONS:
        told = {"made": sum(told.values())}
    lines = [line_of(job, key, value) for key, value in told.items() if value not in NOTHING]
    return lines or [_("没有需要处理的事项")]


def line_of(job: str, key: str, value: Any) -> str:
    text = text_of(key, value)
    words = words_of(job, key)
    return str(words).format(n=text) if words else f"{key}：{text}"


def words_of(job: str, key: str) -> Any:
    return WORDS_OF_JOB.get(job, {}).get(key) or WORDS.get(key)


def text_of(key: str, value: Any) -> str:
    if isinstance(value, list):
        return "、".join(str(each) for each in value[:20])
    if key == "months":
        return "、".join(str(each)[:7] for each in value)
    if key == "head":
        return f"{str(value)[:16]}…"
    if isinstance(value, dict):
        return "、".join(f"{name} {each}" for name, each in value.items() if each)
    if key.endswith("_fen") and isinstance(value, int):
        return yuan(value)
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


@dataclass(frozen=True)
class JobRow:
    """A daily job: its last days, what is wrong with it, and the report of its last day."""

    job: str
    name: str
    runs: list[RunShown]
    behind: int
    last: RunShown | None

    @property
    def troubles(self) -> list[RunShown]:
        return [run for run in self.runs if run.tone == "bad"]


def job_rows(known: Mapping[tuple[str, date], RunOfDay], days: Sequence[date]) -> list[JobRow]:
    """Every daily job in the order in which a day runs them. Before a job's first day nothing is missing."""
    rows = []
    for job in sorted(JOBS.values(), key=lambda job: (job.rank, job.name)):
        begun = [day for day in days if (job.name, day) in known]
        first = min(begun, default=days[-1])
        runs = [
            run_shown(
                job.name,
                day,
                known.get((job.name, day)),
                state="before" if day < first and (job.name, day) not in known else "",
            )
            for day in days
        ]
        done = [run for run in runs if run.state in ("done", "alarming")]
        behind = len(days) - 1 - days.index(done[-1].day) if done else 0
        rows.append(JobRow(job.name, name_of(job.name), runs, behind, done[-1] if done else None))
    return rows


@dataclass(frozen=True)
class BeatShown:
    task: str
    last: str
    waiting: int
    failed: int
    label: str
    tone: str


def beats_shown(beats: Sequence[Beat]) -> list[BeatShown]:
    """What is silent or has failed first. By the real clock: that of a demo may be ahead of it."""
    now = datetime.now(UTC)
    shown = [beat_shown(beat, now) for beat in beats]
    return sorted(shown, key=lambda one: (one.tone != "bad", one.task))


def beat_shown(beat: Beat, now: datetime) -> BeatShown:
    is_silent = (
        beat.last_at is not None
        and beat.every is not None
        and now - beat.last_at > BEATS_MISSED * beat.every + SLACK
    )
    label, tone = (_("已停止"), "bad") if is_silent else (_("正常"), "good")
    if beat.failed_lately:
        label, tone = _("有失败"), "bad"
    last = "—" if beat.last_at is None else ago(now - beat.last_at)
    return BeatShown(beat.task, last, beat.waiting, beat.failed, label, tone)


def ago(passed: timedelta) -> str:
    seconds = max(int(passed.total_seconds()), 0)
    if seconds < 60:
        return _("{n}秒前").format(n=seconds)
    if seconds < 3600:
        return _("{n}分钟前").format(n=seconds // 60)
    return _("{n}小时前").format(n=seconds // 3600)
