from django.db import migrations


class Migration(migrations.Migration):
    """A digest that somebody kept is found among the published heads."""

    dependencies = [("ledger", "0006_totals")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX ledger_day_head_digest ON ledger_day_head (digest)",
            "DROP INDEX ledger_day_head_digest",
        ),
    ]
