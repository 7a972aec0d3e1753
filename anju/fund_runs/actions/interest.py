"""Interest is begun: a year's of the whole city, or that of one home that is given up. (rules B3.3 to B3.8)"""

from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.core.db import action, one_at_a_time
from anju.core.refusals import Refused
from anju.fund import queries as fund
from anju.fund_runs.models import InterestRate, Run
from anju.fund_runs.numbers import run_no
from anju.fund_runs.rules import Kind, Refusal, Status, settled_upto
from anju.payments import queries as payment_queries
from anju.payments.rules import Business
from anju.people.queries import check_power, department_of
from anju.people.rules import Power


@action
def start_interest_run(*, bank: str, by: Actor) -> Run | None:
    """The run of the last settlement day at one of the fund's banks, from where the run before ended.

    Twice is once; None where that day is settled. The clock starts it, staff again after it was sent back. Refused
    to a department, while the run before is open, without accounts, and without a rate for its first day.
    """
    if by != CLOCK:
        _check_of_the_city(by)
    one_at_a_time(f"fund_runs:{bank}")
    account = payment_queries.account_of(bank)
    if account is None or account.business != Business.FUND:
        raise Refused(Refusal.NO_ACCOUNTS, bank=bank)
    to_on = settled_upto(clock.today())
    runs = Run.objects.filter(bank_account=account, kind=Kind.INTEREST)
    last = runs.exclude(status=Status.REJECTED).order_by("-to_on").first()
    if last is not None and last.to_on == to_on:
        return last
    if last is not None and last.status != Status.DONE:
        raise Refused(Refusal.RUN_OPEN, no=last.no)
    from_on = last.to_on if last is not None else fund.first_opened_on(account.pk)
    if from_on is None:
        raise Refused(Refusal.NO_ACCOUNTS, bank=bank)
    if from_on >= to_on:
        return None
    if not InterestRate.objects.filter(from_on__lte=from_on).exists():
        raise Refused(Refusal.NO_RATE, day=from_on)
    return Run.objects.create(
        no=run_no(Kind.INTEREST, clock.now()),
        kind=Kind.INTEREST,
        bank_account=account,
        from_on=from_on,
        to_on=to_on,
        made_by=by.name,
        made_at=clock.now(),
    )


def _check_of_the_city(by: Actor) -> None:
    check_power(by, Power.FUND_PAY)
    if department_of(by):
        raise Refused(Refusal.OF_THE_CITY)
