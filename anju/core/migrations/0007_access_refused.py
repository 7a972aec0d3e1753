"""Who was answered 404 for which record: written once, kept for good."""

from django.db import migrations, models

GUARDS = """
CREATE TRIGGER core_accessrefused_no_change BEFORE UPDATE OR DELETE ON core_accessrefused
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER core_accessrefused_no_truncate BEFORE TRUNCATE ON core_accessrefused
    EXECUTE FUNCTION core_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0006_history_by_record")]

    operations = [
        migrations.CreateModel(
            name="AccessRefused",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=80)),
                ("portal", models.CharField(max_length=20)),
                ("method", models.CharField(max_length=10)),
                ("path", models.CharField(max_length=300)),
                ("view_name", models.CharField(max_length=100)),
                ("ip", models.GenericIPAddressField(null=True)),
            ],
            options={"indexes": [models.Index(fields=["actor", "at"], name="core_accessrefused_of_actor")]},
        ),
        # Dropped with the table itself, so there is nothing to take back.
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
