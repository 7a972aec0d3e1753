"""Interest is begun: a year's of the whole city, or that of one home that is given up. (rules B3.3 to B3.8)"""

from datetime import date

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, one_at_a_time
from anju.core.refusals import Refused, ensure
from anju.fund import queries as fund
from anju.fund_runs.models import InterestRate, Run
from anju.fund_runs.numbers import run_no
from anju.fund_runs.rules import Kind, Refusal, Status, settled_upto
from anju.payments import queries as payment_queries
from anju.payments.rules import Business
from anju.people.queries import check_power, department_of
from anju.people.rules import Power


@action
def set_interest_rate(
    *, from_on: date, carried_ppm: int, current_ppm: int, source: str, by: Actor
) -> InterestRate:
    """From a day to come on, a year's interest is so many parts per million: 11000 is 1.10 %. The same again changes
    nothing. Refused for a day that has begun and before a rate already entered.
    """
    check_power(by, Power.FUND_PAY)
    last = InterestRate.objects.order_by("-from_on").first()
    wanted = (from_on, carried_ppm, current_ppm)
    if last is not None and (last.from_on, last.carried_ppm, last.current_ppm) == wanted:
        return last
    if from_on <= clock.today():
        raise Refused(Refusal.RATE_IN_PAST, from_on=from_on)
    if last is not None and from_on <= last.from_on:
        raise Refused(Refusal.RATE_OUT_OF_ORDER, from_on=from_on, last_on=last.from_on)
    return InterestRate.objects.create(
        from_on=from_on,
        carried_ppm=carried_ppm,
        current_ppm=current_ppm,
        source=source,
        recorded_by=by.name,
        recorded_at=clock.now(),
    )


@action
def start_interest_run(*, bank: str, by: Actor) -> Run | None:
    """The run of the last settlement day at one of the fund's banks, from where the run before ended.

    Twice is once; None where that day is settled. The clock starts it, staff again after it was sent back. Refused
    while the run before is open, without accounts, and without a rate for its first day.
    """
    if by.staff_id is not None:
        check_power(by, Power.FUND_PAY)
        ensure(not department_of(by), "interest is the whole city's")
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


@action
def close_interest(*, account_id: int, by: Actor) -> Run | None:
    """What one home has earned since the last settlement, at the demand rate, up to the day on which it is given up or
    lost: to be approved and booked as any run, before all that it holds goes back. (rule B3.8)

    Twice a day is once; None when nothing can have been earned. Refused while the yearly run is open.
    """
    check_power(by, Power.FUND_PAY)
    account = fund.account(account_id)
    one_at_a_time(f"fund_runs:{account.bank_account.bank}")
    yearly = Run.objects.filter(bank_account=account.bank_account_id, kind=Kind.INTEREST)
    last = yearly.exclude(status=Status.REJECTED).order_by("-to_on").first()
    if last is not None and last.status != Status.DONE:
        raise Refused(Refusal.RUN_OPEN, no=last.no)
    opened_on = clock.day_of(account.opened_at)
    closings = Run.objects.filter(account=account, kind=Kind.CLOSING)
    before = closings.exclude(status=Status.REJECTED).order_by("-to_on").first()
    if before is not None and before.to_on == clock.today():
        return before
    ends = [run.to_on for run in (last, before) if run is not None and run.to_on is not None]
    from_on = max([opened_on, *ends])
    if from_on >= clock.today():
        return None
    return Run.objects.create(
        no=run_no(Kind.CLOSING, clock.now()),
        kind=Kind.CLOSING,
        bank_account=account.bank_account,
        account=account,
        from_on=from_on,
        to_on=clock.today(),
        made_by=by.name,
        made_at=clock.now(),
    )
