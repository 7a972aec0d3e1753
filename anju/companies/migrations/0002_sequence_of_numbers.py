"""The sequence of the numbers of applications and keys."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("companies", "0001_first")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE companies_no", "DROP SEQUENCE companies_no"),
    ]
