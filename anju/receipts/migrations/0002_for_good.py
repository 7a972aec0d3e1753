from django.db import migrations

FOR_GOOD = """
CREATE TRIGGER receipts_receipt_no_change BEFORE DELETE OR UPDATE OF id, no, purpose, created_at
    ON receipts_receipt FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER receipts_receipt_no_truncate BEFORE TRUNCATE ON receipts_receipt
    EXECUTE FUNCTION core_refuse_change();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('receipts', '0001_first'),
    ]

    operations = [
        migrations.RunSQL('CREATE SEQUENCE receipts_receipt_no', 'DROP SEQUENCE receipts_receipt_no'),
        migrations.RunSQL(FOR_GOOD, migrations.RunSQL.noop),
    ]
