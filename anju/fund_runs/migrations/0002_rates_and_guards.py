"""The sequence of the numbers of runs, the published rates, and that rates are only added to."""

from django.db import migrations

# The fund centre's published table: demand deposits, and three months' deposits for what was carried over. (rule B3.5)
RATES = """
INSERT INTO fund_runs_interestrate (from_on, carried_ppm, current_ppm, source, recorded_by, recorded_at) VALUES
    ('2015-06-28', 16000, 3500, '三个月整存整取、活期存款利率', 'migration', now()),
    ('2015-10-24', 11000, 3500, '三个月整存整取、活期存款利率', 'migration', now());
"""
FOR_GOOD = """
CREATE TRIGGER fund_runs_interestrate_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON fund_runs_interestrate
    EXECUTE FUNCTION core_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("fund_runs", "0001_first"), ("core", "0002_history_for_good")]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE fund_runs_no", "DROP SEQUENCE fund_runs_no"),
        migrations.RunSQL(RATES, migrations.RunSQL.noop),
        migrations.RunSQL(FOR_GOOD, migrations.RunSQL.noop),
    ]
