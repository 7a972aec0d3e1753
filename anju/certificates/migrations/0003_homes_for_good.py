"""Of which home a paper is, too, never changes."""

from django.db import migrations

FOR_GOOD = """
CREATE TRIGGER certificates_no_other_home BEFORE UPDATE OF account_id ON certificates_certificate
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("certificates", "0002_of_homes")]

    operations = [
        migrations.RunSQL(
            FOR_GOOD, "DROP TRIGGER certificates_no_other_home ON certificates_certificate"
        ),
    ]
