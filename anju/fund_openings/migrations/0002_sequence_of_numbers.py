"""The sequence of the numbers of openings."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("fund_openings", "0001_first")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE fund_openings_no", "DROP SEQUENCE fund_openings_no"),
    ]
