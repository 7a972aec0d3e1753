from django.db import migrations

FOR_GOOD = """
CREATE TRIGGER parameters_value_no_change
    BEFORE DELETE OR UPDATE OF id, code, office, value, from_on, because, proposed_by, proposed_at
    ON parameters_value FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER parameters_value_no_truncate BEFORE TRUNCATE ON parameters_value
    EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER parameters_valuedocument_no_change BEFORE DELETE OR UPDATE ON parameters_valuedocument
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER parameters_valuedocument_no_truncate BEFORE TRUNCATE ON parameters_valuedocument
    EXECUTE FUNCTION core_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("parameters", "0001_first")]

    operations = [migrations.RunSQL(FOR_GOOD, migrations.RunSQL.noop)]
