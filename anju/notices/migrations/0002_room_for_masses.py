import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0001_first'),
        ('people', '0002_api_keys'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='key',
            field=models.CharField(max_length=120),
        ),
        migrations.AlterField(
            model_name='notice',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='person',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('key',), name='notices_notice_key_once'),
        ),
    ]
