"""The working days of 2025 and 2026 as announced, of 2027 and 2028 as the law alone lets one expect.

Provisional years know the statutory holidays and no make-up days: the State Council announces those
in the autumn before. Stored files refuse change.
"""

from datetime import date, timedelta

import holidays
from django.db import migrations
from django.utils import timezone

OFFICIAL = {
    2025: (
        "国办发明电〔2024〕12号",
        [
            ("元旦", "01-01", "01-01", []),
            ("春节", "01-28", "02-04", ["01-26", "02-08"]),
            ("清明节", "04-04", "04-06", []),
            ("劳动节", "05-01", "05-05", ["04-27"]),
            ("端午节", "05-31", "06-02", []),
            ("国庆节、中秋节", "10-01", "10-08", ["09-28", "10-11"]),
        ],
    ),
    2026: (
        "国务院办公厅关于2026年部分节假日安排的通知",
        [
            ("元旦", "01-01", "01-03", ["01-04"]),
            ("春节", "02-15", "02-23", ["02-14", "02-28"]),
            ("清明节", "04-04", "04-06", []),
            ("劳动节", "05-01", "05-05", ["05-09"]),
            ("端午节", "06-19", "06-21", []),
            ("中秋节", "09-25", "09-27", []),
            ("国庆节", "10-01", "10-07", ["09-20", "10-10"]),
        ],
    ),
}
PROVISIONAL = (2027, 2028)


def arranged_officially(year):
    source, periods = OFFICIAL[year]
    arranged = {}
    for name, first, last, made_up in periods:
        day = date.fromisoformat(f"{year}-{first}")
        while day <= date.fromisoformat(f"{year}-{last}"):
            arranged[day] = (False, name)
            day += timedelta(days=1)
        for each in made_up:
            arranged[date.fromisoformat(f"{year}-{each}")] = (True, f"{name}调休上班")
    return source, arranged


def arranged_by_law(year):
    named = holidays.country_holidays("CN", years=year, language="zh_CN")
    return "全国年节及纪念日放假办法", {
        day: (False, name) for day, name in named.items() if day.year == year
    }


def enter_years(apps, schema_editor):
    calendar_year = apps.get_model("core", "CalendarYear")
    calendar_day = apps.get_model("core", "CalendarDay")
    for year in (*OFFICIAL, *PROVISIONAL):
        official = year in OFFICIAL
        source, arranged = arranged_officially(year) if official else arranged_by_law(year)
        calendar_year.objects.create(
            year=year,
            official=official,
            source=source,
            imported_at=timezone.now(),
            imported_by="clock",
        )
        day, days = date(year, 1, 1), []
        while day.year == year:
            weekday = day.isoweekday() <= 5
            is_workday, name = arranged.get(day, (weekday, "" if weekday else "周末"))
            days.append(calendar_day(day=day, is_workday=is_workday, name=name))
            day += timedelta(days=1)
        calendar_day.objects.bulk_create(days)


class Migration(migrations.Migration):
    dependencies = [("core", "0004_calendar_and_files")]

    operations = [
        migrations.RunPython(enter_years, migrations.RunPython.noop),
        migrations.RunSQL(
            "CREATE TRIGGER core_storedfile_no_change BEFORE UPDATE ON core_storedfile "
            "FOR EACH ROW EXECUTE FUNCTION core_refuse_change()",
            "DROP TRIGGER core_storedfile_no_change ON core_storedfile",
        ),
    ]
