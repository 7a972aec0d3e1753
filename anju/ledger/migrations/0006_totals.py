"""What all pots of each kind held as of any moment is known without adding up all that ever moved."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"
BACK = """
DROP INDEX ledger_pot_of_rare_kind;
DROP FUNCTION ledger_last_id(timestamptz), ledger_add_totals();
DROP TABLE ledger_total;
DROP FUNCTION ledger_total_is_added();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_seal_of")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL((SQL / "0006_totals.sql").read_text(), BACK)],
            state_operations=[
                migrations.CreateModel(
                    name="Total",
                    fields=[
                        ("no", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("first_id", models.BigIntegerField()),
                        ("upto_id", models.BigIntegerField()),
                        ("min_recorded_at", models.DateTimeField()),
                        ("max_recorded_at", models.DateTimeField()),
                        ("held", models.JSONField()),
                    ],
                ),
            ],
        ),
    ]
