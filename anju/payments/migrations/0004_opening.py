from django.db import migrations, models

OF_TRANSFERS = "UPDATE payments_payment SET opening = 'collection_code' WHERE channel = 'bank_transfer'"


class Migration(migrations.Migration):
    """How a payment is opened: until now every Alipay payment was by QR code."""

    dependencies = [("payments", "0003_room_for_masses")]

    operations = [
        migrations.RemoveConstraint(
            model_name="payment", name="payments_payment_has_its_channels_fields"
        ),
        migrations.AddField(
            model_name="payment",
            name="opening",
            field=models.CharField(
                choices=[
                    ("qr_code", "扫码支付"),
                    ("app", "跳转支付宝支付"),
                    ("collection_code", "收款识别码"),
                ],
                default="qr_code",
                max_length=20,
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(OF_TRANSFERS, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="payment",
            name="news_wanted",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("channel", "bank_transfer"),
                        ("collection_code__isnull", False),
                        ("opening", "collection_code"),
                    ),
                    models.Q(
                        ("channel", "alipay"),
                        ("collection_code__isnull", True),
                        ("expires_at__isnull", False),
                        ("opening__in", ["qr_code", "app"]),
                    ),
                    _connector="OR",
                ),
                name="payments_payment_has_its_channels_fields",
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("news_wanted", True)),
                fields=["id"],
                name="payments_payment_asked_about",
            ),
        ),
    ]
