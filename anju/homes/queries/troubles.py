"""The operator's desk: tickets, the line's health, raw answers, and the report to hand on. (ERR-01)"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, Q, QuerySet

from anju.clients.title_registry import SYSTEM
from anju.core import clock
from anju.core.actors import Actor
from anju.homes.models import Attempt, Trouble, Verification
from anju.homes.rules import HEALTH_WINDOW, Result, Status, TroubleStatus
from anju.people.rules import Power

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def troubles_seen_by(actor: Actor) -> QuerySet[Trouble]:
    """Tickets, newest first, each with how many verifications are `waiting` because of it."""
    if Power.HOME_TROUBLE not in actor.may:
        return Trouble.objects.none()
    waiting = Count("verifications", filter=Q(verifications__status=Status.REQUESTED))
    return Trouble.objects.annotate(waiting=waiting).order_by("-id")


def troubles_open(actor: Actor) -> QuerySet[Trouble]:
    """Tickets that wait for whoever works on them."""
    return troubles_seen_by(actor).exclude(status=TroubleStatus.RESOLVED)


def attempts_of(trouble: Trouble) -> QuerySet[Attempt]:
    """The questions that failed, newest first, with what was answered."""
    return trouble.log.select_related("verification").order_by("-at", "-id")


def last_answered_at() -> datetime:
    answered = Attempt.objects.filter(result=Result.ANSWERED).order_by("-at")
    return answered.values_list("at", flat=True).first() or LONG_AGO


@dataclass(frozen=True)
class LineHealth:
    """How the line to the registry has been within the last hour, and who waits for it."""

    answered: int
    unreachable: int
    unreadable: int
    slowest_ms: int
    usual_ms: int
    last_answered_at: datetime | None
    last_failed_at: datetime | None
    waiting: int
    waiting_since: datetime | None

    @property
    def is_well(self) -> bool:
        """The last question was answered, or none was asked."""
        failed, answered = self.last_failed_at, self.last_answered_at
        return failed is None or (answered is not None and answered > failed)


def line_health() -> LineHealth:
    lately = Attempt.objects.filter(at__gt=clock.now() - HEALTH_WINDOW).order_by("-at")
    rows = list(lately.values_list("at", "result", "took_ms"))
    took = sorted(ms for _, result, ms in rows if result == Result.ANSWERED)
    waiting = Verification.objects.filter(status=Status.REQUESTED, try_at__isnull=False)
    return LineHealth(
        answered=len(took),
        unreachable=sum(result == Result.UNREACHABLE for _, result, _ in rows),
        unreadable=sum(result == Result.UNREADABLE for _, result, _ in rows),
        slowest_ms=took[-1] if took else 0,
        usual_ms=took[len(took) // 2] if took else 0,
        last_answered_at=next((at for at, result, _ in rows if result == Result.ANSWERED), None),
        last_failed_at=next((at for at, result, _ in rows if result != Result.ANSWERED), None),
        waiting=waiting.count(),
        waiting_since=waiting.order_by("asked_at").values_list("asked_at", flat=True).first(),
    )


REPORT = """问题单 {no}
系统：住房租赁监管服务平台 → {system}
故障：{kind}
开始时间：{opened_at}
最近一次失败：{failed_at}（{why}）
最近一小时：已答复 {health.answered} 次，没有应答 {health.unreachable} 次，答复无法读取 {health.unreadable} 次
应答用时：通常 {health.usual_ms} 毫秒，最长 {health.slowest_ms} 毫秒
等待核验：{health.waiting} 件
请求编号：{refs}
原始报文（最近一次）：
{raw}
"""


def report_text(trouble: Trouble) -> str:
    """The problem report to hand to whoever runs the line: no owner's name or number is in it."""
    last = attempts_of(trouble).first()
    numbers = attempts_of(trouble).exclude(verification=None)
    refs = dict.fromkeys(numbers.values_list("verification__no", flat=True)[:20])
    return REPORT.format(
        no=trouble.no,
        system=SYSTEM,
        kind=Result(trouble.kind).label,
        opened_at=_beijing(trouble.opened_at),
        failed_at=_beijing(last.at) if last else "无",
        why=last.why if last else "",
        health=line_health(),
        refs="、".join(refs) or "无（系统复查）",
        raw=(last.raw if last else "") or "无",
    )


def _beijing(moment: datetime) -> str:
    return f"{moment.astimezone(clock.BEIJING):%Y-%m-%d %H:%M:%S}"


def unresolved() -> int:
    """How many tickets wait for somebody: what the operator's desk is warned with."""
    return Trouble.objects.exclude(status=TroubleStatus.RESOLVED).count()
