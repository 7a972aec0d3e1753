"""Looks at personal data, kept for good; what staff did and were refused is found by their office."""

from django.db import migrations, models

GUARDS = """
CREATE TRIGGER core_look_no_change BEFORE UPDATE OR DELETE ON core_look
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER core_look_no_truncate BEFORE TRUNCATE ON core_look
    EXECUTE FUNCTION core_refuse_change();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0007_access_refused'),
    ]

    operations = [
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('actor', models.CharField(max_length=80)),
                ('portal', models.CharField(max_length=20)),
                ('kind', models.CharField(max_length=60)),
                ('record_id', models.BigIntegerField()),
                ('whose', models.CharField(max_length=120)),
                ('view_name', models.CharField(max_length=100)),
                ('purpose', models.CharField(max_length=120)),
                ('ip', models.GenericIPAddressField(null=True)),
            ],
        ),
        migrations.AddIndex(
            model_name='accessrefused',
            index=models.Index(fields=['portal', 'at', 'id'], name='core_accessrefused_of_office'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('portal__in', ['association', 'authority', 'centre'])), fields=['portal', 'at', 'id'], name='core_event_of_office'),
        ),
        migrations.AddIndex(
            model_name='look',
            index=models.Index(fields=['portal', 'at', 'id'], name='core_look_of_office'),
        ),
        # Dropped with the table itself, so there is nothing to take back.
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
