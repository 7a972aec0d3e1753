"""The ledger's tables, guards and doors are written in SQL; the models below only read them."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"
DROP = """
DROP FUNCTION ledger_open_pots(text[], timestamptz), ledger_refuse_overdrafts(), ledger_sort_out(timestamptz),
    ledger_same_as_booked(text, bigint, bigint), ledger_transfer_staged(timestamptz), ledger_open_stage(),
    ledger_transfer_legs(text, text, text, timestamptz, text[], text[], bigint[], timestamptz),
    ledger_make_month_partitions(date, int);
DROP FUNCTION ledger_carry_forward(int), ledger_seal_upto(bigint, timestamptz), ledger_final_id(interval),
    ledger_row_text(bigint, smallint, bigint, timestamptz, timestamptz, text, text, text, text, text),
    ledger_microseconds(timestamptz);
DROP TABLE ledger_day_head, ledger_carried_forward, ledger_seal, ledger_key, ledger_transfer, ledger_pot;
DROP FUNCTION ledger_derived_fen(bigint), ledger_only_by_booking(), ledger_book(), ledger_xid_before_id(),
    ledger_pot_is_opened(), ledger_line_is_carried();
DROP SEQUENCE ledger_transfer_id;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("core", "0002_history_for_good")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "".join(
                        (SQL / f"0001_{part}.sql").read_text()
                        for part in ("tables", "guards", "doors", "seals")
                    ),
                    DROP,
                )
            ],
            state_operations=[
                migrations.CreateModel(
                    name="Pot",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("code", models.TextField(unique=True)),
                        ("kind", models.TextField()),
                        ("pooled", models.BooleanField()),
                        ("may_go_negative", models.BooleanField()),
                        ("balance_fen", models.BigIntegerField(default=0)),
                        ("opened_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Transfer",
                    fields=[
                        ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("amount_fen", models.BigIntegerField()),
                        ("happened_at", models.DateTimeField()),
                        ("recorded_at", models.DateTimeField()),
                        ("number", models.SmallIntegerField()),
                        ("key", models.TextField()),
                        ("reason", models.TextField()),
                        ("cause", models.TextField()),
                        ("source", models.ForeignKey("ledger.Pot", models.DO_NOTHING, related_name="+", db_constraint=False)),
                        ("destination", models.ForeignKey("ledger.Pot", models.DO_NOTHING, related_name="+", db_constraint=False)),
                    ],
                ),
                migrations.CreateModel(
                    name="Key",
                    fields=[
                        ("key", models.TextField(primary_key=True, serialize=False)),
                        ("first_id", models.BigIntegerField()),
                        ("last_id", models.BigIntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Seal",
                    fields=[
                        ("no", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("first_id", models.BigIntegerField()),
                        ("last_id", models.BigIntegerField()),
                        ("count", models.IntegerField()),
                        ("total_fen", models.DecimalField(max_digits=24, decimal_places=0)),
                        ("max_recorded_at", models.DateTimeField()),
                        ("row_digests", models.BinaryField()),
                        ("digest", models.BinaryField()),
                        ("sealed_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="CarriedForward",
                    fields=[
                        ("pk", models.CompositePrimaryKey("pot_id", "upto_id", blank=True, editable=False, primary_key=True, serialize=False)),
                        ("pot", models.ForeignKey("ledger.Pot", models.DO_NOTHING, related_name="+", db_constraint=False)),
                        ("upto_id", models.BigIntegerField()),
                        ("balance_fen", models.BigIntegerField()),
                        ("max_recorded_at", models.DateTimeField()),
                    ],
                    options={"db_table": "ledger_carried_forward"},
                ),
                migrations.CreateModel(
                    name="DayHead",
                    fields=[
                        ("day", models.DateField(primary_key=True, serialize=False)),
                        ("seal", models.ForeignKey("ledger.Seal", models.DO_NOTHING, db_column="seal_no", related_name="+", db_constraint=False)),
                        ("digest", models.BinaryField()),
                    ],
                    options={"db_table": "ledger_day_head"},
                ),
            ],
        ),
    ]
