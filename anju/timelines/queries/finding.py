# ruff: noqa: S608 - all texts of these questions are written here
"""One box for everything: what was typed is understood, and only the indexes that fit are asked. (CTR-07)"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from anju.core.actors import Actor
from anju.core.crypto import digest
from anju.core.identity_numbers import IdentityKind, normalise
from anju.core.search import pairs_of
from anju.people.queries import id_digest
from anju.people.rules import Power
from anju.timelines.clues import SOURCES, clue_digest
from anju.timelines.queries.subjects import Subject, subjects
from anju.timelines.rules import LONGEST, MOST_OF_A_KIND, Clue, Kind, Typed, phone_in, understood

OF_HOMES = (
    "SELECT account.dwelling_id AS id FROM {table} AS paper"
    " JOIN fund_account AS account ON account.id = paper.account_id WHERE paper.no = %(text)s"
)
OF_COMPANIES = (
    "SELECT company.organisation_id AS id FROM {table} AS paper"
    " JOIN companies_company AS company ON company.id = paper.company_id WHERE paper.no = %(text)s"
)
BY_NUMBER = (
    ("lease", "SELECT id FROM contracts_lease WHERE filing_no = %(text)s"),
    ("contract", "SELECT id FROM signings_contract WHERE no = %(text)s"),
    ("contract", "SELECT id FROM signings_contract WHERE filing_no = %(text)s"),
    ("contract", "SELECT id FROM signings_contract WHERE certificate_no = %(text)s"),
    ("filing", "SELECT id FROM filings_filing WHERE application_no = %(text)s"),
    ("filing", "SELECT id FROM filings_filing WHERE filing_no = %(text)s"),
    ("verification", "SELECT id FROM homes_verification WHERE no = %(text)s"),
    ("order", "SELECT id FROM orders_order WHERE no = %(text)s"),
    (
        "order",
        "SELECT attempt.order_id AS id FROM payments_payment AS payment"
        " JOIN orders_attempt AS attempt ON attempt.payment_id = payment.id WHERE payment.no = %(text)s",
    ),
    (
        "order",
        "SELECT attempt.order_id AS id FROM payments_payment AS payment"
        " JOIN orders_attempt AS attempt ON attempt.payment_id = payment.id"
        " WHERE payment.collection_code = %(text)s",
    ),
    ("payout", "SELECT id FROM payments_payout WHERE no = %(text)s"),
    ("release", "SELECT id FROM custody_release WHERE no = %(text)s"),
    (
        "entry",
        "SELECT entry.id FROM payments_bankaccount AS account JOIN payments_bankentry AS entry"
        " ON entry.bank_account_id = account.id AND entry.bank_ref = %(typed)s",
    ),
    (
        "payout",
        "SELECT payout.id FROM payments_payoutbatch AS batch JOIN payments_payout AS payout"
        " ON payout.batch_id = batch.id WHERE batch.no = %(text)s",
    ),
    ("works", "SELECT id FROM works_order WHERE no = %(text)s"),
    ("works", "SELECT order_id AS id FROM works_payment WHERE no = %(text)s"),
    ("works", "SELECT order_id AS id FROM works_settlement WHERE no = %(text)s"),
    ("receipt", "SELECT id FROM receipts_receipt WHERE no = %(text)s"),
    ("home", "SELECT id FROM homes_dwelling WHERE certificate_no = %(typed)s"),
    ("home", "SELECT id FROM homes_dwelling WHERE contract_no = %(typed)s"),
    ("home", "SELECT id FROM homes_dwelling WHERE id = %(home)s"),
    ("home", OF_HOMES.format(table="fund_deposit")),
    ("home", OF_HOMES.format(table="fund_counterrefund")),
    ("home", "SELECT dwelling_id AS id FROM fund_addition WHERE no = %(text)s"),
    (
        "home",
        "SELECT account.dwelling_id AS id FROM certificates_certificate AS paper"
        " JOIN fund_account AS account ON account.id = paper.account_id WHERE paper.no = %(text)s",
    ),
    ("lease", "SELECT lease_id AS id FROM certificates_certificate WHERE no = %(text)s"),
    ("lease", "SELECT id FROM contracts_lease WHERE filing_no = %(lease)s"),
    ("organisation", "SELECT id FROM people_organisation WHERE uscc = %(text)s"),
    ("organisation", "SELECT id FROM people_organisation WHERE registration_no = %(typed)s"),
    ("organisation", OF_COMPANIES.format(table="companies_application")),
    ("organisation", OF_COMPANIES.format(table="companies_areaapplication")),
    ("organisation", OF_COMPANIES.format(table="companies_unitchange")),
    (
        "organisation",
        "SELECT company.organisation_id AS id FROM companies_key AS held"
        " JOIN companies_application AS application ON application.id = held.application_id"
        " JOIN companies_company AS company ON company.id = application.company_id"
        " WHERE held.number = %(text)s",
    ),
    (
        "organisation",
        "SELECT enterprise_id AS id FROM oversight_earlywarning WHERE id = %(warning)s",
    ),
)
BY_CLUE = "SELECT record_id AS id FROM timelines_clue WHERE digest = %({clue})s AND what = '{clue}' AND kind = '{kind}'"
BY_TYPED: dict[Typed, tuple[tuple[str, str], ...]] = {
    Typed.NUMBER: BY_NUMBER,
    Typed.ID_NUMBER: (
        ("person", "SELECT id FROM people_person WHERE id_digest = ANY (%(numbers)s)"),
    ),
    Typed.PHONE: (("person", "SELECT id FROM people_person WHERE phone_digest = %(phone)s"),),
    Typed.ACCOUNT: (),
    Typed.NAME: (),
    Typed.ADDRESS: (
        (
            "lease",
            "SELECT id FROM contracts_lease WHERE timelines_pairs(address) @> %(pairs)s::text[]"
            " AND timelines_plain(address) LIKE %(like)s",
        ),
        (
            "home",
            "SELECT id FROM homes_dwelling WHERE grams @> %(pairs)s::varchar[]"
            " AND timelines_plain(address) LIKE %(like)s",
        ),
        (
            "organisation",
            "SELECT id FROM people_organisation WHERE timelines_pairs(name) @> %(pairs)s::text[]"
            " AND timelines_plain(name) LIKE %(like)s",
        ),
    ),
}
CLUES = {Typed.NAME: Clue.NAME, Typed.ACCOUNT: Clue.ACCOUNT, Typed.ID_NUMBER: Clue.NUMBER}

NEWEST = 2**63 - 1


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `is_more` when not all of it is here."""

    kind: Kind
    found: list[Subject]
    is_more: bool


@dataclass(frozen=True)
class Found:
    """What a search found, and as what it was understood."""

    typed: list[Typed]
    groups: list[Group]


def found(text: str, by: Actor, *, of: str = "", before: int = NEWEST) -> Found:
    """Everything that is found by a number, a name, a document, a phone, an account or an address. (CTR-07)

    One question finds the records, one for each kind of them tells what they are. More `of` one kind: those with an
    id `before` the last.
    """
    plain = normalise(text)[:LONGEST]
    typed = understood(plain) if Power.SEARCH_ALL in by.may else []
    if not typed:
        return Found([], [])
    ids = ids_found(plain, text.strip(), typed, of, before)
    groups = []
    for kind in Kind:
        if kind in ids:
            wanted = ids[kind][:MOST_OF_A_KIND]
            shown = subjects(kind, wanted)
            groups.append(Group(kind, shown, len(ids[kind]) > MOST_OF_A_KIND))
    return Found(typed, groups)


def ids_found(
    plain: str, text: str, typed: Sequence[Typed], of: str, before: int
) -> dict[str, list[int]]:
    """By kind the ids of what was found, the newest first, one more than are shown; in one question."""
    arms = [(kind, arm) for one in typed for kind, arm in BY_TYPED[one]]
    for one in typed:
        clue = CLUES.get(one)
        arms += [
            (source.kind.value, BY_CLUE.format(clue=clue.value, kind=source.kind.value))
            for source in SOURCES
            if clue in source.columns
        ]
    limited = " UNION ALL ".join(
        f"(SELECT '{kind}' AS kind, id FROM ({arm}) AS arm WHERE id < %(before)s"
        f" ORDER BY id DESC LIMIT {MOST_OF_A_KIND + 1})"
        for kind, arm in arms
        if of in ("", kind)
    )
    if not limited:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(limited, asked_for(plain, text) | {"before": before})
        ids: dict[str, set[int]] = defaultdict(set)
        for kind, pk in cursor.fetchall():
            ids[kind].add(pk)
    return {kind: sorted(some, reverse=True) for kind, some in ids.items()}


def asked_for(plain: str, text: str) -> dict[str, Any]:
    home = re.fullmatch(r"HOME:([0-9]{1,18})(:.*)?", plain, re.ASCII)
    lease = re.fullmatch(r"LEASE:([A-Z0-9-]{1,32})(:.*)?", plain, re.ASCII)
    warning = re.fullmatch(r"FX[0-9]{8}-([0-9]{6,18})", plain, re.ASCII)
    escaped = plain.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return {
        "text": plain,
        "home": int(home[1]) if home else None,
        "lease": lease[1] if lease else None,
        "warning": int(warning[1]) if warning else None,
        "typed": text,
        "numbers": [id_digest(kind, plain) for kind in IdentityKind],
        "phone": digest(phone_in(plain)),
        "pairs": pairs_of(text),
        "like": f"%{escaped}%",
        **{clue.value: clue_digest(clue, plain) for clue in Clue},
    }
