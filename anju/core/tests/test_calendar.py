from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from anju.core.actions import ChangedDay, import_calendar_year
from anju.core.actors import CLOCK
from anju.core.calendar import (
    Arrangement,
    Deadline,
    Refusal,
    add_months,
    add_workdays,
    is_workday,
    next_workday,
    workdays_between,
)
from anju.core.models import CalendarDay, CalendarYear
from anju.core.refusals import Broken, Refused

pytestmark = pytest.mark.django_db


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("year", [2025, 2026])
def test_an_official_year_has_all_its_days_and_248_working_days(year):
    days = CalendarDay.objects.filter(day__year=year)

    assert days.count() == 365
    assert days.filter(is_workday=True).count() == 248
    assert CalendarYear.objects.get(year=year).official


@pytest.mark.parametrize(
    ("start", "after_three", "after_three_more"),
    [
        ("2025-09-24", "2025-09-28", "2025-10-09"),
        ("2025-09-26", "2025-09-30", "2025-10-11"),
        ("2025-12-31", "2026-01-06", "2026-01-09"),
        ("2026-02-11", "2026-02-14", "2026-02-26"),
        ("2026-02-13", "2026-02-25", "2026-02-28"),
        ("2026-09-18", "2026-09-22", "2026-09-28"),
        ("2026-09-30", "2026-10-10", "2026-10-14"),
    ],
)
def test_three_and_three_working_days_are_counted_by_the_announced_calendar(
    start, after_three, after_three_more
):
    first = add_workdays(day(start), 3)

    assert first == Deadline(day(after_three), provisional=False)
    assert add_workdays(first.on, 3) == Deadline(day(after_three_more), provisional=False)
    assert workdays_between(day(start), first.on) == 3
    assert workdays_between(day(start), day(after_three_more)) == 6


def test_a_made_up_sunday_is_a_working_day_and_a_moved_friday_is_not():
    assert is_workday(day("2025-09-28"))
    assert not is_workday(day("2026-02-20"))
    assert not is_workday(day("2026-11-21"))
    assert is_workday(day("2026-11-20"))


def test_a_period_that_ends_on_a_holiday_ends_on_the_first_working_day_after():
    assert next_workday(day("2026-10-01")).on == day("2026-10-08")
    assert next_workday(day("2026-10-10")).on == day("2026-10-10")
    assert workdays_between(day("2026-10-10"), day("2026-10-10")) == 0


def test_a_deadline_from_a_provisional_year_says_so():
    assert add_workdays(day("2026-12-29"), 2) == Deadline(day("2026-12-31"), provisional=False)
    assert add_workdays(day("2026-12-29"), 3) == Deadline(day("2027-01-04"), provisional=True)
    assert add_workdays(day("2026-12-31"), 1) == Deadline(day("2027-01-04"), provisional=True)


def test_a_year_nobody_entered_is_refused_and_never_guessed():
    for asking, year in [
        (lambda: is_workday(day("2029-01-02")), 2029),
        (lambda: add_workdays(day("2028-12-29"), 1), 2029),
        (lambda: add_workdays(day("2023-12-31"), 3), 2024),
        (lambda: add_workdays(day("2035-05-05"), 3), 2035),
        (lambda: next_workday(day("2029-01-01")), 2029),
        (lambda: workdays_between(day("2028-12-30"), day("2029-01-05")), 2029),
    ]:
        with pytest.raises(Refused) as refused:
            asking()
        assert refused.value.code == Refusal.YEAR_UNKNOWN
        assert refused.value.message == f"{year}年的工作日历还没有录入，无法计算期限"


def test_a_period_of_no_working_days_is_a_mistake_of_ours():
    with pytest.raises(Broken, match="at least one"):
        add_workdays(day("2026-11-20"), 0)


@given(st.dates(date(2025, 1, 1), date(2026, 11, 1)), st.integers(1, 30))
def test_adding_and_counting_working_days_agree(start, count):
    deadline = add_workdays(start, count)

    assert is_workday(deadline.on)
    assert workdays_between(start, deadline.on) == count
    assert workdays_between(start, deadline.on - timedelta(days=1)) == count - 1


def test_a_month_ends_on_the_corresponding_day_or_the_last_of_the_month():
    anchor = day("2026-01-31")

    assert [add_months(anchor, n).isoformat() for n in range(-2, 4)] == [
        "2025-11-30",
        "2025-12-31",
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
    ]
    assert add_months(day("2024-02-29"), 12) == day("2025-02-28")


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 600))
def test_months_keep_their_anchor(anchor, count):
    result = add_months(anchor, count)

    assert result.year * 12 + result.month == anchor.year * 12 + anchor.month + count
    assert result.day == anchor.day or add_months(result + timedelta(days=1), 0).day == 1


def new_year_2027() -> list[Arrangement]:
    return [
        Arrangement(day("2027-01-01"), False, "元旦"),
        Arrangement(day("2027-01-02"), True, "元旦调休上班"),
    ]


def test_an_official_calendar_replaces_the_provisional_one_and_tells_what_changed():
    changed = import_calendar_year(
        year=2027, days=new_year_2027(), official=True, source="国办发明电", by=CLOCK
    )

    assert changed[:2] == [
        ChangedDay(day("2027-01-02"), was_workday=False, is_workday=True),
        ChangedDay(day("2027-02-05"), was_workday=False, is_workday=True),
    ]
    assert add_workdays(day("2026-12-31"), 1) == Deadline(day("2027-01-02"), provisional=False)
    assert import_calendar_year(
        year=2027, days=new_year_2027(), official=True, source="国办发明电", by=CLOCK
    ) == []  # fmt: skip


def test_a_new_year_can_be_entered_and_then_be_counted_with():
    import_calendar_year(
        year=2029,
        days=[Arrangement(day("2029-01-01"), False, "元旦")],
        official=False,
        source="",
        by=CLOCK,
    )

    assert add_workdays(day("2028-12-29"), 1) == Deadline(day("2029-01-02"), provisional=True)


@pytest.mark.parametrize(
    ("year", "days", "official", "code"),
    [
        (2026, [Arrangement(date(2026, 1, 1), False, "元旦")], False, Refusal.OFFICIAL_STAYS),
        (2027, [Arrangement(date(2026, 1, 1), False, "元旦")], True, Refusal.DAY_OUTSIDE),
        (2027, [], True, Refusal.NOTHING_ARRANGED),
    ],
)
def test_a_calendar_that_cannot_be_right_is_refused_and_changes_nothing(year, days, official, code):
    before = list(CalendarDay.objects.order_by("day").values_list())

    with pytest.raises(Refused) as refused:
        import_calendar_year(year=year, days=days, official=official, source="", by=CLOCK)

    assert refused.value.code == code
    assert list(CalendarDay.objects.order_by("day").values_list()) == before


def test_a_calendar_is_entered_from_a_file_and_says_what_changed(tmp_path, capsys):
    file = tmp_path / "2027.csv"
    file.write_text("\ufeff2027-01-01,休,元旦\n\n2027-01-02，班，元旦调休\n", encoding="utf-8")

    call_command("import_calendar", 2027, file, source="国办发明电")

    assert capsys.readouterr().out.splitlines()[:2] == ["2027-01-02 班", "2027-02-05 班"]
    year = CalendarYear.objects.get(year=2027)
    assert (year.official, year.source, year.imported_by) == (True, "国办发明电", "operator")


@pytest.mark.covers("SEC-04")
@pytest.mark.parametrize("line", ["2027-02-30,休,春节", "2027-01-01,放假,元旦", "元旦"])
def test_a_line_that_cannot_be_read_stops_the_calendar(line, tmp_path):
    file = tmp_path / "2027.csv"
    file.write_text(f"2027-01-01,休,元旦\n{line}\n", encoding="utf-8")

    with pytest.raises(CommandError, match="第2行无法识别"):
        call_command("import_calendar", 2027, file, source="国办发明电")

    assert not CalendarYear.objects.get(year=2027).official
