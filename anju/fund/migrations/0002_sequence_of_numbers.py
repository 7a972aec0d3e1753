"""The sequence of the fund's numbers that need not be drawn."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("fund", "0001_first")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE fund_no", "DROP SEQUENCE fund_no"),
    ]
