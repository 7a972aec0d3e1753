from django.db import migrations

# What came into custody before lots were kept has none yet: noted as arrived, so that the job of every day makes them.
# Its day is the one the bank booked it; where Alipay's day or a person came between, the day of our own books.
ARRIVED_BEFORE = """
INSERT INTO custody_arrival (bill_id, booked_at)
SELECT line.bill_id, coalesce(entry.booked_at, booked.booked_at)
FROM orders_order AS booked
JOIN orders_orderline AS line ON line.order_id = booked.id
LEFT JOIN LATERAL (
    SELECT min(booked_at) AS booked_at FROM payments_bankentry
    WHERE payment_id = booked.payment_id AND direction = 'credit' AND status = 'matched'
) AS entry ON true
WHERE booked.status = 'in_custody'
ON CONFLICT (bill_id) DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("custody", "0001_first"),
        ("orders", "0005_uploads_of_an_enterprise"),
        ("payments", "0005_credits_that_go_back"),
    ]

    operations = [migrations.RunSQL(ARRIVED_BEFORE, migrations.RunSQL.noop)]
