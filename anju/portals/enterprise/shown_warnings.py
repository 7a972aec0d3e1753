"""How warnings look to the enterprise that they are about."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from anju.oversight import queries
from anju.oversight.rules import MEASURES, Level, Status

TONES = {Level.NONE: "quiet", Level.WATCH: "waiting", Level.SERIOUS: "bad"}
STATUS_TONES = {
    Status.OPEN: "waiting",
    Status.CONFIRMED: "bad",
    Status.LIFTING: "waiting",
    Status.LIFTED: "good",
}


@dataclass(frozen=True)
class WarningShown:
    warning: Any
    level: str
    tone: str
    status: str
    status_tone: str
    url: str
    is_held: bool


def warning_shown(warning: Any) -> WarningShown:
    level, status = Level(warning.level), Status(warning.status)
    return WarningShown(
        warning,
        str(level.label),
        TONES[level],
        str(status.label),
        STATUS_TONES.get(status, "quiet"),
        reverse("enterprise:warning", args=[warning.pk]),
        status in (Status.CONFIRMED, Status.LIFTING),
    )


@dataclass(frozen=True)
class FigureShown:
    code: str
    title: str
    says: str
    value: int
    unit: str
    of: int
    percent: int
    amount_fen: int
    level: str
    tone: str
    url: str


def figures_shown(warning: Any) -> list[FigureShown]:
    """The figures of the last night that say anything, the worst first."""
    return [
        FigureShown(
            figure.code.value,
            str(figure.code.label),
            figure.says,
            figure.now.value,
            str(MEASURES[figure.code].unit),
            figure.now.of,
            figure.now.percent,
            figure.now.amount_fen,
            str(figure.level.label),
            TONES[figure.level],
            f"{reverse('enterprise:warning_findings', args=[warning.pk])}?code={figure.code.value}",
        )
        for figure in queries.figures_of(warning)
        if figure.now is not None
    ]
