"""Who must act, by which day, and what silence does: worked out by hand, over holidays and make-up days."""

from datetime import date

import pytest

from anju.core.actions import import_calendar_year
from anju.core.actors import CLOCK
from anju.core.calendar import Arrangement
from anju.core.days import run_due_days
from anju.core.models import CalendarDay, DayRun
from anju.notices import queries as notices
from anju.notices.models import Notice
from anju.refunds import actions, jobs, queries
from anju.refunds.models import Case
from anju.refunds.rules import DISPUTE_REMINDER, Opinion, Refusal, Side
from anju.refunds.tests.endings import (
    EMPTY,
    MEDIATOR,
    a_dispute,
    a_held_lease,
    a_plan,
    a_return,
    an_account_of,
    an_answer,
    bank_pays,
    payee_of,
    portions_of,
    pots_of,
    refused,
    status_of,
    t_1_ends_early,
)
from anju.tests.world import LI_SI, PLATFORM, ZHANG_SAN, enterprise_of, tenant_of

pytestmark = pytest.mark.django_db
D = date.fromisoformat


# By hand: the vectors of rule D1, as plan deadline and as first and last day of the tenant

VECTORS = [
    ("2025-09-24", "2025-09-28", "2025-10-09"),  # Sunday 28 September is made up for
    ("2025-09-26", "2025-09-30", "2025-10-11"),  # the National Day week; Saturday the 11th made up
    ("2025-12-31", "2026-01-06", "2026-01-09"),  # New Year; Sunday 4 January made up
    (
        "2026-02-11",
        "2026-02-14",
        "2026-02-26",
    ),  # Saturday 14 February made up, then Spring Festival
    ("2026-02-13", "2026-02-25", "2026-02-28"),  # Saturday 28 February made up
    ("2026-09-18", "2026-09-22", "2026-09-28"),  # Sunday 20 September made up; Mid-Autumn
    ("2026-09-30", "2026-10-10", "2026-10-14"),  # Saturday 10 October made up
    ("2025-11-20", "2025-11-25", "2025-11-28"),  # T-1: an ordinary weekend between
    ("2025-11-25", "2025-11-28", "2025-12-03"),  # T-1: its plan
    ("2026-04-03", "2026-04-09", "2026-04-14"),  # Qingming on a weekend, none made up for
    ("2026-05-08", "2026-05-12", "2026-05-15"),  # Saturday 9 May made up
    ("2026-06-17", "2026-06-23", "2026-06-26"),  # Dragon Boat
    ("2026-08-01", "2026-08-05", "2026-08-10"),  # a Saturday: the day itself never counts
    ("2026-08-02", "2026-08-05", "2026-08-10"),  # and a Sunday
]


@pytest.mark.covers("ENT-07", "REF-03")
@pytest.mark.parametrize(("day", "third", "sixth"), VECTORS)
def test_three_working_days_for_the_plan_and_three_and_three_for_the_answer(
    days, day, third, sixth
):
    days.be(day)
    case = a_return(a_held_lease())
    assert (case.plan_due_on, case.provisional) == (D(third), False)
    a_plan(case)
    case.refresh_from_db()
    assert (case.answer_due_on, case.final_due_on) == (D(third), D(sixth))
    turn = queries.countdown(case)
    assert (turn.who, turn.by_on, turn.final_on) == (Side.TENANT, D(third), D(sixth))
    assert turn.days_left == (D(third) - D(day)).days


@pytest.mark.covers("BEY-01", "ENT-07")
def test_the_days_count_from_the_return_or_from_when_the_enterprise_could_know(days):
    """Monday 2 November; a return on the Thursday before, said by each side."""
    days.be("2026-11-02")
    said = {"returned_on": D("2026-10-29")}
    by_enterprise = a_return(a_held_lease(starts_on=D("2026-10-01")), **said)
    assert by_enterprise.plan_due_on == D("2026-11-03")
    lease = a_held_lease(tenants=[LI_SI], starts_on=D("2026-10-01"))
    by_tenant = a_return(lease, by=tenant_of(lease), **said)
    assert by_tenant.plan_due_on == D("2026-11-05")


# The worked schedule T-1 of rule A15: a lease of 31 March 2025, ended early


@pytest.mark.covers("ENT-07", "REF-03", "REF-06")
def test_the_early_end_of_the_worked_schedule_to_the_day_and_the_fen(days):
    """Months 10 to 12 and the deposit are in custody when the home is returned on 20 November 2025.

    The tenant is silent until 3 December, so it is carried out on the 4th. At 0.05 % over 360 the deposit has earned
    137.78 fen in 248 days, each of the three months 36.11 fen in 65.
    """
    case = t_1_ends_early(days)
    assert case.plan_due_on == D("2025-11-25")
    days.be("2025-11-25")
    plan = a_plan(case, deductions=())
    assert (plan.deposit_held_fen, plan.rent_held_fen) == (4000_00, 12000_00)
    case.refresh_from_db()
    assert (case.answer_due_on, case.final_due_on) == (D("2025-11-28"), D("2025-12-03"))
    days.pass_to("2025-12-03")
    assert status_of(case) == "reminded"
    days.pass_to("2025-12-04")
    assert status_of(case) == "paying"
    assert portions_of(case) == [("tenant", "plan", 4000_00, 12000_00, 138 + 3 * 36, "due")]


# Silence


@pytest.mark.covers("ENT-07")
def test_an_enterprise_that_is_silent_has_everything_paid_back(days):
    """Returned on Monday 2 November: due on Thursday the 5th; on the 6th everything goes."""
    lease = a_held_lease()
    case = a_return(lease)
    turn = queries.countdown(case)
    assert (turn.who, turn.by_on) == (Side.ENTERPRISE, D("2026-11-05"))
    assert turn.silence == "企业逾期未提出退款方案的，押金、剩余租金的本金及利息全部退还承租人"
    days.pass_to("2026-11-05")
    assert status_of(case) == "awaiting_plan"
    assert queries.countdown(case).days_left == 0
    days.pass_to("2026-11-06")
    assert status_of(case) == "paying"
    plan = case.plans.get()
    assert (plan.made_by, plan.gives_all_back) == ("clock", True)
    assert Notice.objects.filter(kind="all_given_back").count() == 2
    assert portions_of(case)[0][:4] == ("tenant", "plan", 4000_00, 24000_00)
    assert refused(a_plan, case=case) == "wrong_status"
    for _ in range(2):
        jobs.keep_deadlines(timestamp=0)
    assert case.plans.count() == case.portions.count() == 1


@pytest.mark.covers("REF-03")
def test_a_tenant_that_is_silent_is_reminded_warned_and_then_paid_by_the_plan(days):
    """A plan of Monday 2 November: reminded on Friday the 6th, warned on the 9th, carried out on the 11th."""
    lease = a_held_lease()
    an_account_of(lease)
    case = a_return(lease)
    a_plan(case, payee=("6222020200000000014", "工行"))
    seen = []
    for day in ("2026-11-05", "2026-11-06", "2026-11-08", "2026-11-09", "2026-11-10", "2026-11-11"):
        days.pass_to(day)
        seen.append((status_of(case), case.warned_at is not None))
    assert seen == [
        ("awaiting_answer", False),
        ("reminded", False),
        ("reminded", False),
        ("reminded", True),
        ("reminded", True),
        ("paying", True),
    ]
    kinds = Notice.objects.filter(kind__startswith="plan_").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        "plan_wanted",
        "plan_arrived",
        "plan_reminder",
        "plan_last_days",
        "plan_by_silence",
        "plan_by_silence",
    ]
    bank_pays()
    assert status_of(case) == "closed"
    assert pots_of(lease) == EMPTY
    assert list(queries.answered_by(payee_of(case))) == [case.plans.get()]


@pytest.mark.covers("REF-03")
def test_a_reminder_that_went_out_late_still_leaves_three_working_days(days):
    """The clock stood still from Monday the 2nd until Thursday the 12th: the last day is the 16th, not the 10th."""
    case = a_return(a_held_lease())
    a_plan(case)
    days.be("2026-11-12")
    jobs.keep_deadlines(timestamp=0)
    assert status_of(case) == "reminded"
    assert case.final_due_on == D("2026-11-16")
    days.pass_to("2026-11-16")
    assert status_of(case) == "reminded"
    days.pass_to("2026-11-17")
    assert status_of(case) == "paying"


@pytest.mark.covers("REF-08", "ASC-01")
def test_an_enterprise_that_makes_no_new_plan_is_named_to_the_association_which_takes_it_up(days):
    lease = a_held_lease()
    case = a_return(lease)
    a_plan(case)
    an_answer(case, Opinion.SEND_BACK)
    assert status_of(case) == "sent_back"
    assert (case.plan_due_on, queries.countdown(case).who) == (D("2026-11-05"), Side.ENTERPRISE)
    assert not queries.cases_seen_by(MEDIATOR).exists()
    days.pass_to("2026-11-05")
    case.refresh_from_db()
    assert case.escalated_at is None
    days.pass_to("2026-11-13")
    case.refresh_from_db()
    assert case.status == "sent_back" and case.escalated_at is not None
    assert list(queries.cases_overdue(MEDIATOR)) == [case]
    assert queries.association_counts(MEDIATOR)["overdue_7"] == 1
    assert list(queries.cases_of_enterprise(enterprise_of(lease), left="overdue")) == [case]
    assert Notice.objects.filter(kind__startswith="plan_overdue").count() == 2
    assert "已转中介协会" in queries.countdown(case).silence

    actions.take_up(case_id=case.pk, by=MEDIATOR)
    assert status_of(case) == "mediation"
    # 11 days: 6.11 fen a lot; of the deposit's 6 fen three quarters are the tenant's
    assert portions_of(case) == [("tenant", "plan", 3000_00, 24000_00, 5 + 6 * 6, "due")]
    assert pots_of(lease)["disputed"] == 1000_00


@pytest.mark.covers("ASC-01")
def test_a_new_plan_that_is_overdue_is_told_after_one_five_and_seven_days_and_each_time_once(days):
    case = a_return(a_held_lease())
    a_plan(case)
    an_answer(case, Opinion.SEND_BACK)
    days.pass_to("2026-11-05")
    assert alerts() == []
    days.pass_to("2026-11-06")
    assert alerts() == [("overdue_alert", "association", "1"), ("plan_overdue", "", None)]

    days.pass_to("2026-11-20")
    for _again in range(2):
        jobs.keep_deadlines(timestamp=0)
    case.refresh_from_db()
    assert not actions.alert_of_overdue_plan(case_id=case.pk, by=CLOCK)
    assert alerts() == [
        ("overdue_alert", "association", "1"),
        ("overdue_alert", "association", "5"),
        ("overdue_alert", "association", "7"),
        ("plan_overdue", "", None),
        ("plan_still_overdue", "", "5"),
        ("plan_still_overdue", "", "7"),
    ]
    told = notices.message(Notice.objects.get(kind="overdue_alert", facts__days="7").pk)
    assert (told.channel, told.subject) == ("mail", f"退款方案逾期7天：合同{case.lease.filing_no}")
    assert "应在" not in told.text and "2026-11-05前重新提交" in told.text


@pytest.mark.covers("ASC-01")
def test_after_a_standstill_only_the_last_alert_is_told_and_a_new_plan_begins_anew(days):
    case = a_return(a_held_lease())
    a_plan(case)
    an_answer(case, Opinion.SEND_BACK)
    days.be("2026-11-11")
    jobs.keep_deadlines(timestamp=0)
    assert [days for kind, _to, days in alerts() if kind == "overdue_alert"] == ["5"]

    a_plan(case)
    an_answer(case, Opinion.SEND_BACK)
    case.refresh_from_db()
    assert (case.alerted_days, case.escalated_at) == (0, None)
    assert not actions.alert_of_overdue_plan(case_id=case.pk, by=CLOCK)


def alerts() -> list[tuple[str, str, str | None]]:
    """What was told of overdue plans to the enterprise and to the association, and of how many days."""
    kinds = ("overdue_alert", "plan_overdue", "plan_still_overdue")
    found = Notice.objects.filter(kind__in=kinds)
    return sorted(((one.kind, one.office, one.facts.get("days")) for one in found), key=str)


@pytest.mark.covers("ASC-01")
def test_the_association_takes_up_nothing_before_the_time_is_over(days):
    case = a_return(a_held_lease())
    a_plan(case)
    assert refused(actions.take_up, case_id=case.pk, by=MEDIATOR) == Refusal.NOT_THE_ASSOCIATION
    an_answer(case, Opinion.SEND_BACK)
    assert refused(actions.take_up, case_id=case.pk, by=payee_of(case)) == (
        Refusal.NOT_THE_ASSOCIATION
    )


@pytest.mark.covers("ASC-03", "REF-10")
def test_an_award_that_nobody_hands_in_is_asked_for_every_ninety_days(days):
    case = a_dispute(opinion=Opinion.LITIGATION)
    first = D("2026-11-02") + DISPUTE_REMINDER
    for day, asked in ((first - date.resolution, 0), (first, 1), (first + DISPUTE_REMINDER, 2)):
        days.be(day)
        for _ in range(2):
            jobs.keep_deadlines(timestamp=0)
        assert Notice.objects.filter(kind="award_awaited").count() == asked
    assert status_of(case) == "litigation"


@pytest.mark.covers("ENT-07", "BEY-01")
def test_a_lease_whose_end_nobody_registers_is_opened_by_the_clock(days):
    """The last day is Sunday 1 November 2026: opened on the 2nd, the enterprise has until the 4th."""
    days.be("2025-11-02")
    lease = a_held_lease(starts_on=D("2025-11-02"), tenants=[ZHANG_SAN, LI_SI])
    days.be("2026-11-01")
    jobs.sweep(timestamp=0)
    assert not Case.objects.exists()
    days.be("2026-11-02", hour=0)
    jobs.sweep(timestamp=0)
    jobs.sweep_all(timestamp=0)
    case = Case.objects.get()
    assert (case.returned_on, case.registered_by, case.plan_due_on) == (
        D("2026-11-01"),
        "clock",
        D("2026-11-04"),
    )
    assert Notice.objects.filter(kind="return_registered").count() == 2
    assert actions.register_expiry(lease_id=lease.pk, by=CLOCK) is None


@pytest.mark.covers("ENT-07")
def test_a_calendar_that_becomes_official_moves_open_deadlines_but_never_back(days):
    """Returned on 30 December 2026; 2027's calendar is provisional: 1 January off, due on Tuesday the 5th."""
    days.be("2026-12-30")
    case = a_return(a_held_lease())
    later = a_return(a_held_lease(tenants=[LI_SI]))
    assert (case.plan_due_on, case.provisional) == (D("2027-01-05"), True)
    a_plan(later)
    jobs.keep_deadlines(timestamp=0)
    case.refresh_from_db()
    assert case.provisional

    week_off = [Arrangement(D(f"2027-01-0{n}"), False, "元旦") for n in (1, 2, 3, 4, 5)]
    days.be("2026-12-31")
    import_calendar_year(year=2027, days=week_off, official=True, source="国办", by=PLATFORM)
    jobs.keep_deadlines(timestamp=0)
    case.refresh_from_db()
    later.refresh_from_db()
    assert (case.plan_due_on, case.provisional) == (D("2027-01-07"), False)
    assert (later.answer_due_on, later.final_due_on) == (D("2027-01-07"), D("2027-01-12"))

    shorter = [
        Arrangement(D("2027-01-01"), True, "上班"),
        Arrangement(D("2027-01-02"), True, "上班"),
    ]
    import_calendar_year(year=2027, days=shorter, official=True, source="更正", by=PLATFORM)
    days.be("2027-01-01")
    jobs.keep_deadlines(timestamp=0)
    case.refresh_from_db()
    assert case.plan_due_on == D("2027-01-07")
    assert queries.cases_to_compute_again() == []


@pytest.mark.covers("ENT-07")
def test_a_year_nobody_entered_is_refused_and_nothing_is_registered(days):
    days.be("2026-11-02")
    lease = a_held_lease()
    CalendarDay.objects.filter(day__gt=D("2026-11-03")).delete()
    assert refused(a_return, lease=lease) == "calendar_year_unknown"
    assert not Case.objects.exists()


@pytest.mark.covers("CTR-04")
def test_the_report_of_a_day_tells_what_the_clock_did(days):
    lease = a_held_lease()
    a_return(lease)
    days.pass_to("2026-11-06")
    days.be("2026-11-07")
    run_due_days()
    report = DayRun.objects.get(job="refunds.report", day=D("2026-11-06")).report
    assert report == {"refund_all": 1, "register_expiry": 0}
