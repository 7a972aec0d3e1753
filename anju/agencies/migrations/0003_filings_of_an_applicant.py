from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0002_practitioners_by_role'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='institutionfiling',
            index=models.Index(fields=['applicant', '-id'], name='agencies_filing_of_one'),
        ),
        migrations.AddIndex(
            model_name='institutionfiling',
            index=models.Index(fields=['applicant', 'status', '-id'], name='agencies_filing_of_one_by'),
        ),
    ]
