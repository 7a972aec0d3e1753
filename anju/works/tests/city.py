"""A large community in one go, written by plain SQL as actions leave it: buildings, homes, owners, accounts, balances.

Twenty-five floors, four units of five homes: 500 homes in a building. Every owner has one home.
"""

from typing import Any

from django.db import connection, transaction

from anju.core import clock
from anju.core.crypto import seal
from anju.fund.tests.world import WANG, the_fund_bank
from anju.homes.models import Community, Owner
from anju.ledger import actions as ledger
from anju.payments import queries as payments

OF_A_BUILDING = 500
UNITS, ROOMS = 4, 5

BUILDINGS = """
INSERT INTO homes_building (community_id, name, storeys)
SELECT %(community)s, n || '号楼', 25 FROM generate_series(1, %(buildings)s) AS n;
"""
HOMES = """
INSERT INTO homes_dwelling (building_id, unit, floor, room, address, grams, area_hundredths, use, kind, sale,
    contract_on)
SELECT building.id, 1 + n %% %(units)s || '', 1 + n / (%(units)s * %(rooms)s), room, address,
    ARRAY[substr(address, 1, 2)],
    6000 + (n * 37) %% 9000, 'residential', 'commercial', 'new', %(on)s
FROM homes_building AS building, generate_series(0, %(of_building)s - 1) AS n,
    LATERAL (SELECT 1 + n / (%(units)s * %(rooms)s)
        || lpad((1 + n / %(units)s %% %(rooms)s)::text, 2, '0')) AS r (room),
    LATERAL (SELECT '北京市朝阳区阜通东大街1号' || %(name)s
        || building.name || 1 + n %% %(units)s || '单元' || room || '室')
        AS a (address)
WHERE building.community_id = %(community)s ORDER BY building.id, n;
"""
ACCOUNTS = """
CREATE TEMPORARY TABLE one ON COMMIT DROP AS
SELECT home.id FROM homes_dwelling AS home JOIN homes_building AS building ON building.id = home.building_id
WHERE building.community_id = %(community)s ORDER BY home.id;
INSERT INTO homes_owner (dwelling_id, name, id_type, id_number, digest, since)
SELECT id, %(owner)s, 'resident_id', %(number)s, sha256(convert_to('owner' || id, 'UTF8')), %(at)s FROM one;
INSERT INTO fund_account (dwelling_id, bank_account_id, first_fen, completes, opened_at)
SELECT id, %(account)s, %(balance)s, false, %(at)s FROM one;
INSERT INTO ledger_pot (code, kind, pooled, may_go_negative, balance_fen, opened_at)
SELECT 'home:' || id, 'home', false, false, 0, %(at)s FROM one ORDER BY id;
INSERT INTO ledger_transfer (source_id, destination_id, amount_fen, happened_at, recorded_at, number, key, reason,
    cause)
SELECT world.id, pot.id, %(balance)s, now(), now(), 1, 'came:' || one.id, 'fund_deposited', 'home:' || one.id
FROM one JOIN ledger_pot AS pot ON pot.code = 'home:' || one.id, ledger_pot AS world WHERE world.code = 'world:bob';
"""


def a_large_community(
    homes: int = 5_000, *, name: str = "望京新城", balance_fen: int = 18_000_00
) -> Community:
    """A community of so many homes, each with an owner and an account that holds so much."""
    the_fund_bank()
    ledger.open_pots(codes=["world:bob"])
    account = payments.account_of("bob")
    assert account is not None
    community = Community.objects.create(name=name, district="110105", address="阜通东大街1号")
    about: dict[str, Any] = {
        "community": community.pk,
        "name": name,
        "buildings": max(1, homes // OF_A_BUILDING),
        "of_building": min(homes, OF_A_BUILDING),
        "units": UNITS,
        "rooms": ROOMS,
        "account": account.pk,
        "balance": balance_fen,
        "on": clock.today(),
        "at": clock.now(),
        "owner": seal(Owner, "name", WANG.name),
        "number": seal(Owner, "id_number", WANG.id_number),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        for statements in (BUILDINGS, HOMES, ACCOUNTS):
            for statement in statements.split(";\n"):
                if statement.strip():
                    cursor.execute(statement, about)
        cursor.execute("DROP TABLE one")
    with connection.cursor() as cursor:
        for table in ("homes_dwelling", "homes_owner", "fund_account", "ledger_pot"):
            cursor.execute(f"ANALYZE {table}")
    return community
