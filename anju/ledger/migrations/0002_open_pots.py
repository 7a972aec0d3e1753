"""Opening pots that are open already is cheap: a release asks for those of thousands of leases."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql" / "0002_open_pots.sql"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_first")]

    operations = [migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop)]
