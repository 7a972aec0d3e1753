"""At size every list, its first page and every search of it, goes by an index and reads few rows."""

import pytest

from anju.agencies.tests.a_city import analyse, fill_with_institutions, run
from anju.core.actors import Actor
from anju.credit import queries
from anju.credit.models import CreditRule
from anju.credit.tests.scoring import APPLYING, BOTH, KEEPER, REVIEWING
from anju.tests import plans

pytestmark = pytest.mark.django_db
MOST_ROWS = 1_500
PAGE = 21
SMALL = plans.SMALL | {"credit_creditrule", "credit_creditmode"}
EVENTS = """
INSERT INTO credit_creditevent (key, organisation_id, rule_id, points, happened_on, facts, points_because, applied_by,
    applied_at, reviewed_by, reviewed_at, year, effective_on, expires_on, object_until, status)
SELECT 'e' || i, 1000000 + i, (SELECT min(id) + i %% 20 FROM credit_creditrule), 2, '2026-01-01', '', '', 'shenqing',
    now() + i * interval '1 second', CASE WHEN i %% 200 > 0 THEN 'shencha' ELSE '' END, now(), 2020 + i %% 7,
    '2026-10-01', CASE WHEN i %% 100 = 1 THEN date '2026-10-30' ELSE date '2026-12-31' END,
    CASE WHEN i %% 100 = 1 THEN date '2026-11-30' ELSE date '2026-10-15' END,
    CASE WHEN i %% 200 = 0 THEN 'applied' WHEN i %% 7 = 6 THEN 'effective' ELSE 'expired' END FROM seed;
INSERT INTO credit_objection (event_id, text, made_by, made_at, decide_until, applied_by, reviewed_by, decided_by,
    because, status)
SELECT id, '', 'x', now(), '2026-11-01', 'shenqing', 'shencha', CASE WHEN id %% 50 > 0 THEN 'fuyi' ELSE '' END, '',
    CASE WHEN id %% 50 = 0 THEN 'open' ELSE 'dismissed' END FROM credit_creditevent;
INSERT INTO credit_credittotal (organisation_id, year, demerits, merits)
SELECT 1000000 + i, 2020 + i %% 7, i %% 20, 0 FROM seed;
INSERT INTO credit_measure (organisation_id, year, threshold, action, opened_at, done_by, note, status)
SELECT 1000000 + i, 2026, 3, 'talk', now(), '', '', CASE WHEN i %% 50 = 0 THEN 'open' ELSE 'done' END FROM seed;
INSERT INTO credit_listentry (organisation_id, name, uscc, pairs, kind, ground, reason, basis, proposed_by, proposed_at,
    noticed_by, noticed_on, statement_until, statement, decided_by, published_on, valid_until, removal_ground,
    removal_reason, removal_files, removal_asked_by, remove_until, removed_by, hold_heeded_at, status)
SELECT 1000000 + i, name, uscc,
    ARRAY(SELECT DISTINCT substr(name, n, 2) FROM generate_series(1, length(name) - 1) AS n),
    CASE WHEN i %% 3 = 0 THEN 'red' ELSE 'black' END, CASE WHEN i %% 3 = 0 THEN 'good_standing' ELSE 'points' END,
    '', '', 'clock', now(), 'mingdan', '2026-01-01', '2026-01-09', '',
    CASE WHEN i %% 50 > 1 THEN 'jueding' ELSE '' END, '2026-01-10',
    CASE WHEN i %% 50 = 3 THEN date '2026-10-01' ELSE date '2027-01-10' END, '', '', '{}', '',
    '2026-12-01', '', CASE WHEN i %% 50 > 4 THEN now() END,
    CASE i %% 50 WHEN 0 THEN 'proposed' WHEN 1 THEN 'noticed' WHEN 2 THEN 'removal_asked'
        ELSE CASE WHEN i %% 5 = 4 THEN 'published' ELSE 'expired' END END FROM seed
"""


@pytest.mark.covers("CRD-01", "CRD-03")
def test_every_list_and_every_search_goes_by_an_index():
    assert CreditRule.objects.count() == 23
    fill_with_institutions()
    run(EVENTS)
    analyse()
    slow = []
    for name, load in questions().items():
        asked = plans.questions_of(load)
        assert len(asked) <= 12, name
        for sql in asked:
            plan = plans.plan_of(sql, analyse=True) or {}
            walked = plans.walks(plan, SMALL)
            if walked or plans.rows_read(plan) > MOST_ROWS:
                slow.append(f"{name}: {walked} {plans.rows_read(plan)} rows\n{sql}")
    assert not slow, "\n".join(slow)


def questions():
    """What the pages and the clock will ask, by name."""
    own = Actor("administrator", "agency", organisation_id=1000777)
    events, entries = queries.events_found, queries.entries_found
    kept, published = queries.entries_seen_by(KEEPER), queries.entries_published()
    lists = {
        "events": events(REVIEWING),
        "events of one": events(APPLYING, organisation_id=1000777),
        "events, rare word": events(APPLYING, text="望京377"),
        "events, rule": events(APPLYING, rule_code="R05"),
        "events, state": events(APPLYING, status="effective"),
        "events, cycle": events(APPLYING, year=2023),
        "events, own": queries.events_seen_by(own),
        "events to review": queries.events_to_review(BOTH),
        "objections": queries.objections_to_decide(BOTH),
        "measures": queries.measures_open(BOTH),
        "totals": queries.totals_seen_by(BOTH, 2026),
        "totals, own": queries.totals_seen_by(own, 2026),
        "entries": kept,
        "entries, rare word": entries(kept, text="望京377"),
        "entries, code": entries(kept, uscc="X00000000000000777"),
        "entries, kind": entries(kept, kind="red"),
        "entries, state": entries(kept, status="removal_asked"),
        "entries, public": published,
        "entries, public, kind": entries(published, kind="black"),
        "entries, public, rare word": entries(published, text="望京377"),
        "entries, own": queries.entries_seen_by(own),
        "entries to notify": queries.entries_to_notify(KEEPER),
        "entries to decide": queries.entries_to_decide(KEEPER),
        "removals": queries.removals_to_decide(KEEPER),
        "objectable": queries.events_objectable(),
        "objections open": queries.objections_open(),
        "statements": queries.entries_awaiting_statement(),
    }
    loads = {name: lambda rows=rows: list(rows[:PAGE]) for name, rows in lists.items()}
    return loads | {
        "standings": lambda: queries.standings(range(1000001, 1000022), 2026),
        "blacklisted": lambda: queries.is_blacklisted(1000777),
        "blacklisted, many": lambda: queries.blacklisted(range(1000001, 1000022)),
        "holds": lambda: queries.holds_to_propose(100),
        "why not red": lambda: queries.why_not_red(1000777, 2026),
        "to expire": lambda: queries.events_to_expire(100),
        "entries to expire": lambda: queries.entries_to_expire(100),
    }
