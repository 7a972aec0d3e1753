"""So many institutions, people and places that the planner has to care; written as plain rows."""

from typing import Any

from django.db import connection

from anju.agencies.models import FilingVersion, Practitioner
from anju.core.crypto import EncryptedTextField
from anju.people.models import Organisation

MANY = 10_000
INSTITUTIONS = """
SET CONSTRAINTS ALL DEFERRED;
CREATE TEMPORARY TABLE seed ON COMMIT DROP AS
SELECT i,
    '北京' || substr('安家乐居链筑自如和美万象春秋望京朝夕东西南北', 1 + i %% 19, 2) || (i / 19)
        || '住房租赁有限公司' AS name,
    'X' || lpad(i::text, 17, '0') AS uscc,
    (ARRAY['110101','110102','110105','110106','110107','110108','110109','110111','110112','110113'])[1 + i %% 10]
        AS district
FROM generate_series(1, %(many)s) AS i;
INSERT INTO people_organisation (id, name, uscc, phone, is_enterprise, created_at)
SELECT 1000000 + i, name, uscc, %(people_organisation.phone)s, true, now() FROM seed;
INSERT INTO agencies_institutionfiling (id, type, kind, institution_id, name, uscc, pairs, district, reason, entered_by,
    entered_at, submitted_by, submitted_at, reviewed_by, because, status)
SELECT 1000000 + i, 'new', 'rental', CASE WHEN i %% 100 > 0 THEN 1000000 + i END, name, uscc,
    ARRAY(SELECT DISTINCT substr(name, n, 2) FROM generate_series(1, length(name) - 1) AS n), district, '',
    'luru' || i %% 50, now(), 'luru', now() + i * interval '1 second',
    CASE WHEN i %% 100 > 0 THEN 'shenhe' ELSE '' END, '',
    CASE WHEN i %% 100 = 0 THEN 'submitted' WHEN i %% 100 = 1 THEN 'returned' ELSE 'approved' END
FROM seed;
INSERT INTO agencies_filingversion (id, filing_id, number, name, uscc, registered_address, operating_address, district,
    legal_representative, capital_fen, scope, staff_count, sectors, units, supervision_bank, supervision_account,
    website, contact_name, contact_phone, file_ids, written_by, written_at)
SELECT 1000000 + i, 1000000 + i, 1, name, uscc, '', '', district,
    %(agencies_filingversion.legal_representative)s, 0, '', 1, '{}', 1, CASE WHEN i %% 2 = 0 THEN '某银行' ELSE '' END,
    %(agencies_filingversion.supervision_account)s, '', %(agencies_filingversion.contact_name)s,
    %(agencies_filingversion.contact_phone)s, '{}', 'luru', now() FROM seed;
INSERT INTO agencies_institution (id, organisation_id, kind, filing_no, name, uscc, district, address, pairs, facts_id,
    filed_on, status, cancelled_on)
SELECT 1000000 + i, 1000000 + i, 'rental', 'JG' || i, name, uscc, district, '',
    ARRAY(SELECT DISTINCT substr(name, n, 2) FROM generate_series(1, length(name) - 1) AS n), 1000000 + i,
    '2026-01-01', CASE WHEN i %% 50 = 0 THEN 'cancelled' ELSE 'filed' END,
    CASE WHEN i %% 50 = 0 THEN date '2026-02-01' END FROM seed
"""
PEOPLE_AND_PLACES = """
INSERT INTO agencies_practitioner (id, institution_id, name, name_digest, id_type, id_number, id_digest, phone, role,
    qualification_no, registered_by, registered_at, because, status)
SELECT 1000000 + i, 1000000 + i, %(agencies_practitioner.name)s,
    sha256(('n' || i / 5)::bytea), 'resident_id', %(agencies_practitioner.id_number)s,
    sha256(i::text::bytea), %(agencies_practitioner.phone)s, 'manager', '', 'luru', now(), '', 'active' FROM seed;
INSERT INTO agencies_workcard (practitioner_id, no, issued_by, issued_at, status)
SELECT 1000000 + i, 'GP' || i, 'luru', now(), 'in_force' FROM seed;
INSERT INTO agencies_premises (institution_id, kind, name, address, pairs, district, longitude, latitude, registered_by,
    registered_at, status)
SELECT 1000000 + i, CASE WHEN i %% 3 = 0 THEN 'office' ELSE 'shop' END, name, '' || i,
    ARRAY(SELECT DISTINCT substr(name, n, 2) FROM generate_series(1, length(name) - 1) AS n), district,
    115500000 + (i * 7919 %% 2000) * 1000, 39500000 + (i * 104729 %% 1500) * 1000, 'luru', now(), 'in_use' FROM seed
"""


def fill_with_institutions() -> None:
    """Institutions 1000001 and on, each an organisation of the same id, with one practitioner and one place."""
    run(INSTITUTIONS)
    run(PEOPLE_AND_PLACES)


def run(statements: str, *models: Any) -> None:
    """What is sealed in the tables of these models may be named as `table.column`."""
    sealed = {
        field.place: field.sealed("张三")
        for model in (FilingVersion, Organisation, Practitioner, *models)
        for field in model._meta.fields
        if isinstance(field, EncryptedTextField)
    }
    with connection.cursor() as cursor:
        for statement in statements.split(";\n"):
            cursor.execute(statement, {"many": MANY, **sealed})


def analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ANALYZE")
