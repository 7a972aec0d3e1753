"""What a lease's own page tells of its end: the case, or how to begin one; and when its money goes where. (ENT-03)"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core.actors import Actor
from anju.custody import queries as custody
from anju.custody.queries import ScheduleLine
from anju.custody.rules import LotKind, LotStatus
from anju.web.tenant.refunds.shown import case_shown

TONES = {
    LotStatus.HELD: "kept",
    LotStatus.RELEASING: "waiting",
    LotStatus.RELEASED: "good",
    LotStatus.ENDED: "quiet",
    LotStatus.CARRIED_OVER: "quiet",
}


@dataclass(frozen=True)
class LotShown:
    """One month's rent, or the deposit: when it goes, or went, to the enterprise."""

    line: ScheduleLine
    what: str
    period: str
    day: date | None
    day_label: str
    status: str
    tone: str

    @property
    def is_gone(self) -> bool:
        return self.line.status == LotStatus.RELEASED

    @property
    def is_held(self) -> bool:
        return self.line.status in (LotStatus.HELD, LotStatus.RELEASING)


def end_of_lease(lease: Any, case: Any, actor: Actor, portal: str) -> dict[str, Any]:
    """For the page of a lease: the case, the address that begins one, the schedule of releases."""
    shown = case_shown(case, actor, portal) if case is not None else None
    has_begun = shown is not None and not shown.is_cancelled
    schedule = [lot_shown(line, has_begun) for line in custody.schedule_of(lease.pk)]
    return {
        "ending": shown,
        "return_url": reverse(f"{portal}:refund_return", args=[lease.filing_no])
        if schedule and not has_begun
        else "",
        "schedule": schedule,
        "released_fen": sum(each.line.amount_fen for each in schedule if each.is_gone),
        "held_fen": sum(each.line.amount_fen for each in schedule if each.is_held),
    }


def lot_shown(line: ScheduleLine, has_ended: bool) -> LotShown:
    """After the end of a lease nothing goes by the schedule any more."""
    if line.kind == LotKind.DEPOSIT:
        what, period = str(LotKind.DEPOSIT.label), _("合同结束时按退款方案退还")
    else:
        what = _("租金（第{number}期）").format(number=line.bill_number)
        period = _("{first} 至 {last}").format(first=line.from_on, last=line.to_on)
    day, label = line.left_on, _("划转日期")
    if day is None and not has_ended:
        day, label = line.release_on, _("预计划转日期")
    if line.status == LotStatus.ENDED:
        label = _("结束日期")
    if line.status == LotStatus.CARRIED_OVER:
        label = _("结转日期")
    status = LotStatus(line.status)
    return LotShown(line, what, period, day, label, str(status.label), TONES[status])
