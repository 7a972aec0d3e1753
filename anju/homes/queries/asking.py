"""What an action has to know before it decides: who asks, what was answered before, who manages, what is let."""

from datetime import date, timedelta

from anju.core import clock
from anju.core.actors import Actor
from anju.core.refusals import ensure
from anju.homes.models import Home, Letting, RegistryAnswer, Verification
from anju.homes.rules import VALID, Outcome, Role
from anju.parameters import queries as parameters
from anju.people.rules import Power


def asker(by: Actor, organisation_id: int | None = None) -> dict[str, int | None]:
    """The columns that say whose a verification is. A program may ask for an organisation; others only for theirs."""
    may = by.staff_id is None or Power.HOME_VERIFY in by.may
    ensure(may, f"{by.name} does not verify homes")
    asks_for_others = by.client_id is not None or by.staff_id is not None
    return {
        "person_id": None if by.organisation_id else by.person_id,
        "organisation_id": organisation_id if asks_for_others else by.organisation_id,
        "client_id": by.client_id,
    }


def reusable_answer(question_digest: bytes) -> RegistryAnswer | None:
    """The registry's last answer to this question, if a home passed by it and it is no older than ninety days."""
    last = RegistryAnswer.objects.filter(question_digest=question_digest).order_by("-id").first()
    if last is None or last.outcome != Outcome.PASS:
        return None
    until = clock.day_of(last.answered_at) + timedelta(days=parameters.number("verify.valid_days"))
    return last if until >= clock.today() else None


def covering(home_id: int, day: date) -> Letting | None:
    """The filed contract by which the whole home is let on a day; rooms are let one by one. (rule C1.12)"""
    filed = Letting.objects.filter(home=home_id, filing_no__isnull=False)
    whole = filed.filter(unit="", from_on__lte=day, to_on__gte=day)
    return whole.order_by("id").first()


def overlapping(home_id: int, unit: str, from_on: date, to_on: date) -> Letting | None:
    """A contract that stands against another one: a room against itself and the whole, the whole against all."""
    meanwhile = Letting.objects.filter(home=home_id, from_on__lte=to_on, to_on__gte=from_on)
    if unit:
        meanwhile = meanwhile.filter(unit__in=["", unit])
    return meanwhile.order_by("from_on").first()


def is_managed_by(home: Home, organisation_id: int) -> bool:
    """Whether an enterprise's verification of a home still holds, or it lets the home now. (rule C1.11)"""
    today = clock.today()
    holds = Verification.objects.filter(
        home=home,
        role=Role.ENTERPRISE,
        organisation=organisation_id,
        status__in=VALID,
        valid_until__gte=today,
    )
    lets = Letting.objects.filter(home=home, organisation=organisation_id, to_on__gte=today)
    return holds.exists() or lets.exists()
