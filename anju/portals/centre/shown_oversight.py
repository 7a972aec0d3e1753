"""How warnings, their figures and the leases behind them look to the staff."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.oversight import queries
from anju.oversight.queries import Figure
from anju.oversight.rules import CHART_DAYS, MEASURES, Code, Level, Status
from anju.people.rules import Power
from anju.portals.centre.shown import moment
from anju.timelines.rules import Kind
from anju.web.districts import district_name

TONES = {Level.NONE: "quiet", Level.WATCH: "waiting", Level.SERIOUS: "bad"}
STATUS_TONES = {
    Status.OPEN: "waiting",
    Status.CONFIRMED: "bad",
    Status.LIFTING: "waiting",
    Status.LIFTED: "good",
}
WIDE, HIGH = 240, 48


@dataclass(frozen=True)
class WarningShown:
    """`told` are the figures because of which it stands there, in short."""

    warning: Any
    level: str
    tone: str
    status: str
    status_tone: str
    url: str
    told: list[str]
    has_answer: bool


def warnings_shown(warnings: Sequence[Any]) -> list[WarningShown]:
    told = queries.told_of(warnings)
    return [warning_shown(one, told.get(one.pk, [])) for one in warnings]


def warning_shown(warning: Any, told: Iterable[Any] = ()) -> WarningShown:
    level, status = Level(warning.level), Status(warning.status)
    return WarningShown(
        warning,
        str(level.label),
        TONES[level],
        str(status.label),
        STATUS_TONES.get(status, "quiet"),
        reverse("centre:warning", args=[warning.pk]),
        [in_short(one) for one in told],
        bool(getattr(warning, "has_answer", False)),
    )


def in_short(indicator: Any) -> str:
    """押金租金迟缴 5份（占20%）"""
    measure = MEASURES[Code(indicator.code)]
    text = f"{Code(indicator.code).label} {indicator.value}{measure.unit}"
    return f"{text}（{indicator.percent}%）" if indicator.of else text


@dataclass(frozen=True)
class FigureShown:
    """A figure with its picture of ninety days; `points` is the line, `summary` says it in words."""

    title: str
    says: str
    value: int
    unit: str
    of: int
    percent: int
    amount_fen: int
    days: int
    level: str
    tone: str
    url: str
    points: str
    summary: str
    table: list[tuple[date, int]]


def figure_shown(figure: Figure, warning: Any) -> FigureShown:
    now = figure.now
    first = warning.assessed_on - timedelta(days=CHART_DAYS - 1)
    changes = [
        (first + timedelta(days=place), value)
        for place, value in enumerate(figure.days)
        if place == CHART_DAYS - 1 or value != figure.days[place - 1 if place else 0] or not place
    ]
    return FigureShown(
        str(figure.code.label),
        figure.says,
        now.value if now else 0,
        str(MEASURES[figure.code].unit),
        now.of if now else 0,
        now.percent if now else 0,
        now.amount_fen if now else 0,
        now.days if now else 0,
        str(figure.level.label),
        TONES[figure.level],
        reverse("centre:warning_findings", args=[warning.pk, figure.code.value]),
        line_of(figure.days),
        _("90天前{first}，最多{most}，现在{last}").format(
            first=figure.days[0], most=max(figure.days), last=figure.days[-1]
        ),
        changes,
    )


def line_of(days: Sequence[int]) -> str:
    """The points of a line as steps; the highest touches the top."""
    most = max(*days, 1)
    last = len(days) - 1
    return " ".join(
        f"{place * WIDE // last},{HIGH - 2 - value * (HIGH - 6) // most}"
        for place, value in enumerate(days)
    )


@dataclass(frozen=True)
class AnswerShown:
    answer: Any
    replied_by: str


def answers_shown(answers: Iterable[Any], names: dict[str, str]) -> list[AnswerShown]:
    return [AnswerShown(one, names.get(one.replied_by, one.replied_by)) for one in answers]


def facts_of_warning(shown: WarningShown, names: dict[str, str]) -> list[tuple[str, Any]]:
    warning = shown.warning
    facts = [
        (_("预警编号"), warning.no),
        (_("住房租赁企业"), warning.enterprise.name),
        (_("统一社会信用代码"), warning.enterprise.uscc),
        (_("首次预警"), warning.opened_on.isoformat()),
        (_("指标截止"), warning.assessed_on.isoformat()),
    ]
    if warning.decided_at:
        who = names.get(warning.decided_by, warning.decided_by)
        facts.append((_("最近一次处置"), f"{who} · {moment(warning.decided_at)}"))
        facts.append((_("理由"), warning.because))
    return facts


@dataclass(frozen=True)
class Deeds:
    """What somebody can do about a warning just now."""

    confirm: bool
    dismiss: bool
    lift: bool


def deeds_of(warning: Any, may: frozenset[str]) -> Deeds:
    allows, may_hold = warning.MOVES.allows, Power.RELEASE_HOLD in may
    is_serious = warning.level == Level.SERIOUS
    return Deeds(
        confirm=may_hold and is_serious and allows("confirm", warning.status),
        dismiss=Power.WARNING_KEEP in may and allows("dismiss", warning.status),
        lift=may_hold and allows("lift", warning.status),
    )


@dataclass(frozen=True)
class FindingShown:
    """A lease or a payment behind a figure; `url` is the way to its money, for who may go it."""

    finding: Any
    subject: str
    address: str
    district: str
    url: str


OF_SUBJECTS = {"release": gettext_lazy("划转款项"), "entry": gettext_lazy("黑名单记录")}


def finding_shown(finding: Any, may: frozenset[str]) -> FindingShown:
    lease, about = finding.lease, finding.subject.partition(":")[0]
    return FindingShown(
        finding,
        lease.filing_no if lease else str(OF_SUBJECTS.get(about, _("企业"))),
        lease.address if lease else "",
        district_name(finding.district) if finding.district else "",
        url_of_finding(finding, may),
    )


def url_of_finding(finding: Any, may: frozenset[str]) -> str:
    """The pots of a lease, or what happened to it; of a payment that failed its story."""
    about, _sep, record_id = finding.subject.partition(":")
    if finding.lease and Power.FIGURES_READ in may:
        return reverse("centre:figures_lease", args=[finding.lease.filing_no])
    if Power.SEARCH_ALL not in may:
        return ""
    if finding.lease:
        return reverse("centre:timeline", args=[Kind.LEASE, finding.lease_id])
    if about == Kind.RELEASE:
        return reverse("centre:timeline", args=[Kind.RELEASE, record_id])
    return reverse("centre:timeline", args=[Kind.ORGANISATION, finding.enterprise_id])
