"""At size every list of checks, its first page and every search of it, goes by an index and reads few rows. (HVF-05)"""

import pytest
from django.db import connection

from anju.core.actors import Actor
from anju.homes import queries
from anju.homes.models import Verification
from anju.homes.tests.asking import OFFICER
from anju.tests import plans

pytestmark = pytest.mark.django_db
MOST_ROWS = 1_500
PAGE = 21
CITY = """
INSERT INTO homes_home (id, certificate_type, certificate_no, district, address, use, unit_no, is_mortgaged)
SELECT 1000000 + i, 'real_estate', '京(2020)朝不动产权第' || lpad(i::text, 7, '0') || '号', '110105', address,
    '住宅', '', false
FROM (SELECT i, '北京市朝阳区' || (ARRAY['建国路', '光华路'])[1 + i % 2]
        || CASE WHEN i % 1000 = 7 THEN '望京街' ELSE '' END || i || '号' AS address
    FROM generate_series(1, 20000) AS i) AS homes;
INSERT INTO homes_verification (no, code, home_id, pairs, role, asked_by, portal, asked_at, owner_name, owner_id_type,
    owner_id_number, owner_digest, question_digest, starts_on, commitment, status, outcome, reason, in_bulk, attempts,
    valid_until)
SELECT 'HY' || lpad(i::text, 17, '0'), 'x', 1000000 + i,
    ARRAY(SELECT DISTINCT substr(address, n, 2) FROM generate_series(1, length(address) - 1) AS n), 'owner',
    'luru' || i % 50, 'authority', now(), %(name)s, 'resident_id', %(number)s,
    sha256(i::text::bytea), sha256(i::text::bytea), '2026-11-01', '',
    CASE WHEN i % 200 = 0 THEN 'failed' ELSE 'passed' END,
    CASE WHEN i % 200 = 0 THEN 'fail_not_found' ELSE 'pass' END, '', false, 0, '2027-01-01'
FROM generate_series(1, 20000) AS i JOIN homes_home ON homes_home.id = 1000000 + i
"""


def test_every_list_and_every_search_goes_by_an_index():
    fill()
    slow = []
    for name, rows in questions().items():
        for sql in plans.questions_of(lambda rows=rows: list(rows[:PAGE])):
            plan = plans.plan_of(sql, analyse=True) or {}
            if plans.walks(plan) or plans.rows_read(plan) > MOST_ROWS:
                slow.append(f"{name}: {plans.walks(plan)} {plans.rows_read(plan)} rows\n{sql}")
    assert not slow, "\n".join(slow)


def fill() -> None:
    names = ("owner_name", "owner_id_number")
    sealed = [Verification._meta.get_field(name).sealed("张三") for name in names]
    with connection.cursor() as cursor:
        for statement in CITY.split(";\n"):
            values = dict(zip(("name", "number"), sealed, strict=True))
            text = statement.replace("%", "%%").replace("%%(", "%(")
            cursor.execute(text, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ANALYZE")


def questions():
    every = queries.verifications_seen_by(OFFICER)
    own = queries.verifications_seen_by(Actor("x", "agency", organisation_id=4711))
    return {
        "all": every,
        "state": queries.in_status(every, "failed"),
        "rare word": queries.found_by(every, "望京"),
        "common word": queries.found_by(every, "朝阳"),
        "two words": queries.found_by(every, "望京 街7007"),
        "common words that never meet": queries.found_by(every, "建国 光华"),
        "rare in its state": queries.found_by(queries.in_status(every, "failed"), "建国"),
        "certificate": queries.found_by(every, "京(2020)朝不动产权第0000777号"),
        "beginning of a certificate": queries.found_by(every, "京(2020)朝不动产权第000070"),
        "own": own,
        "own, by a word": queries.found_by(own, "望京"),
        "files": queries.files_seen_by(OFFICER),
        "objections": queries.objections_seen_by(OFFICER),
    }
