"""The merchant of each account at Alipay, which was a column of it."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("payments", "0010_merchants"),
    ]

    operations = [
        migrations.RunSQL(
            """INSERT INTO payments_merchant (bank_account_id, channel, no)
            SELECT id, 'alipay', alipay_app_id FROM payments_bankaccount""",
            migrations.RunSQL.noop,
        ),
    ]
