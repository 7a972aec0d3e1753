"""Taking from a pooled pot no longer adds up all that went through it since its last line; a batch locks each pot once."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"
BOOK_AS_BEFORE = (SQL / "0001_guards.sql").read_text()
START = BOOK_AS_BEFORE.index("CREATE FUNCTION ledger_book()")
END = BOOK_AS_BEFORE.index("CREATE TRIGGER ledger_transfer_is_booked")
BACK = BOOK_AS_BEFORE[START:END].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION") + """
DROP FUNCTION ledger_take(bigint, bigint), ledger_transfer_selected(text, timestamptz);
DROP TABLE ledger_least;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_open_pots")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL((SQL / "0003_least.sql").read_text(), BACK)],
            state_operations=[
                migrations.CreateModel(
                    name="Least",
                    fields=[
                        ("pot", models.OneToOneField("ledger.Pot", models.DO_NOTHING, db_constraint=False, primary_key=True, related_name="+", serialize=False)),
                        ("fen", models.BigIntegerField()),
                    ],
                ),
            ],
        ),
    ]
