from django.db import migrations

FOR_GOOD = """
CREATE TRIGGER signings_signedpaper_no_change
    BEFORE DELETE OR UPDATE OF id, contract_id, sealed_at, facts_digest, pdf_digest
    ON signings_signedpaper FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER signings_signedpaper_no_truncate BEFORE TRUNCATE ON signings_signedpaper
    EXECUTE FUNCTION core_refuse_change();
"""  # the sealed columns of a paper may be sealed anew; their digests may not follow


class Migration(migrations.Migration):
    dependencies = [("signings", "0001_first")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE signings_contract_no", "DROP SEQUENCE signings_contract_no"
        ),
        migrations.RunSQL(FOR_GOOD, migrations.RunSQL.noop),
    ]
