"""What the clock does with hand-overs: those of long ago are forgotten."""

from datetime import date

from anju.core.actors import CLOCK
from anju.core.days import Report, daily
from anju.hand_overs import actions


@daily("hand_overs.forget")
def forget_old_hand_overs(day: date) -> Report:
    return {"forgotten": actions.forget_old_hand_overs(by=CLOCK)}
