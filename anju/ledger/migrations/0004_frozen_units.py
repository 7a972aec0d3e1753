"""What is frozen of a selling unit's part of sold public housing has a pot of its own."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
BEFORE = (SQL / "0001_tables.sql").read_text()
START = BEFORE.index("CREATE FUNCTION ledger_pot_is_opened()")
END = BEFORE.index("CREATE TRIGGER ledger_pot_is_opened")
BACK = BEFORE[START:END].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_least")]

    operations = [migrations.RunSQL((SQL / "0004_frozen_units.sql").read_text(), BACK)]
