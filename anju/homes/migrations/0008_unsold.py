from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("homes", "0007_developers_and_sales"),
    ]

    operations = [
        migrations.AlterField(
            model_name="dwelling",
            name="contract_on",
            field=models.DateField(help_text="网签合同日期; none while it is unsold", null=True),
        ),
    ]
