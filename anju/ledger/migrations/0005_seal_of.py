"""The seal of a transfer is found by its id, however many there are."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_frozen_units")]

    operations = [
        migrations.RunSQL(
            (SQL / "0005_seal_of.sql").read_text(), "DROP INDEX ledger_seal_last_id"
        )
    ]
