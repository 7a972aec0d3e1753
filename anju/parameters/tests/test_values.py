"""What the city settles, each from a day on, proposed by one and approved by another."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from anju.core import calendar, clock
from anju.core.actions import advance_clock, store_file
from anju.core.actors import CLOCK, Actor
from anju.core.files import ATTACHMENT
from anju.core.refusals import Broken, Refused
from anju.core.tests.test_files import a_pdf
from anju.parameters import actions, queries, reading
from anju.parameters.models import Value
from anju.parameters.rules import KEPT_ELSEWHERE, PARAMETERS, Refusal
from anju.parameters.tests.settling import APPROVER, PROPOSER, a_proposal, settle
from anju.people.rules import Office, Power
from anju.people.rules import Refusal as PeopleRefusal
from anju.tests.together import together

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CTR-06")]
PLAN = "refund.plan_workdays"


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def refused(work, **about):
    with pytest.raises(Refused) as refusal, transaction.atomic():
        work(**about)
    return refusal.value


def approve(value, by=APPROVER):
    return actions.approve_value(value_id=value.pk, by=by)


def test_while_nobody_has_said_anything_the_defaults_count():
    assert queries.number(PLAN) == 3
    assert queries.is_so("closing.blocks_releases")
    assert queries.moment("payout.cutoff") == time(16, 30)
    assert queries.days("refund.overdue_alert_days") == (1, 5, 7)


def test_a_value_counts_from_its_day_on_once_another_has_approved_it():
    today = clock.today()
    tenth = today + timedelta(days=10)
    value = a_proposal(PLAN, "5", in_days=10)
    assert queries.number(PLAN, tenth) == 3

    for _ in range(2):
        approve(value)

    on = {day: queries.number(PLAN, tenth + timedelta(days=day)) for day in (-1, 0, 90)}
    assert on == {-1: 3, 0: 5, 90: 5}
    value.refresh_from_db()
    assert (value.status, value.proposed_by, value.decided_by) == (
        "in_force",
        "canshuti",
        "canshufu",
    )


def test_of_several_the_last_said_for_the_latest_day_that_has_come_stands():
    settle(PLAN, "5", in_days=10)
    settle(PLAN, "4")
    settle(PLAN, "6", in_days=10)
    today = clock.today()

    assert [queries.number(PLAN, today + timedelta(days=n)) for n in (-1, 0, 9, 10)] == [3, 4, 4, 6]


def test_proposed_twice_it_is_once_and_another_one_waits_its_turn():
    first = a_proposal(PLAN, "5")

    assert a_proposal(PLAN, " 5 ") == first
    refusal = refused(a_proposal, code=PLAN, value="6")
    assert refusal.code == Refusal.WAITING and "企业提出退还意见的期限" in refusal.message
    assert Value.objects.count() == 1


def test_nobody_approves_or_refuses_what_they_proposed_themselves():
    value = a_proposal(PLAN, "5")
    both = replace(PROPOSER, may=PROPOSER.may | APPROVER.may)

    assert refused(approve, value=value, by=both).code == Refusal.OWN_PROPOSAL
    no = {"value_id": value.pk, "because": "不妥", "by": both}
    assert refused(actions.refuse_value, **no).code == Refusal.OWN_PROPOSAL
    with pytest.raises(IntegrityError), transaction.atomic():
        Value.objects.filter(pk=value.pk).update(
            decided_by="canshuti", decided_at=clock.now(), status="in_force"
        )
    assert queries.number(PLAN) == 3


def test_who_has_not_the_power_or_works_for_a_department_is_refused():
    stranger = Actor("x", "centre", frozenset({Power.BANK_READ}), department="")
    department = replace(PROPOSER, department="110105")
    value = a_proposal(PLAN, "5")

    code = "bill.visible_days"
    missing = refused(a_proposal, code=code, value="9", by=stranger)
    assert missing.code == PeopleRefusal.POWER_MISSING
    assert refused(approve, value=value, by=PROPOSER).code == PeopleRefusal.POWER_MISSING
    away = refused(a_proposal, code=code, value="9", by=department)
    assert away.code == Refusal.OF_THE_CITY
    of_authority = refused(a_proposal, code="verify.valid_days", value="9", by=PROPOSER)
    assert of_authority.code == PeopleRefusal.POWER_MISSING
    assert Value.objects.count() == 1


def test_refused_or_withdrawn_nothing_changes_and_the_reason_is_kept():
    first, second = a_proposal(PLAN, "5"), a_proposal("bill.visible_days", "9")
    for _ in range(2):
        actions.refuse_value(value_id=first.pk, because="依据不足", by=APPROVER)
    stranger = replace(PROPOSER, name="another")
    taken = {"value_id": second.pk, "because": "另行研究"}
    assert refused(actions.withdraw_value, **taken, by=stranger).code == Refusal.NOT_YOURS
    for _ in range(2):
        actions.withdraw_value(**taken, by=PROPOSER)

    first.refresh_from_db()
    assert (first.status, first.answer) == ("refused", "依据不足")
    assert (queries.number(PLAN), queries.number("bill.visible_days")) == (3, 5)
    for value in (first, second):
        assert refused(approve, value=value).code == "wrong_status"


def test_for_a_day_that_is_over_nothing_is_proposed_and_nothing_approved():
    assert refused(a_proposal, code=PLAN, value="5", in_days=-1).code == Refusal.FROM_IN_PAST
    assert refused(a_proposal, code=PLAN, value="5", in_days=3660).code == Refusal.FROM_TOO_FAR
    value = a_proposal(PLAN, "5")
    advance_clock(days=1, by=CLOCK)

    assert refused(approve, value=value).code == Refusal.FROM_IN_PAST
    assert queries.number(PLAN) == 3


def test_what_changes_nothing_is_refused():
    assert refused(a_proposal, code=PLAN, value="3").code == Refusal.NOTHING_CHANGED
    settle(PLAN, "5")
    assert refused(a_proposal, code=PLAN, value="5").code == Refusal.NOTHING_CHANGED
    a_proposal(PLAN, "3")


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        (PLAN, "0", Refusal.OUT_OF_RANGE),
        (PLAN, "31", Refusal.OUT_OF_RANGE),
        (PLAN, "三", Refusal.UNREADABLE),
        (PLAN, "-3", Refusal.OUT_OF_RANGE),
        (PLAN, "1e1", Refusal.UNREADABLE),
        ("payout.cutoff", "24:00", Refusal.UNREADABLE),
        ("closing.blocks_releases", "maybe", Refusal.UNREADABLE),
        ("refund.overdue_alert_days", "1,x", Refusal.UNREADABLE),
        ("refund.overdue_alert_days", "1,99", Refusal.OUT_OF_RANGE),
        ("calendar", "2027\n2027-01-01,休,元旦", Refusal.UNREADABLE),
        ("calendar", "2027 official\nx", calendar.Refusal.LINE_UNREADABLE),
        ("calendar", "2027 official\n", calendar.Refusal.NOTHING_ARRANGED),
    ],
)
def test_what_cannot_be_read_or_lies_outside_its_bounds_is_refused(code, value, expected):
    assert refused(a_proposal, code=code, value=value).code == expected
    assert not Value.objects.exists()


@pytest.mark.parametrize(
    ("code", "typed", "kept", "shown"),
    [
        ("fund.standard_low_fen", "120.50", "12050", "120.50 元/㎡"),
        ("custody.interest_rate", "0.05%", "500", "0.05%"),
        ("fund.interest_rates", "1.5,0.35", "15000,3500", "1.5%，0.35%"),
        ("refund.overdue_alert_days", "7，1、5", "1,5,7", "1、5、7 天"),
        ("closing.blocks_releases", "no", "no", "否"),
        ("payout.cutoff", " 15:00 ", "15:00", "15:00"),
        ("order.pending_minutes", "15", "15", "15 分钟"),
    ],
)
def test_what_people_type_and_read_is_in_their_units(code, typed, kept, shown):
    parameter = PARAMETERS[code]
    assert reading.typed(parameter, typed) == kept
    assert reading.shown(parameter, kept) == shown


def test_the_database_refuses_to_edit_or_delete_what_was_said():
    value = settle(PLAN, "5")
    for statement in (
        "UPDATE parameters_value SET value = '9' WHERE id = %s",
        "UPDATE parameters_value SET from_on = '2020-01-01' WHERE id = %s",
        "DELETE FROM parameters_value WHERE id = %s",
    ):
        with pytest.raises(Exception, match="change"), transaction.atomic():
            connection.cursor().execute(statement, [value.pk])
    assert queries.number(PLAN) == 5


def test_papers_are_ones_own():
    by_proposer, by_other = (
        store_file(name="纪要.pdf", content=a_pdf(), allowed=ATTACHMENT, by=by)
        for by in (PROPOSER, APPROVER)
    )
    value = a_proposal(PLAN, "5", documents=[by_proposer])
    assert value.documents.get().file_id == by_proposer
    with pytest.raises(Broken), transaction.atomic():
        a_proposal("bill.visible_days", "9", documents=[by_other])


def test_several_are_one_question_and_a_request_asks_once(django_assert_num_queries):
    settle(PLAN, "5")
    today = clock.today()
    with django_assert_num_queries(1):
        found = queries.numbers([PLAN, "refund.answer_workdays", "bill.visible_days"], today)
    assert list(found.values()) == [5, 3, 5]
    with queries.asked_once(), django_assert_num_queries(1):
        assert queries.number(PLAN, today) == 5
        assert queries.number("order.pending_minutes", today) == 10
        assert queries.moment("payout.cutoff", today) == time(16, 30)


def test_what_was_approved_in_a_request_is_seen_in_it():
    with queries.asked_once():
        assert queries.number(PLAN) == 3
        settle(PLAN, "5")
        assert queries.number(PLAN) == 5


def test_a_calendar_is_entered_once_another_has_approved_it():
    year = clock.today().year + 1
    day = next(d for d in (date(year, 3, n) for n in range(1, 8)) if d.isoweekday() == 3)
    value = a_proposal("calendar", f"{year} official\n{day},休,试点放假")
    assert calendar.is_workday(day)

    approve(value)

    assert not calendar.is_workday(day)
    [entered] = [one for one in calendar.years_entered() if one.year == year]
    assert (entered.official, entered.source) == (True, "会议纪要第3号")
    assert [one.name for one in calendar.arranged_in(year)] == ["试点放假"]


@pytest.mark.django_db(transaction=True)
def test_two_who_approve_at_the_same_time_approve_once():
    value = a_proposal(PLAN, "5")
    made = together(lambda: approve(value), lambda: approve(value, replace(APPROVER, name="b")))

    assert [one for one in made if isinstance(one, Exception)] == []
    assert queries.number(PLAN) == 5


@pytest.mark.django_db(transaction=True)
def test_two_who_propose_at_the_same_time_propose_one():
    made = together(
        lambda: a_proposal(PLAN, "5"),
        lambda: a_proposal(PLAN, "6", by=replace(PROPOSER, name="b")),
    )

    [refusal] = [one for one in made if isinstance(one, Refused)]
    assert refusal.code == Refusal.WAITING and Value.objects.count() == 1


def test_who_proposes_or_approves_for_an_office_sees_what_was_said_for_it_and_nobody_else():
    value = a_proposal(PLAN, "5")
    authority = Actor("a", "authority", frozenset({Power.PARAMETER_CHECK}))

    assert list(queries.values_seen_by(PROPOSER)) == [value]
    assert queries.values_to_approve(APPROVER, Office.CENTRE).count() == 1
    assert queries.values_to_approve(PROPOSER, Office.CENTRE).count() == 0
    assert not queries.values_seen_by(authority).exists()


def test_every_parameter_can_be_read_by_its_default_and_has_a_sentence_for_who_approves():
    for one in PARAMETERS.values():
        assert one.label and one.source and one.effect
        if one.default:
            assert reading.checked(one, one.default) == one.default
            assert reading.shown(one, one.default)
        else:
            assert one.kind in KEPT_ELSEWHERE
