from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0003_mail_to_offices'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='office',
            field=models.CharField(blank=True, choices=[('centre', '资金中心'), ('association', '中介协会'), ('authority', '住建委')], default='', max_length=20),
        ),
    ]
