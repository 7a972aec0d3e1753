"""At size the lists of the audit go by an index, further on and however they are narrowed. (IDN-04)"""

import pytest
from django.db import connection

from anju.people.rules import Office, Power
from anju.portals.administration.tests.test_audit import to
from anju.tests import plans
from anju.tests.pages import Pages

pytestmark = pytest.mark.django_db
MOST_ROWS = 500
MANY = """
INSERT INTO core_look (id, at, actor, portal, kind, record_id, whose, view_name, purpose)
SELECT 1000000 + i, now() - i * interval '1 second', 'u' || i % 50, 'centre', 'x', i, 'BA-' || i, 'x', ''
FROM generate_series(1, 20000) AS i;
INSERT INTO people_signin (id, office, username, at, outcome)
SELECT 1000000 + i, 'centre', 'u' || i % 50, now() - i * interval '1 second', 'done'
FROM generate_series(1, 20000) AS i;
INSERT INTO core_event (kind, record_id, move, old_status, new_status, actor, portal, because, at)
SELECT CASE WHEN i % 1000 = 0 THEN 'homes.verification' ELSE 'homes.trouble' END, i,
    CASE WHEN i % 1000 = 0 THEN 'commit' ELSE 'resolve' END, '',
    CASE WHEN i % 1000 = 0 THEN 'committed' ELSE 'resolved' END, 'u' || i % 50, 'centre', '',
    now() - i * interval '1 millisecond' FROM generate_series(1, 20000) AS i
"""
PAGES = (
    ("audit_looks", "after=1015000"),
    ("audit_looks", "before=1015000"),
    ("audit_looks", "who=nobody"),
    ("audit_looks", "whose=BA-15000"),
    ("audit_looks", "whose=nobody"),
    ("audit_sign_ins", "after=1015000"),
    ("audit_sign_ins", "who=nobody"),
    ("audit", "who=nobody"),
    ("audit", "record=15000"),
    ("audit", "kind=homes.verification"),
)


def test_every_page_and_every_narrowing_reads_few_rows():
    auditor = Pages()
    auditor.as_staff(Power.AUDIT_READ, office=Office.CENTRE, username="shen.ji", name="沈稷")
    with connection.cursor() as cursor:
        cursor.execute(MANY)
        cursor.execute("ANALYZE")
    slow = []
    for name, ask in PAGES:
        asked = plans.questions_of(lambda name=name, ask=ask: auditor.get(to(name, ask)))
        for sql in asked:
            plan = plans.plan_of(sql, analyse=True) or {}
            if plans.walks(plan) or plans.rows_read(plan) > MOST_ROWS:
                slow.append(f"{name}?{ask}: {plans.walks(plan)} {plans.rows_read(plan)} rows")
    assert not slow, "\n".join(slow)
