"""At size every list, its first page and every search of it, goes by an index and reads few rows."""

import pytest

from anju.agencies.tests.a_city import analyse, fill_with_institutions, run
from anju.core import clock
from anju.core.actors import Actor
from anju.filings import queries
from anju.filings.models import Submission
from anju.homes.models import Verification
from anju.people.rules import Power, Scope
from anju.signings.models import Contract
from anju.tests import plans

pytestmark = pytest.mark.django_db
MOST_ROWS = 1_500
PAGE = 21
OFFICER = Actor(
    "quan", "authority", frozenset({Power.FILING_ENTER, Power.FILING_REVIEW}), staff_id=1
)
OWN = Actor("administrator", "agency", organisation_id=1000777)
PROGRAM = Actor("api 7", "api", frozenset({Scope.CONTRACT_FILE}), client_id=1000077)
FILINGS = """
INSERT INTO homes_home (id, certificate_type, certificate_no, district, address, use, unit_no, is_mortgaged)
SELECT 1000000 + i, 'real_estate', '京(2020)朝不动产权第' || lpad(i::text, 7, '0') || '号', district, '', '', '',
    false FROM seed;
INSERT INTO homes_verification (id, no, code, home_id, pairs, role, organisation_id, asked_by, portal, asked_at,
    owner_name, owner_id_type, owner_id_number, owner_digest, question_digest, starts_on, commitment, status,
    outcome, reason, in_bulk, attempts, valid_until)
SELECT 1000000 + i, 'HY' || i, '', 1000000 + i, '{}', 'enterprise', 1000000 + i, 'x', 'agency', now(),
    %(homes_verification.owner_name)s, 'uscc', %(homes_verification.owner_id_number)s, '', '', '2026-01-01', '',
    'passed', 'pass', '', false, 0, '2030-01-01' FROM seed;
INSERT INTO signings_contract (id, no, way, status, verification_id, organisation_id, certificate_no, address, district,
    pairs, begun_by, begun_at, typed, unit, starts_on, ends_on, terms, terms_digest, signed_by, signed_at, effective_at)
SELECT 1000000 + i, 'ZL' || lpad(i::text, 20, '0'), 'online', 'signed', 1000000 + i, 1000000 + i,
    '京(2020)朝不动产权第' || lpad(i::text, 7, '0') || '号', name, district, '{}', 'x', now(),
    %(signings_contract.typed)s, '', '2026-01-01', '2027-01-01', %(signings_contract.terms)s, '', '', now(), now()
    FROM seed;
INSERT INTO people_apikey (id, name, key_digest, scopes, status, issued_at, issued_by, calls_a_minute, callback_url,
    hint, bank, calls_a_day)
SELECT 1000000 + i, 'p' || i, sha256(i::text::bytea), '{contract.file}', 'active', now(), '', 600, '', '', '', 1000
    FROM seed
    WHERE i <= 100;
INSERT INTO filings_filing (id, application_no, kind, contract_id, contract_no, certificate_no, district, address,
    pairs, enterprise_id, client_id, submitted_by, submitted_at, review_by, reviewed_by, because, carries_deposit,
    status)
SELECT 1000000 + i, 'SQ' || lpad(i::text, 16, '0'), 'new', 1000000 + i, 'ZL' || lpad(i::text, 20, '0'),
    '京(2020)朝不动产权第' || lpad(i::text, 7, '0') || '号', district, name,
    ARRAY(SELECT DISTINCT substr(name, n, 2) FROM generate_series(1, length(name) - 1) AS n), 1000000 + i,
    CASE WHEN i %% 3 = 0 THEN 1000000 + i %% 100 + 1 END, 'x', now(), date '2026-01-01' + i %% 700, '', '',
    false, CASE WHEN i %% 100 = 0 THEN 'submitted' WHEN i %% 100 = 1 THEN 'returned' ELSE 'withdrawn' END FROM seed;
INSERT INTO filings_submission (filing_id, number, facts, facts_digest, submitted_by, portal, submitted_at)
SELECT 1000000 + i, 1, %(filings_submission.facts)s, '', 'x', 'agency', now() FROM seed
"""


@pytest.mark.covers("CON-10")
@pytest.mark.covers("CON-12")
def test_every_list_and_every_search_goes_by_an_index():
    fill_with_institutions()
    run(FILINGS, Verification, Contract, Submission)
    analyse()
    slow = []
    for name, load in questions().items():
        asked = plans.questions_of(load)
        assert len(asked) <= 12, name
        for sql in asked:
            plan = plans.plan_of(sql, analyse=True) or {}
            walked = plans.walks(plan, plans.SMALL | {"filings_signingparameter"})
            if walked or plans.rows_read(plan) > MOST_ROWS:
                slow.append(f"{name}: {walked} {plans.rows_read(plan)} rows\n{sql}")
    assert not slow, "\n".join(slow)


def questions():
    """What the pages and the clock will ask, by name."""
    found = queries.filings_found
    lists = {
        "to review": queries.filings_to_review(OFFICER),
        "all": found(OFFICER),
        "all, page 300": found(OFFICER).filter(pk__lt=1003000),
        "status": found(OFFICER, status="returned"),
        "district": found(OFFICER, district="110105"),
        "status and district": found(OFFICER, status="withdrawn", district="110105"),
        "application number": found(OFFICER, text="SQ0000000000000777"),
        "contract number": found(OFFICER, text="ZL00000000000000000777"),
        "filing number": found(OFFICER, text="BA1101052026000000018"),
        "certificate": found(OFFICER, text="京(2020)朝不动产权第0000777号"),
        "rare word": found(OFFICER, text="安家40"),
        "common word": found(OFFICER, text="租赁"),
        "an enterprise's": found(OWN),
        "an enterprise's, status": found(OWN, status="submitted"),
        "a program's": queries.filings_seen_by(PROGRAM),
        "of a contract": queries.filings_of_contract(OFFICER, 1000777),
        "to hand in, certificate": queries.contracts_found(
            OFFICER, "京(2020)朝不动产权第0000777号"
        ),
        "to hand in, contract": queries.contracts_found(OFFICER, "ZL00000000000000000777"),
        "to hand in, of an enterprise": queries.contracts_found(OWN, ""),
        "late": queries.filings_late(clock.today()),
        "under review": queries.filings_under_review(),
        "files": queries.files_seen_by(OFFICER),
        "files of an enterprise": queries.files_seen_by(OWN),
        "undelivered": queries.undelivered_seen_by(OFFICER),
    }
    loads = {name: lambda rows=rows: list(rows[:PAGE]) for name, rows in lists.items()}
    return loads | {
        "late, how many": lambda: queries.filings_late(clock.today()).count(),
        "by number": lambda: queries.filing_by_no(PROGRAM, "SQ0000000000000777"),
        "for anyone": lambda: queries.for_anyone("BA1101052026000000018"),
        "parameter": queries.must_sign_online,
    }
