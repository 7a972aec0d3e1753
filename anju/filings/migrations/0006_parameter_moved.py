from django.db import migrations

THERE = """
INSERT INTO parameters_value (code, office, value, from_on, because, status, proposed_by, proposed_at, decided_by,
    decided_at, answer)
SELECT 'filing.must_sign_online', 'authority', CASE WHEN must_sign_online THEN 'yes' ELSE 'no' END, from_on, because,
    'in_force', set_by, set_at, '', set_at, ''
FROM filings_signingparameter ORDER BY id
"""  # said by one person before two were asked for: nobody is named as the second
BACK = """
INSERT INTO filings_signingparameter (must_sign_online, from_on, because, set_by, set_at)
SELECT value = 'yes', from_on, because, proposed_by, proposed_at FROM parameters_value
WHERE code = 'filing.must_sign_online' AND status = 'in_force' ORDER BY id
"""


class Migration(migrations.Migration):
    """备案前是否必须进行合同网签 stands with all other parameters."""

    dependencies = [
        ("filings", "0005_filings_sent_back"),
        ("parameters", "0002_for_good"),
    ]

    operations = [
        migrations.RunSQL(THERE, BACK),
        migrations.DeleteModel(name="SigningParameter"),
    ]
