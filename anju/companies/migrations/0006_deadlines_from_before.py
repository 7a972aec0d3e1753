from django.db import migrations

GIVEN = """
UPDATE companies_application AS asked SET due_on = (
    SELECT day FROM core_calendarday
    WHERE is_workday AND day > (
        (CASE status WHEN 'submitted' THEN submitted_at ELSE decided_at END) AT TIME ZONE 'Asia/Shanghai')::date
    ORDER BY day OFFSET 2 LIMIT 1)
WHERE due_on IS NULL AND (status = 'submitted' OR status = 'approved' AND NOT EXISTS (
    SELECT FROM companies_key WHERE application_id = asked.id))
"""  # a key that was revoked is replaced when its holder comes: no day is set for that


class Migration(migrations.Migration):
    """What waited for a department before there were deadlines gets its own: three working days, as it came. (CTR-05)"""

    dependencies = [
        ("companies", "0005_due_registrations"),
        ("core", "0005_first_calendars"),
    ]

    operations = [migrations.RunSQL(GIVEN, migrations.RunSQL.noop)]
