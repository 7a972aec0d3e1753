"""Where each figure comes from: one SELECT for each code, once a night, over what gives cause for worry.

Columns: enterprise, subject, lease, district, since, count, amount. `letting` is the temporary table of leases in
force by enterprise.
"""

from anju.oversight.rules import Code

# A lease ends on its last day, or when its home was handed back before.
LETTING = """
    CREATE TEMPORARY TABLE oversight_letting ON COMMIT DROP AS
    SELECT enterprise_id,
           count(*) FILTER (WHERE starts_on <= %(day)s AND last_on >= %(day)s) AS now,
           count(*) FILTER (WHERE starts_on <= %(before)s AND last_on >= %(before)s) AS before
    FROM (
        SELECT lease.enterprise_id, lease.starts_on, LEAST(lease.ends_on, ended.returned_on) AS last_on
        FROM contracts_lease AS lease
        LEFT JOIN refunds_case AS ended ON ended.lease_id = lease.id AND ended.status <> 'cancelled'
        WHERE lease.ends_on >= %(before)s
    ) AS span
    GROUP BY enterprise_id
"""

LATE_CUSTODY = """
    SELECT lease.enterprise_id, 'lease:' || lease.id, lease.id, lease.district,
           min(bill.due_on), count(*), sum(bill.amount_fen)
    FROM oversight_duebill AS due JOIN contracts_bill AS bill ON bill.id = due.bill_id
    JOIN contracts_lease AS lease ON lease.id = bill.lease_id
    WHERE bill.due_on < %(day)s - %(late_days)s AND lease.ends_on >= %(day)s
    AND NOT EXISTS (
        SELECT FROM custody_hold AS hold
        WHERE hold.lease_id = lease.id AND hold.reason = 'ending' AND hold.status = 'in_force'
    )
    GROUP BY lease.id
"""

# No limit is below three months: those longer than that have an index of their own.
LONG_PREPAYMENT = """
    SELECT lease.enterprise_id, 'lease:' || lease.id, lease.id, lease.district,
           min(instalment.from_on), count(*), sum(instalment.amount_fen)
    FROM contracts_instalment AS instalment JOIN contracts_lease AS lease ON lease.id = instalment.lease_id
    WHERE lease.ends_on >= %(day)s AND instalment.from_on <= %(day)s AND instalment.to_on >= %(day)s
    AND instalment.to_on + 1 > instalment.from_on + interval '3 months'
    AND instalment.to_on + 1 > instalment.from_on + make_interval(months => CASE
        WHEN lease.rent_is_supervised THEN %(prepaid_months)s ELSE %(unsupervised_months)s END)
    GROUP BY lease.id
"""

OVERDUE_REFUNDS = """
    SELECT lease.enterprise_id, 'case:' || ended.id, lease.id, lease.district, ended.plan_due_on, 1,
           (SELECT COALESCE(sum(amount_fen), 0) FROM custody_lot WHERE lease_id = lease.id AND status = 'held')
    FROM refunds_case AS ended JOIN contracts_lease AS lease ON lease.id = ended.lease_id
    WHERE ended.status IN ('awaiting_plan', 'sent_back') AND ended.plan_due_on < %(day)s
    AND ended.reason <> 'filing_revoked'
"""

SILENT_REFUNDS = """
    SELECT lease.enterprise_id, 'case:' || ended.id, lease.id, lease.district, ended.plan_due_on, 1,
           plan.deposit_held_fen + plan.rent_held_fen
    FROM refunds_plan AS plan
    JOIN refunds_case AS ended ON ended.id = plan.case_id
    JOIN contracts_lease AS lease ON lease.id = ended.lease_id
    WHERE plan.made_by = 'clock' AND plan.submitted_at >= %(silent_from)s AND plan.submitted_at < %(end)s
    AND ended.reason <> 'filing_revoked'
    AND NOT EXISTS (
        SELECT FROM refunds_authorityorder AS ordered
        WHERE ordered.lease_id = lease.id AND ordered.status = 'approved'
    )
"""

FALLING_OCCUPANCY = """
    SELECT lease.enterprise_id, 'lease:' || lease.id, lease.id, lease.district,
           LEAST(lease.ends_on, ended.returned_on), 1, lease.monthly_rent_fen
    FROM contracts_lease AS lease
    JOIN oversight_letting AS letting ON letting.enterprise_id = lease.enterprise_id
    LEFT JOIN refunds_case AS ended ON ended.lease_id = lease.id AND ended.status <> 'cancelled'
    WHERE letting.before - letting.now >= %(least_fewer)s
    AND (letting.before - letting.now) * 100 >= letting.before * %(drop_percent)s
    AND lease.starts_on <= %(before)s AND LEAST(lease.ends_on, ended.returned_on) >= %(before)s
    AND LEAST(lease.ends_on, ended.returned_on) < %(day)s
"""

FAILED_PAYOUTS = """
    SELECT enterprise_id, 'release:' || id, NULL::bigint, '',
           (ended_at AT TIME ZONE 'Asia/Shanghai')::date, 1, principal_fen + interest_fen
    FROM custody_release
    WHERE status IN ('failed', 'returned') AND ended_at >= %(failed_from)s AND ended_at < %(end)s
    UNION ALL
    SELECT lease.enterprise_id, 'portion:' || portion.id, lease.id, lease.district,
           (portion.created_at AT TIME ZONE 'Asia/Shanghai')::date, 1,
           portion.deposit_fen + portion.rent_fen + portion.interest_fen
    FROM refunds_portion AS portion
    JOIN refunds_case AS ended ON ended.id = portion.case_id
    JOIN contracts_lease AS lease ON lease.id = ended.lease_id
    WHERE portion.status = 'account_wanted' AND portion.side = 'enterprise' AND portion.attempts > 0
"""

BLACKLISTED = """
    SELECT entry.organisation_id, 'entry:' || entry.id, NULL::bigint, '', entry.published_on, 1, 0
    FROM credit_listentry AS entry
    JOIN people_organisation AS enterprise ON enterprise.id = entry.organisation_id AND enterprise.is_enterprise
    WHERE entry.kind = 'black' AND entry.status IN ('published', 'removal_asked')
    AND entry.valid_until >= %(day)s AND entry.published_on <= %(day)s
"""

SOURCES = {
    Code.LATE_CUSTODY: LATE_CUSTODY,
    Code.LONG_PREPAYMENT: LONG_PREPAYMENT,
    Code.OVERDUE_REFUNDS: OVERDUE_REFUNDS,
    Code.SILENT_REFUNDS: SILENT_REFUNDS,
    Code.FALLING_OCCUPANCY: FALLING_OCCUPANCY,
    Code.FAILED_PAYOUTS: FAILED_PAYOUTS,
    Code.BLACKLISTED: BLACKLISTED,
}
