from django.db import migrations

import anju.core.crypto


class Migration(migrations.Migration):

    dependencies = [
        ('fund_notices', '0001_first'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='noticerow',
            name='sentence',
        ),
        migrations.AddField(
            model_name='noticerow',
            name='sentence',
            field=anju.core.crypto.EncryptedTextField(blank=True, default='', help_text='it may repeat what the row says of people'),
            preserve_default=False,
        ),
    ]
