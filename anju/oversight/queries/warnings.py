"""Warnings as officers and enterprises see them: figures of ninety days, the leases behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from anju.core.actors import Actor
from anju.oversight.models import EarlyWarning, Finding, Indicator, WarningAnswer
from anju.oversight.queries.assessing import Thresholds, thresholds
from anju.oversight.rules import ANSWER_WAITS, CHART_DAYS, CURRENT, TO_DECIDE, Code, Level
from anju.people.rules import Power

OF_WARNINGS = frozenset({Power.WARNING_KEEP.value, Power.RELEASE_HOLD.value})


def warnings_seen_by(actor: Actor) -> QuerySet[EarlyWarning]:
    """All, for those of the fund centre who look after them; an enterprise its own."""
    warnings = EarlyWarning.objects.select_related("enterprise", "hold")
    if actor.may & OF_WARNINGS:
        return warnings
    if actor.is_enterprise:
        return warnings.filter(enterprise=actor.organisation_id)
    return warnings.none()


def warnings_found(actor: Actor, *, status: str = "") -> QuerySet[EarlyWarning]:
    """The worst first; those that go on unless a state is named. Each says whether an answer waits for a reply.

    Instead of a state: `ANSWER_WAITS`, whatever has become of them since.
    """
    open_answers = WarningAnswer.objects.filter(warning=OuterRef("pk"), replied_at__isnull=True)
    warnings = warnings_seen_by(actor).annotate(
        has_answer=Case(When(Exists(open_answers), then=Value(True)), default=Value(False))
    )
    wanted = Q(status=status) if status else Q(status__in=CURRENT)
    if status == ANSWER_WAITS:
        wanted = Q(pk__in=answers_waiting(actor).values("warning"))
    return warnings.filter(wanted).order_by("-level", "-id")


def answers_waiting(actor: Actor) -> QuerySet[WarningAnswer]:
    """What enterprises say, that nobody has replied to; for those who look after warnings. (rule E1.13)"""
    if not actor.may & OF_WARNINGS:
        return WarningAnswer.objects.none()
    return WarningAnswer.objects.filter(replied_at__isnull=True)


def to_decide(actor: Actor) -> QuerySet[EarlyWarning]:
    """Serious ones on which nobody has decided, and those whose reason is gone."""
    waiting = warnings_seen_by(actor).filter(status__in=TO_DECIDE)
    return waiting.filter(Q(level=Level.SERIOUS) | Q(status="lifting"))


def told_of(warnings: Sequence[EarlyWarning]) -> dict[int, list[Indicator]]:
    """The figures because of which each of some warnings stands there, the worst first; one query."""
    found: dict[int, list[Indicator]] = {one.pk: [] for one in warnings}
    places = {(one.enterprise_id, one.assessed_on): one.pk for one in warnings}
    rows = Indicator.objects.filter(
        enterprise__in={one.enterprise_id for one in warnings},
        code__in=Code.values,
        day__in={one.assessed_on for one in warnings},
        level__gt=0,
    )
    for row in rows.order_by("-level", "code"):
        if (row.enterprise_id, row.day) in places:
            found[places[row.enterprise_id, row.day]].append(row)
    return found


def answers_of(warning: EarlyWarning) -> QuerySet[WarningAnswer]:
    return warning.answers.order_by("pk")


def warning_of_hold(hold_id: int) -> EarlyWarning | None:
    return EarlyWarning.objects.filter(hold=hold_id, status__in=CURRENT).first()


@dataclass(frozen=True)
class Figure:
    """One figure of an enterprise as of the last day, and what it was on each of the days before, oldest first."""

    code: Code
    says: str
    now: Indicator | None
    days: list[int]
    bounds: Thresholds

    @property
    def level(self) -> Level:
        return Level(self.now.level) if self.now else Level.NONE


def figures_of(warning: EarlyWarning) -> list[Figure]:
    """All figures of an enterprise, the worst first, each over ninety days; one query."""
    last = warning.assessed_on
    first = last - timedelta(days=CHART_DAYS - 1)
    bounds = thresholds(last)
    rows = Indicator.objects.filter(
        enterprise=warning.enterprise_id, code__in=Code.values, day__gte=first, day__lte=last
    )
    by_code: dict[str, dict[int, Indicator]] = {code.value: {} for code in Code}
    for row in rows:
        by_code[row.code][(row.day - first).days] = row
    figures = [
        Figure(
            code,
            bounds.says(code),
            found.get(CHART_DAYS - 1),
            [found[place].value if place in found else 0 for place in range(CHART_DAYS)],
            bounds,
        )
        for code in Code
        for found in [by_code[code.value]]
    ]
    return sorted(figures, key=lambda figure: -figure.level)


def findings_of(warning: EarlyWarning, code: Code) -> QuerySet[Finding]:
    """The very leases or payments behind a figure, the longest first."""
    found = Finding.objects.filter(enterprise=warning.enterprise_id, code=code)
    return found.select_related("lease").order_by("-days", "id")


def overdue_refunds(*, district: str = "", least_days: int = 1) -> QuerySet[Finding]:
    """Refund plans that enterprises owe, the longest overdue first; for the authority. (rule A13.2)"""
    found = Finding.objects.filter(code=Code.OVERDUE_REFUNDS, days__gte=least_days)
    if district:
        found = found.filter(district=district)
    return found.select_related("lease", "enterprise").order_by("-days", "id")
