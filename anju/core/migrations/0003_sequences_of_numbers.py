from django.db import migrations

SEQUENCES = ["core_order_no", "core_payment_no", "core_refund_no", "core_collection_code"]


class Migration(migrations.Migration):
    dependencies = [("core", "0002_history_for_good")]

    operations = [
        migrations.RunSQL(f"CREATE SEQUENCE {name}", f"DROP SEQUENCE {name}") for name in SEQUENCES
    ]
