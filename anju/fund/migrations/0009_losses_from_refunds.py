from django.db import migrations

RECORDED = """
INSERT INTO homes_loss (dwelling_id, lost_on, basis, noted_by, noted_at, withdrawn_by, because)
SELECT DISTINCT ON (account.dwelling_id) account.dwelling_id, (refund.entered_at AT TIME ZONE 'Asia/Shanghai')::date,
    '退款' || refund.no, refund.checked_by, refund.entered_at, '', ''
FROM fund_counterrefund AS refund JOIN fund_account AS account ON account.id = refund.account_id
WHERE refund.reason = 'lost' AND refund.status IN ('paying', 'paid', 'failed')
ORDER BY account.dwelling_id, refund.id;
UPDATE homes_dwelling SET lost_on = loss.lost_on FROM homes_loss AS loss WHERE loss.dwelling_id = homes_dwelling.id
"""


class Migration(migrations.Migration):
    """Homes whose balance went back because they were lost are recorded as lost. (rule B9.2)"""

    dependencies = [
        ("fund", "0008_shares_of_works"),
        ("homes", "0009_homes_that_are_no_more"),
    ]

    operations = [migrations.RunSQL(RECORDED, migrations.RunSQL.noop)]
