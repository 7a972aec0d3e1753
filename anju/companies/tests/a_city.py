"""So many companies that the planner has to care; written as plain rows."""

from typing import Any

from django.db import connection

from anju.companies.models import Activation, Applicant, Application, Company
from anju.core.crypto import EncryptedTextField
from anju.people.models import Organisation

MANY = 10_000
FIRST = 1_000_000
STATEMENTS = """
CREATE TEMPORARY TABLE seed ON COMMIT DROP AS
SELECT i, 1000000 + i AS id,
    '北京' || substr('安家乐居链筑自如和美万象春秋望京朝夕东西南北', 1 + i %% 19, 2) || (i / 19)
        || '物业管理有限公司' AS name,
    'W' || lpad(i::text, 17, '0') AS uscc,
    (ARRAY['110101','110102','110105','110106','110107','110108','110109','110111','110112','110113'])[1 + i %% 10]
        AS district
FROM generate_series(1, %(many)s) AS i;
INSERT INTO people_organisation (id, name, uscc, phone, is_enterprise, created_at)
SELECT id, name, uscc, %(people_organisation.phone)s, false, now() FROM seed;
INSERT INTO companies_company (id, organisation_id, name, pairs, nature, uscc, organisation_code, legal_representative,
    registered_at, address, postcode, office_address, office_postcode, phone, other_phone, mail, fax, ownership,
    document_no, economic_type, representative_phone, representative_mobile, supervisor, fund_type,
    administrative_relation, budget_code, founding_document, industry, licence_no, tax_no, department_budget_code,
    account_permit, district)
SELECT id, id, name, ARRAY(SELECT DISTINCT substr(name, n, 2) FROM generate_series(1, length(name) - 1) AS n),
    'limited', uscc, '', %(companies_company.legal_representative)s, now(), '', '', '', '',
    %(companies_company.phone)s, %(companies_company.other_phone)s, %(companies_company.mail)s, '', '', '', '',
    %(companies_company.representative_phone)s, %(companies_company.representative_mobile)s,
    '', '', '', '', '', '', '', '', '', '', district FROM seed;
INSERT INTO companies_applicant (id, username, password, must_choose_password, name, id_type, id_number, unit_name,
    uscc, phone, mail, failures, registered_at, activated_at, status)
SELECT id, 'user' || i, '', false, %(companies_applicant.name)s, 'resident_id', %(companies_applicant.id_number)s, name,
    uscc, %(companies_applicant.phone)s, %(companies_applicant.mail)s, 0, now(),
    CASE WHEN i %% 200 > 0 THEN now() END, CASE WHEN i %% 200 > 0 THEN 'active' ELSE 'registered' END FROM seed;
INSERT INTO companies_application (id, no, applicant_id, company_id, certificate_no, district, name, nature, uscc,
    organisation_code, legal_representative, address, postcode, phone, submitted_at, decided_by, decided_at, opinion,
    status)
SELECT id, 'ZW' || i, id, CASE WHEN i %% 100 > 0 THEN id END, CASE WHEN i %% 3 = 0 THEN 'JGC' || i END, district, name,
    'limited', uscc, '', %(companies_application.legal_representative)s, '', '', %(companies_application.phone)s,
    now() + i * interval '1 second', CASE WHEN i %% 100 > 0 THEN 'shenhe' ELSE '' END, now(), '',
    CASE WHEN i %% 100 = 0 THEN 'submitted' WHEN i %% 100 = 1 THEN 'approved' ELSE 'holding' END FROM seed;
INSERT INTO companies_key (id, number, application_id, district, approved_by, issued_by, issued_at, code_until,
    code_tries, credential_id, public_key, sign_count, ended_at, status)
SELECT id, 'WY' || i, id, district, 'shenhe', 'fayao', now(), now(), 0, sha256(i::text::bytea), '\\x00', 1,
    CASE WHEN i %% 50 = 0 THEN now() END,
    CASE WHEN i %% 50 = 0 THEN 'revoked' WHEN i %% 150 = 1 THEN 'suspended' WHEN i %% 20 = 3 THEN 'issued'
        ELSE 'active' END FROM seed;
INSERT INTO companies_activation (id, applicant_id, channel, code, address, source, asked_at, until, tries, attempts,
    try_at, sent_at, used_at)
SELECT id, id, 'sms', %(companies_activation.code)s, sha256(i::text::bytea), sha256((i / 3)::text::bytea),
    now() - i * interval '1 minute', now(), 0, 1, now(), CASE WHEN i %% 500 > 0 THEN now() END, NULL FROM seed
"""


def fill_with_companies() -> None:
    """Companies 1000001 and on, each an organisation of the same id, with an applicant, an application and a key."""
    sealed: dict[str, Any] = {
        field.place: field.sealed("王芳")
        for model in (Activation, Applicant, Application, Company, Organisation)
        for field in model._meta.fields
        if isinstance(field, EncryptedTextField)
    }
    with connection.cursor() as cursor:
        for statement in STATEMENTS.split(";\n"):
            cursor.execute(statement, {"many": MANY, **sealed})
        cursor.execute("ANALYZE")
