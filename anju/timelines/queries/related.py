# ruff: noqa: S608 - all texts of these questions are written here
"""What belongs together: parties, cases and papers of a lease, leases of a person; and what caused a booking."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from anju.core.crypto import decrypt, mask_name
from anju.timelines.queries.subjects import NAME, Subject
from anju.timelines.rules import Kind

MOST_RELATED = 20


def found_in(kind: Kind, table: str, no: str, sealed: str = "NULL::bytea") -> str:
    """The beginning of a question for records of a kind; in it the table goes by the kind's name."""
    return f"SELECT '{kind}' AS kind, {kind}_.id, {no} AS no, {sealed} AS sealed FROM {table} AS {kind}_"


PEOPLE = found_in(Kind.PERSON, "people_person", "''", "person_.name")
ORGANISATIONS = found_in(Kind.ORGANISATION, "people_organisation", "organisation_.name")
LEASES = found_in(Kind.LEASE, "contracts_lease", "lease_.filing_no")
CASES = (
    found_in(Kind.CASE, "refunds_case", "lease_.filing_no")
    + " JOIN contracts_lease AS lease_ ON lease_.id = case_.lease_id"
)
FILINGS = found_in(Kind.FILING, "filings_filing", "filing_.application_no")
CONTRACTS = found_in(Kind.CONTRACT, "signings_contract", "contract_.no")
ORDERS = found_in(Kind.ORDER, "orders_order", "order_.no")
PAYOUTS = found_in(Kind.PAYOUT, "payments_payout", "payout_.no")
ENTRIES = found_in(Kind.ENTRY, "payments_bankentry", "entry_.bank_ref")
HOMES = found_in(Kind.HOME, "homes_dwelling", "home_.address")
RELEASES = found_in(Kind.RELEASE, "custody_release", "release_.no")
WORKS = found_in(Kind.WORKS, "works_order", "works_.no")
CHECKS = found_in(Kind.VERIFICATION, "homes_verification", "verification_.no")

RELATED: dict[Kind, tuple[str, ...]] = {
    Kind.LEASE: (
        f"{PEOPLE} JOIN contracts_leasetenant AS tenant ON tenant.person_id = person_.id"
        " WHERE tenant.lease_id = %(id)s",
        f"{ORGANISATIONS} JOIN contracts_leasetenant AS tenant ON tenant.organisation_id = organisation_.id"
        " WHERE tenant.lease_id = %(id)s",
        f"{ORGANISATIONS} WHERE organisation_.id = %(enterprise_id)s",
        f"{CASES} WHERE case_.lease_id = %(id)s",
        f"{FILINGS} WHERE filing_.lease_id = %(id)s",
        f"{FILINGS} WHERE filing_.filing_no = %(filing_no)s",
        f"{CONTRACTS} WHERE contract_.filing_no = %(filing_no)s",
        f"{ORDERS} WHERE order_.lease_id = %(id)s ORDER BY order_.id DESC",
    ),
    Kind.PERSON: (
        f"{LEASES} JOIN contracts_leasetenant AS tenant ON tenant.lease_id = lease_.id"
        " WHERE tenant.person_id = %(id)s ORDER BY lease_.id DESC",
    ),
    Kind.ORGANISATION: (
        f"{LEASES} WHERE lease_.enterprise_id = %(id)s ORDER BY lease_.filed_on DESC",
        f"{RELEASES} WHERE release_.enterprise_id = %(id)s ORDER BY release_.id DESC",
        f"{WORKS} WHERE works_.company_id = %(id)s ORDER BY works_.id DESC",
        f"{CONTRACTS} WHERE contract_.organisation_id = %(id)s ORDER BY contract_.id DESC",
    ),
    Kind.ORDER: (
        f"{LEASES} WHERE lease_.id = %(lease_id)s",
        f"{LEASES} WHERE lease_.id IN (SELECT bill.lease_id FROM orders_orderline AS line"
        " JOIN contracts_bill AS bill ON bill.id = line.bill_id WHERE line.order_id = %(id)s)",
        f"{PEOPLE} WHERE person_.id = %(person_id)s",
        f"{ORGANISATIONS} WHERE organisation_.id = %(organisation_id)s",
    ),
    Kind.ENTRY: (
        f"{ORDERS} JOIN orders_attempt AS attempt ON attempt.order_id = order_.id"
        " WHERE attempt.payment_id = %(payment_id)s",
        f"{PAYOUTS} WHERE payout_.no = %(end_to_end_id)s",
    ),
    Kind.PAYOUT: (
        f"{RELEASES} WHERE release_.no = substr(%(cause)s, 9) AND %(cause)s LIKE 'release:%%'",
        f"{CASES} JOIN refunds_portion AS portion ON portion.case_id = case_.id"
        " WHERE portion.payout_id = %(id)s",
    ),
    Kind.RELEASE: (
        f"{ORGANISATIONS} WHERE organisation_.id = %(enterprise_id)s",
        f"{PAYOUTS} WHERE payout_.cause = 'release:' || %(no)s",
    ),
    Kind.CASE: (
        f"{LEASES} WHERE lease_.id = %(lease_id)s",
        f"{PAYOUTS} JOIN refunds_portion AS portion ON portion.payout_id = payout_.id WHERE portion.case_id = %(id)s",
    ),
    Kind.WORKS: (f"{ORGANISATIONS} WHERE organisation_.id = %(company_id)s",),
    Kind.FILING: (
        f"{CONTRACTS} WHERE contract_.id = %(contract_id)s",
        f"{LEASES} WHERE lease_.id = %(lease_id)s",
        f"{ORGANISATIONS} WHERE organisation_.id = %(enterprise_id)s",
    ),
    Kind.CONTRACT: (
        f"{PEOPLE} JOIN signings_contracttenant AS tenant ON tenant.person_id = person_.id"
        " WHERE tenant.contract_id = %(id)s",
        f"{ORGANISATIONS} WHERE organisation_.id = %(organisation_id)s",
        f"{FILINGS} WHERE filing_.contract_id = %(id)s",
        f"{LEASES} WHERE lease_.filing_no = %(filing_no)s",
        f"{CHECKS} WHERE verification_.id = %(verification_id)s",
    ),
    Kind.VERIFICATION: (f"{CONTRACTS} WHERE contract_.verification_id = %(id)s",),
}


@dataclass(frozen=True)
class Related:
    """Something that belongs to what is looked at; people by their masked names."""

    kind: Kind
    id: int
    no: str


def related_to(subject: Subject) -> list[Related]:
    """What belongs to something, at most so many of each way, in one question."""
    arms = RELATED.get(subject.kind, ())
    if not arms:
        return []
    sql = " UNION ALL ".join(f"({arm} LIMIT {MOST_RELATED})" for arm in arms)
    return list(dict.fromkeys(_asked(sql, subject.row)))


def _asked(sql: str, values: Mapping[str, Any]) -> list[Related]:
    with connection.cursor() as cursor:
        cursor.execute(sql, dict(values))
        return [
            Related(Kind(kind), pk, mask_name(decrypt(bytes(sealed), NAME)) if sealed else no)
            for kind, pk, no, sealed in cursor.fetchall()
        ]


CAUSES: dict[str, tuple[Any, str]] = {
    "order": (_("缴纳订单"), f"{ORDERS} WHERE order_.no = %(rest)s"),
    "payment": (
        _("支付单"),
        f"{ORDERS} JOIN orders_attempt AS attempt ON attempt.order_id = order_.id"
        " JOIN payments_payment AS payment ON payment.id = attempt.payment_id WHERE payment.no = %(rest)s",
    ),
    "entry": (_("银行流水"), f"{ENTRIES} WHERE entry_.id = %(number)s"),
    "release": (_("划转"), f"{RELEASES} WHERE release_.no = %(rest)s"),
    "case": (_("退款"), f"{CASES} WHERE case_.id = %(number)s"),
    "portion": (
        _("退款款项"),
        f"{CASES} JOIN refunds_portion AS portion ON portion.case_id = case_.id WHERE portion.id = %(number)s",
    ),
    "carry_over": (
        _("押金结转"),
        f"{LEASES} JOIN custody_carryover AS carried ON carried.to_lease_id = lease_.id WHERE carried.id = %(number)s",
    ),
    "works": (_("维修任务单"), f"{WORKS} WHERE works_.no = %(rest)s"),
    "works_payment": (
        _("维修支付"),
        f"{WORKS} JOIN works_payment AS payment ON payment.order_id = works_.id WHERE payment.no = %(rest)s",
    ),
    "deposit": (
        _("维修资金交存"),
        f"{HOMES} JOIN fund_account AS account ON account.dwelling_id = home_.id"
        " JOIN fund_deposit AS deposit ON deposit.account_id = account.id WHERE deposit.no = %(rest)s",
    ),
    "fund_refund": (
        _("维修资金退款"),
        f"{HOMES} JOIN fund_account AS account ON account.dwelling_id = home_.id"
        " JOIN fund_counterrefund AS back ON back.account_id = account.id WHERE back.no = %(rest)s",
    ),
    "fund_run": (_("维修资金批量业务"), ""),
    "opening": (_("期初余额导入"), ""),
    "settlement": (_("支付机构清算"), ""),
}


@dataclass(frozen=True)
class Cause:
    """What moved money, in words, and the timeline of it where it has one."""

    label: str
    no: str
    subject: Related | None


def cause_of(cause: str) -> Cause:
    """What a booking names as its cause. (LED-03)"""
    head, _colon, rest = cause.partition(":")
    if head not in CAUSES:
        return Cause("", cause, None)
    label, sql = CAUSES[head]
    number = int(rest) if rest.isascii() and rest.isdigit() and len(rest) <= 18 else 0
    found = _asked(f"{sql} LIMIT 1", {"rest": rest, "number": number}) if sql else []
    return Cause(str(label), rest, found[0] if found else None)
