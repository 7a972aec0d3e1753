"""What each pooled pot moved on each day is kept, so that an old day costs no more than yesterday."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"
BACK = """
DROP TRIGGER ledger_total_days_are_added ON ledger_total;
DROP FUNCTION ledger_days_are_added(), ledger_add_days(bigint, bigint);
DROP TABLE ledger_pooled_day;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_heads_by_digest")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL((SQL / "0008_days.sql").read_text(), BACK)],
            state_operations=[
                migrations.CreateModel(
                    name="PooledDay",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "pot_id",
                                "span",
                                "day",
                                "reason",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "pot",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ledger.pot",
                            ),
                        ),
                        ("span", models.TextField()),
                        ("day", models.DateField()),
                        ("reason", models.TextField()),
                        ("in_fen", models.BigIntegerField()),
                        ("out_fen", models.BigIntegerField()),
                    ],
                    options={"db_table": "ledger_pooled_day"},
                ),
            ],
        ),
    ]
