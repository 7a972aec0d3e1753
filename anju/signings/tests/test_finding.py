"""Who sees which contract, how it is found, and that a large enterprise finds it as fast as a small one."""

from typing import Any

import pytest
from django.db import connection

from anju.core.actors import NOBODY, Actor
from anju.homes.tests.asking import an_enterprise
from anju.people.models import Organisation
from anju.people.rules import Power
from anju.signings import queries
from anju.signings.models import Contract, ContractTenant
from anju.signings.queries.contracts import name_digest
from anju.signings.rules import Status
from anju.signings.tests.signing import (
    SECOND,
    TENANT,
    a_draft,
    a_sent,
    a_signed,
    an_entered,
    tenant_actor,
)
from anju.tests import plans

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CON-03")]
REVIEWER = Actor("reviewer", "authority", frozenset({Power.FILING_REVIEW}), staff_id=8)
PAGE, MOST_ROWS = 21, 1_500
MANY = """
INSERT INTO people_organisation (id, name, uscc, phone, is_enterprise, created_at)
SELECT 2000000 + i, '企业' || i, 'Y' || lpad(i::text, 17, '0'), %(phone)s, true, now() FROM generate_series(0, 99) AS i;
INSERT INTO signings_contract (id, no, way, status, verification_id, organisation_id, certificate_no, address, district,
    pairs, begun_by, begun_at, typed, typed_at, unit, terms, terms_digest, starts_on, ends_on, signed_by, signed_at,
    confirm_until, effective_at)
SELECT 2000000 + i, 'ZL11010520260101' || lpad(i::text, 6, '0'), 'online',
    CASE WHEN i %% 1000 = 7 THEN 'to_sign' WHEN i %% 3 = 0 THEN 'draft' ELSE 'signed' END, %(verification)s,
    CASE WHEN i %% 2 = 0 THEN 2000000 ELSE 2000000 + i %% 100 END, 'C' || i, '朝阳区望京' || i || '号', '110105',
    ARRAY['朝阳', '阳区', '区望', '望京', substr(lpad(i::text, 6, '0'), 3, 2), substr(lpad(i::text, 6, '0'), 5, 2)],
    'x', now(), '', now(), '', '', '', '2026-01-01', '2026-12-31', 'x', now(), '2026-01-04', now()
FROM generate_series(1, 30000) AS i;
INSERT INTO signings_contracttenant (contract_id, position, person_id, name, name_digest, phone, confirmed_by)
SELECT 2000000 + i, 1, %(person)s, '', CASE WHEN i %% 5000 = 0 THEN %(name)s ELSE sha256(i::text::bytea) END, '', ''
FROM generate_series(1, 30000) AS i WHERE i %% 3 > 0
"""


def nos(contracts: Any) -> list[str]:
    return [one.no for one in contracts]


def test_each_sees_their_own():
    by, other = an_enterprise(), an_enterprise(1)
    draft, sent = a_draft(by), a_sent(by, number=2)
    entered, others = an_entered(by, number=3), a_signed(other, number=4, tenants=[SECOND])

    assert nos(queries.contracts_seen_by(by)) == [entered.no, sent.no, draft.no]
    assert nos(queries.contracts_seen_by(other)) == [others.no]
    assert nos(queries.contracts_seen_by(tenant_actor())) == [sent.no]
    assert nos(queries.contracts_seen_by(tenant_actor(SECOND))) == [others.no]
    assert queries.contracts_seen_by(REVIEWER).count() == 4
    assert not queries.contracts_kept_by(REVIEWER) and not queries.contracts_kept_by(tenant_actor())
    for nobody in (
        NOBODY,
        Actor("clerk", "authority", staff_id=9),
        Actor("api", "api", client_id=1),
    ):
        assert not queries.contracts_seen_by(nobody)
    for_one_lease = Actor("p", "tenant_web", person_id=tenant_actor().person_id, only_lease_id=1)
    assert not queries.contracts_seen_by(for_one_lease)
    assert queries.documents_seen_by(by).count() == 7
    assert not queries.documents_seen_by(tenant_actor())
    assert [one.name for one in queries.tenants_of(sent)] == ["张三"]


def test_a_contract_is_found_by_number_certificate_address_or_a_tenants_whole_name():
    by = an_enterprise()
    first, second = a_draft(by), a_sent(by, number=2, tenants=[TENANT, SECOND])
    seen = queries.contracts_seen_by(by)

    def found(text: str) -> list[str]:
        return nos(queries.found_by(seen, text))

    assert found(f" {first.no[:8].lower()} {first.no[8:]} ") == [first.no]
    assert found("京（2020）朝不动产权第0000002号") == [second.no]
    assert found("国路2号") == [second.no]
    assert found("建国") == found("") == [second.no, first.no]
    assert found("李四") == found("张三") == [second.no]
    for nothing in ("李", "李四光", "ZL11010520260101999999", "海淀"):
        assert found(nothing) == []
    assert nos(queries.in_status(seen, [Status.DRAFT])) == [first.no]
    assert nos(queries.in_status(seen, ["unheard of"])) == [second.no, first.no]


def test_what_a_reader_of_a_number_learns_is_no_more_than_that_it_took_effect():
    signed, sent = a_signed(), a_sent(number=2, tenants=[SECOND])
    shown = queries.for_anyone(signed.no.lower())
    assert shown is not None
    assert (shown.no, shown.status, shown.district) == (signed.no, Status.SIGNED, "朝阳区")
    assert shown.is_sealed and shown.effective_at == signed.effective_at
    for text in (sent.no, "ZL1", "ZL" + "9" * 20):
        assert queries.for_anyone(text) is None


def test_a_large_enterprise_finds_its_contracts_by_index():
    signed = a_signed()
    fill(signed)
    large = Actor("operator", "agency", organisation_id=2000000)
    tenant = tenant_actor()
    lists = {
        "all": queries.contracts_seen_by(large),
        "status": queries.in_status(queries.contracts_seen_by(large), [Status.TO_SIGN]),
        "ready": queries.contracts_ready_for_filing(large),
        "staff": queries.contracts_seen_by(REVIEWER),
        "tenant to confirm": queries.contracts_to_confirm(tenant),
    }
    loads = {name: lambda rows=rows: list(rows[:PAGE]) for name, rows in lists.items()}
    for word in ("望京", "1234", "C1234", "张三", "ZL11010520260101001234", signed.certificate_no):
        for actor in (large, REVIEWER):
            loads[f"{word} {actor.name}"] = lambda word=word, actor=actor: list(
                queries.found_by(queries.contracts_seen_by(actor), word)[:PAGE]
            )
    loads["to lapse"] = lambda: queries.contracts_to_lapse(100)
    slow = [
        f"{name}: {plans.walks(plan)} {plans.rows_read(plan)} rows\n{sql}"
        for name, load in loads.items()
        for sql in plans.questions_of(load)
        for plan in [plans.plan_of(sql, analyse=True) or {}]
        if plans.walks(plan) or plans.rows_read(plan) > MOST_ROWS
    ]
    assert not slow, "\n".join(slow)


def fill(signed: Contract) -> None:
    """An enterprise with 15,000 contracts, 99 others with 150 each."""
    phone = Organisation._meta.get_field("phone")
    facts = {
        "phone": phone.sealed("1"),  # type: ignore[union-attr]
        "verification": signed.verification_id,
        "person": signed.tenants.get().person_id,
        "name": name_digest("张三"),
    }
    with connection.cursor() as cursor:
        for statement in MANY.split(";\n"):
            cursor.execute(statement, {k: v for k, v in facts.items() if f"%({k})s" in statement})
        cursor.execute("ANALYZE")
    assert ContractTenant.objects.filter(name_digest=facts["name"]).count() > 2
