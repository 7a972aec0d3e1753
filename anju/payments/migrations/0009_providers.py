from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("payments", "0008_work_of_the_desk"),
    ]

    operations = [
        migrations.AddField(
            "providernotification",
            "channel",
            models.CharField(max_length=20, default="alipay"),
            preserve_default=False,
        ),
        migrations.AddField(
            "settlement",
            "channel",
            models.CharField(max_length=20, default="alipay"),
            preserve_default=False,
        ),
        migrations.RenameField("providernotification", "app_id", "merchant_no"),
    ]
