from django.db import migrations

SEQUENCES = ["homes_verification_no", "homes_ticket_no"]
FOR_GOOD = """
CREATE TRIGGER homes_notice_no_change
    BEFORE DELETE OR UPDATE OF id, verification_id, issued_at, facts_digest, pdf_digest
    ON homes_notice FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER homes_notice_no_truncate BEFORE TRUNCATE ON homes_notice
    EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER homes_asking_no_change BEFORE DELETE OR UPDATE ON homes_asking
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER homes_asking_no_truncate BEFORE TRUNCATE ON homes_asking
    EXECUTE FUNCTION core_refuse_change();
"""  # the sealed columns of a notice may be sealed anew; their digests may not follow


class Migration(migrations.Migration):

    dependencies = [
        ('homes', '0001_first'),
    ]

    operations = [
        *(
            migrations.RunSQL(f"CREATE SEQUENCE {name}", f"DROP SEQUENCE {name}")
            for name in SEQUENCES
        ),
        migrations.RunSQL(FOR_GOOD, migrations.RunSQL.noop),
    ]
