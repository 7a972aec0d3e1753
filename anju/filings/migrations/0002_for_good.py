from django.db import migrations

SEQUENCES = ["filings_application_no", "filings_filing_no"]
FOR_GOOD = """
CREATE TRIGGER filings_certificate_no_change
    BEFORE DELETE OR UPDATE OF id, filing_id, code, issued_at, facts_digest, pdf_digest
    ON filings_certificate FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER filings_certificate_no_truncate BEFORE TRUNCATE ON filings_certificate
    EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER filings_submission_no_change
    BEFORE DELETE OR UPDATE OF id, filing_id, number, facts_digest, submitted_by, portal, submitted_at
    ON filings_submission FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER filings_submission_no_truncate BEFORE TRUNCATE ON filings_submission
    EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER filings_signingparameter_no_change BEFORE DELETE OR UPDATE ON filings_signingparameter
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER filings_signingparameter_no_truncate BEFORE TRUNCATE ON filings_signingparameter
    EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER filings_request_no_change BEFORE DELETE OR UPDATE ON filings_request
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER filings_request_no_truncate BEFORE TRUNCATE ON filings_request
    EXECUTE FUNCTION core_refuse_change();
"""  # the sealed columns may be sealed anew; their digests may not follow


class Migration(migrations.Migration):

    dependencies = [
        ('filings', '0001_first'),
    ]

    operations = [
        *(
            migrations.RunSQL(f"CREATE SEQUENCE {name}", f"DROP SEQUENCE {name}")
            for name in SEQUENCES
        ),
        migrations.RunSQL(FOR_GOOD, migrations.RunSQL.noop),
    ]
