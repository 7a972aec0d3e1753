"""What lots made by day is kept, so that interest of any time is counted from some hundred rows."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"
BACK = """
DROP TRIGGER custody_lot_came ON custody_lot;
DROP TRIGGER custody_lot_changed ON custody_lot;
DROP FUNCTION custody_count_days(), custody_lots_changed(), custody_lots_came(), custody_rate_days(date),
    custody_add_days(bigint[], date[], date[], bigint[]), custody_is_counted(text, date, date);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("custody", "0003_carry_overs"),
        ("payments", "0008_work_of_the_desk"),
    ]

    operations = [
        migrations.CreateModel(
            name="LotDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("came_fen", models.BigIntegerField()),
                ("left_fen", models.BigIntegerField()),
                (
                    "earned_parts",
                    models.DecimalField(
                        decimal_places=0,
                        help_text="by what left, in all its time: fen × parts per million × days",
                        max_digits=40,
                    ),
                ),
                (
                    "bank_account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.bankaccount",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["bank_account", "day"], name="custody_lotday_of_account"
                    )
                ],
            },
        ),
        migrations.RunSQL((SQL / "0004_days.sql").read_text(), BACK),
    ]
