"""What people do about a warning: hold the releases or not, let them go on, answer. (BEY-10, rule E1.13)"""

from datetime import date

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.refusals import Refused
from anju.custody import actions as custody
from anju.custody.rules import HoldReason
from anju.oversight.actions.telling import tell
from anju.oversight.models import EarlyWarning, WarningAnswer
from anju.oversight.rules import CURRENT, HELD, LONGEST_ANSWER, Level, Refusal, Status


@action
def confirm_warning(
    *,
    warning_id: int,
    document_no: str,
    because: str,
    until_on: date | None = None,
    by: Actor,
) -> EarlyWarning:
    """Hold the enterprise's releases, by a written decision; it is told why, and may answer. (rules A5.8, E1.13)

    The same again changes nothing. Refused for a warning that is not serious.
    """
    warning: EarlyWarning = lock(EarlyWarning, pk=warning_id)
    because = reason(because)
    if warning.status in HELD and warning.because == because:
        return warning
    EarlyWarning.MOVES.check("confirm", warning)
    if warning.level != Level.SERIOUS:
        raise Refused(Refusal.NOT_SERIOUS, level=warning.get_level_display())
    hold = custody.hold_releases(
        enterprise_id=warning.enterprise_id,
        reason=HoldReason.AUTHORITY,
        document_no=document_no,
        note=because,
        until_on=until_on,
        by=by,
    )
    decide(warning, "confirm", because, by, hold=hold)
    tell(warning, "warning_confirmed", f"{hold.pk}", by=by, because=because)
    return warning


@action
def dismiss_warning(*, warning_id: int, because: str, by: Actor) -> EarlyWarning:
    """Releases go on, and why. It is raised again by itself when it gets worse. The same again changes nothing."""
    warning: EarlyWarning = lock(EarlyWarning, pk=warning_id)
    because = reason(because)
    if warning.status == Status.DISMISSED and warning.because == because:
        return warning
    decide(warning, "dismiss", because, by, decided_level=warning.level)
    tell(warning, "warning_dismissed", f"{clock.now().isoformat()}", by=by, because=because)
    return warning


@action
def lift_warning(*, warning_id: int, because: str, by: Actor) -> EarlyWarning:
    """Let the releases go on: what has gathered goes out with the next run. The same again changes nothing."""
    warning: EarlyWarning = lock(EarlyWarning, pk=warning_id)
    because = reason(because)
    if warning.status == Status.LIFTED:
        return warning
    EarlyWarning.MOVES.check("lift", warning)
    if warning.hold_id is not None:
        custody.lift_hold(hold_id=warning.hold_id, because=because, by=by)
    decide(warning, "lift", because, by)
    tell(warning, "warning_lifted", "", by=by, because=because)
    return warning


@action
def answer_warning(*, warning_id: int, text: str, by: Actor) -> WarningAnswer:
    """企业说明: what the enterprise says, and asks a person to look at. The same again is the same answer."""
    warning: EarlyWarning = lock(EarlyWarning, pk=warning_id)
    text = text.strip()
    if by.organisation_id != warning.enterprise_id:
        raise Refused(Refusal.NOT_YOURS)
    if not text:
        raise Refused(Refusal.REASON_MISSING)
    if len(text) > LONGEST_ANSWER:
        raise Refused(Refusal.ANSWER_TOO_LONG, most=LONGEST_ANSWER)
    if warning.status not in CURRENT:
        raise Refused(Refusal.NO_LONGER_CURRENT)
    last = warning.answers.order_by("-pk").first()
    if last is not None and last.text == text:
        return last
    return warning.answers.create(text=text, written_by=by.name, written_at=clock.now())


@action
def reply_to_answer(*, answer_id: int, reply: str, by: Actor) -> WarningAnswer:
    """A person has looked at what the enterprise says, and tells it the outcome. (rule E1.13)"""
    answer: WarningAnswer = lock(WarningAnswer, pk=answer_id)
    reply = reason(reply)
    if answer.replied_at is not None:
        if answer.reply == reply:
            return answer
        raise Refused(Refusal.ANSWERED_ALREADY)
    answer.reply, answer.replied_by, answer.replied_at = reply, by.name, clock.now()
    answer.save(update_fields=["reply", "replied_by", "replied_at"])
    tell(answer.warning, "warning_replied", str(answer.pk), by=by, because=reply)
    return answer


def reason(text: str) -> str:
    text = text.strip()[:300]
    if not text:
        raise Refused(Refusal.REASON_MISSING)
    return text


def decide(warning: EarlyWarning, name: str, because: str, by: Actor, **changes: object) -> None:
    """The move, and beside it who decided last, when and why."""
    move(warning, name, by=by, because=because, **changes)
    warning.because, warning.decided_by, warning.decided_at = because, by.name, clock.now()
    warning.save(update_fields=["because", "decided_by", "decided_at"])
