"""Homes of the fund in masses, some years old, written by plain SQL as actions leave them; and what is asked of them.

Each has deposited once and got interest since; every tenth has topped up, every tenth was asked for by somebody, every
fiftieth had a part given back. 王五 owns three of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.urls import reverse

from anju.core import clock
from anju.core.crypto import seal
from anju.core.refusals import ensure
from anju.core.rules import DISTRICTS
from anju.fund.models import Addition, CounterRefund, Deposit
from anju.fund.tests.world import WANG, ZHAO, signed_in, the_fund_bank
from anju.homes import queries as homes
from anju.homes.models import Dwelling, Owner
from anju.homes.queries.estates import owner_digest
from anju.ledger import actions as ledger
from anju.payments import queries as payments
from anju.people.models import Person
from anju.people.rules import OF_FUND
from anju.tests.pages import Pages

FIRST = 1_000_000
"""The numbers of these homes, and of all that belongs to them, begin behind it."""
OF_ONE_COMMUNITY, OF_ONE_BUILDING, YEARS = 1_000, 50, 3
OF_WANG = (1, 7, 1_003)

RUNS = """
INSERT INTO fund_runs_run (id, no, kind, bank_account_id, from_on, to_on, purpose, status, homes, amount_fen, made_by,
    made_at, checked_by)
SELECT %(first)s + year, 'JX' || (%(first)s + year), 'interest', %(account)s, %(from_on)s + 365 * (year - 1),
    %(from_on)s + 365 * year, '', 'done', 0, 0, 'clock', now(), 'fuhe'
FROM generate_series(1, %(years)s) AS year ON CONFLICT DO NOTHING;
"""
PLACES = """
INSERT INTO homes_community (id, name, district, address, custody_mode)
SELECT %(first)s + c, '望京花园' || c || '区', (%(districts)s::text[])[1 + c %% %(district_count)s],
    '阜通东大街' || c || '号', 'trust'
FROM generate_series(%(from)s / %(of_community)s, %(to)s / %(of_community)s) AS c ON CONFLICT DO NOTHING;
INSERT INTO homes_building (id, community_id, name, storeys)
SELECT %(first)s + b, %(first)s + b * %(of_building)s / %(of_community)s, b || '号楼', 12
FROM generate_series(%(from)s / %(of_building)s, %(to)s / %(of_building)s) AS b ON CONFLICT DO NOTHING;
"""
HOMES = """
CREATE TEMPORARY TABLE one ON COMMIT DROP AS
SELECT n, %(first)s + n AS id, '北京市' || (%(names)s::text[])[1 + n / %(of_community)s %% %(district_count)s]
    || (ARRAY['阜通', '建国', '光华', '万寿', '学院'])[1 + n / %(of_community)s %% 5] || '路'
    || n / %(of_community)s || '号院'
    || CASE WHEN n %% 10000 = 7 THEN '领先' ELSE '' END || n / %(of_building)s || '号楼' || n || '室' AS address
FROM generate_series(%(from)s::bigint, %(to)s) AS n;

INSERT INTO homes_dwelling (id, building_id, unit, floor, room, address, grams, area_hundredths, use, kind, sale,
    contract_on, contract_no, certificate_no)
SELECT id, %(first)s + n / %(of_building)s, '1', 3, n::text, address,
    ARRAY(SELECT DISTINCT substr(address, at, 2) FROM generate_series(1, length(address) - 1) AS at ORDER BY 1),
    9000, 'residential', 'commercial', 'new', %(from_on)s - 30, 'XF' || lpad(n::text, 12, '0'),
    '京(2020)朝不动产权第' || lpad(n::text, 8, '0') || '号'
FROM one;
INSERT INTO homes_owner (id, dwelling_id, name, id_type, id_number, digest, since)
SELECT id, id, %(name)s, 'resident_id', %(number)s,
    CASE WHEN n = ANY (%(of_wang)s) THEN %(wang)s ELSE sha256(convert_to('owner' || n / 2, 'UTF8')) END, %(at)s
FROM one;
INSERT INTO fund_account (id, dwelling_id, bank_account_id, first_fen, completes, opened_at)
SELECT id, id, %(account)s, 1800000, false, %(at)s FROM one;
INSERT INTO payments_payment (id, no, channel, opening, bank_account_id, amount_fen, subject, status, qr_code,
    requested_at, expires_at, close_wanted)
SELECT id, 'P' || id, 'alipay', 'qr_code', %(account)s, 1800000, '住宅专项维修资金', 'received', '', %(at)s,
    %(at)s, false
FROM one;
INSERT INTO fund_deposit (id, no, account_id, kind, amount_fen, owner_name, status, payment_id, person_id, made_at,
    paid_at)
SELECT id, 'WX' || lpad(id::text, 19, '0'), id, 'first', 1800000, %(owner_name)s, 'deposited', id,
    CASE WHEN n = ANY (%(of_wang)s) THEN %(person)s::bigint END, %(at)s, %(at)s
FROM one;
INSERT INTO fund_addition (id, no, way, sale, wanted, district, phone, person_id, applicant, dwelling_id, status,
    made_at, review_by, decided_at, decided_by, opinion)
SELECT id, 'TJ' || id, 'certificate', 'new', '京(2020)朝不动产权第' || lpad(n::text, 8, '0') || '号',
    (%(districts)s::text[])[1 + n %% %(district_count)s], %(phone)s, %(other)s::bigint, sha256(n::text::bytea),
    CASE WHEN n %% 20000 > 0 THEN id END, CASE WHEN n %% 20000 > 0 THEN 'added' ELSE 'waiting' END, %(at)s,
    CASE WHEN n %% 20000 = 0 THEN current_date END, CASE WHEN n %% 20000 > 0 THEN now() END, '', ''
FROM one WHERE n %% 10 = 0;
INSERT INTO fund_counterrefund (id, no, account_id, deposit_id, reason, amount_fen, counted_fen, payee, payee_name,
    payee_account, payee_bank, status, entered_by, entered_at, checked_by, because)
SELECT id, 'TK' || id, id, id, 'area', 10000, 0, 'owner', %(payee_name)s, %(payee_account)s, '北京银行',
    CASE WHEN n %% 10000 = 0 THEN 'entered' ELSE 'paid' END, 'jingban', now(),
    CASE WHEN n %% 10000 = 0 THEN '' ELSE 'fuhe' END, ''
FROM one WHERE n %% 50 = 0;
INSERT INTO fund_runs_line (run_id, account_id, unit, opening_fen, amount_fen)
SELECT %(first)s + year, id, false, 1800000, 19800 FROM one, generate_series(1, %(years)s) AS year;

INSERT INTO ledger_pot (code, kind, pooled, may_go_negative, balance_fen, opened_at)
SELECT 'home:' || id, 'home', false, false,
    1800000 + %(years)s * 19800 + CASE WHEN n %% 10 = 0 THEN 300000 ELSE 0 END, %(at)s FROM one ORDER BY n;
INSERT INTO ledger_transfer (source_id, destination_id, amount_fen, happened_at, recorded_at, number, key, reason,
    cause)
SELECT world.id, pot.id, 1800000, %(at)s, %(at)s, 1, 'deposit:' || one.id, 'fund_deposited', 'deposit:' || one.id
FROM one JOIN ledger_pot AS pot ON pot.code = 'home:' || one.id, ledger_pot AS world WHERE world.code = 'world:bob'
UNION ALL SELECT world.id, pot.id, 300000, %(at)s::timestamptz + interval '100 days', %(at)s::timestamptz
    + interval '100 days', 1, 'more:' || one.id, 'fund_deposited', 'deposit:' || one.id
FROM one JOIN ledger_pot AS pot ON pot.code = 'home:' || one.id, ledger_pot AS world
WHERE world.code = 'world:bob' AND n %% 10 = 0
UNION ALL SELECT interest.id, pot.id, 19800, %(at)s::timestamptz + year * interval '365 days',
    %(at)s::timestamptz + year * interval '365 days', 1, 'fund_run:' || %(first)s + year || ':' || one.id,
    'fund_interest', 'fund_run:JX' || (%(first)s + year)
FROM one JOIN ledger_pot AS pot ON pot.code = 'home:' || one.id, ledger_pot AS interest,
    generate_series(1, %(years)s) AS year WHERE interest.code = 'interest:bob';
"""


def found_city() -> dict[str, Any]:
    """The bank's account, the months, and 王五, who is signed in; what the homes are written with."""
    the_fund_bank()
    ledger.open_pots(codes=["world:bob", "interest:bob"])
    account = payments.account_of("bob")
    assert account is not None
    begins_on = clock.today() - timedelta(days=365 * YEARS + 30)
    sealed = {"name": (Owner, "name"), "number": (Owner, "id_number"), "phone": (Addition, "phone")}
    sealed |= {"owner_name": (Deposit, "owner_name"), "payee_name": (CounterRefund, "payee_name")}
    sealed |= {"payee_account": (CounterRefund, "payee_account")}
    values: dict[str, Any] = {
        name: seal(model, field, "王五") for name, (model, field) in sealed.items()
    }
    with connection.cursor() as cursor:
        months = [begins_on, 12 * YEARS + 2]
        cursor.execute("SELECT ledger_make_month_partitions(%s, %s)", months)
    person = signed_in(WANG).person_id
    other = signed_in(ZHAO).person_id
    values |= {
        "person": person,
        "other": other,
        "wang": owner_digest(WANG.name, WANG.id_number),
    }
    values |= {"of_wang": list(OF_WANG), "account": account.pk, "at": clock.start_of(begins_on)}
    values |= {"districts": list(DISTRICTS), "names": list(DISTRICTS.values())}
    return values | {"district_count": len(DISTRICTS), "from_on": begins_on, "years": YEARS}


def write_homes(values: dict[str, Any], first: int, last: int) -> None:
    """Homes `first` … `last` with all that belongs to them, in one transaction; triggers and foreign keys sleep."""
    about = values | {"from": first, "to": last, "first": FIRST}
    about |= {"of_community": OF_ONE_COMMUNITY, "of_building": OF_ONE_BUILDING}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statements in (RUNS, PLACES, HOMES):
            cursor.execute(statements, about)
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("DROP TABLE one")


@dataclass(frozen=True)
class Question:
    """A page of somebody's, or what stands behind one: how it is asked."""

    what: str
    ask: Callable[[], Any]
    most_queries: int = 12


def questions(values: dict[str, Any], homes_there: int) -> list[Question]:
    """All that is asked of a home, and the lists: by words, rare, common and never together; further on in them."""
    officer, wang = Pages(), Pages()
    officer.as_staff(*OF_FUND, username="da.fund", name="大福")
    wang.sign_in_as(Person.objects.get(pk=values["person"]))
    some, own = FIRST + homes_there // 2, FIRST + OF_WANG[1]
    number = f"{homes_there // 2:012}"
    certificate = f"京(2020)朝不动产权第{homes_there // 2:08}号"
    address = Dwelling.objects.get(pk=some).address
    desk = {
        "desk": ("home", [], ""),
        "homes": ("homes", [], ""),
        "homes, further on": ("homes", [], f"after={some}"),
        "homes by a rare word": ("homes", [], "words=领先"),
        "homes by a common word": ("homes", [], "words=建国"),
        "homes by two words": ("homes", [], "words=建国 领先"),
        "homes by words that never meet": ("homes", [], "words=建国 学院"),
        "homes by contract number": ("homes", [], f"contract_no=XF{number}"),
        "homes by certificate number": ("homes", [], f"certificate_no={certificate}"),
        "home": ("home_detail", [some], ""),
        "movements": ("movements", [some], ""),
        "additions": ("additions", [], ""),
        "additions of a state": ("additions", [], "status=added"),
        "additions by number": ("additions", [], f"text={certificate}&status=added"),
        "refunds": ("refunds", [], ""),
        "refunds of a state": ("refunds", [], "status=paid"),
        "deposits": ("receipts", [], ""),
        "runs": ("runs", [], ""),
        "run": ("run", [FIRST + YEARS], ""),
        "communities": ("communities", [], ""),
    }
    owner = {
        "home": ("home", [], ""),
        "homes": ("homes", [], ""),
        "homes by a word": ("homes", [], "address=领先"),
        "one home": ("one_home", [own], ""),
        "movements": ("movements", [own], ""),
        "interest": ("interest", [own], ""),
        "records": ("records", [], ""),
        "business": ("business", [], ""),
        "what is due": ("due", [own], ""),
    }
    found = [
        Question(
            f"fund_desk {what}", page(officer, "fund_desk", *terms), 24 if what == "desk" else 12
        )
        for what, terms in desk.items()
    ]
    found += [
        Question(f"owner {what}", page(wang, "owner", *terms)) for what, terms in owner.items()
    ]
    return [
        *found,
        Question("exact address", lambda: homes.dwelling_by(address=address)),
        Question("contract number", lambda: homes.dwelling_by(contract_no=f"XF{number}")),
        Question("certificate number", lambda: homes.dwelling_by(certificate_no=certificate)),
    ]


def page(by: Pages, portal: str, view: str, arguments: list[int], asked: str) -> Callable[[], Any]:
    address = reverse(f"{portal}:{view}", args=arguments)
    return lambda: answered(by, f"{address}?{asked}")


def answered(by: Pages, address: str) -> Any:
    response = by.get(address)
    ensure(response.status_code == 200, address)
    return response
