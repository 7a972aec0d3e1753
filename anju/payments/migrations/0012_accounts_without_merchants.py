from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("payments", "0011_merchants_of_alipay"),
    ]

    operations = [
        migrations.RemoveField("bankaccount", "alipay_app_id"),
    ]
