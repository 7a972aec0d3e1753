from django.db import migrations

NAMED = """
INSERT INTO payments_creditpayer (entry_id, person_id, organisation_id)
SELECT entry.id, placed.person_id, placed.organisation_id
FROM payments_bankentry AS entry
JOIN payments_payment AS payment
    ON payment.collection_code = entry.collection_code AND payment.bank_account_id = entry.bank_account_id
JOIN orders_attempt AS attempt ON attempt.payment_id = payment.id
JOIN orders_order AS placed ON placed.id = attempt.order_id
WHERE entry.status IN ('set_aside', 'returning', 'doubted') AND entry.direction = 'credit'
    AND entry.collection_code <> ''
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    """Who meant to pay by the credits that stand in suspense now, so that they are told as all others. (CHN-07)"""

    dependencies = [
        ("orders", "0008_credits_to_match"),
        ("payments", "0017_who_paid_a_credit"),
    ]

    operations = [migrations.RunSQL(NAMED, migrations.RunSQL.noop)]
