"""A city with a million rows in every table of rental regulation, each the copy of a row that actions have made.

The worlds that the tests walk through give rows in every state. One row of fifty is a copy of any of them, the others
of one that is settled: what waits for somebody is soon gone. Copies differ in what tells rows apart: numbers, names,
addresses, districts, digests and days. Row n of a table belongs to row n of those it points at; every tenth to one
institution, the largest of the city.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, models, transaction

from anju.agencies.models import (
    FilingVersion,
    Institution,
    InstitutionFiling,
    Practitioner,
    Premises,
    WorkCard,
)
from anju.core import clock
from anju.core.models import AccessRefused, Event, Look
from anju.core.rules import DISTRICTS
from anju.core.search import PairsField
from anju.credit.models import CreditEvent, CreditTotal, ListEntry, Measure
from anju.credit.models import Objection as CreditObjection
from anju.filings.models import Filing, FilingFile, Submission
from anju.homes.models import Home, Objection, Trouble, Verification, VerificationFile
from anju.people.models import Operator, Organisation, SignIn
from anju.signings.models import Contract, ContractTenant

FIRST = 100_000_000
"""The ids of copies begin behind it."""
DAYS = 700
NUMBER = "(8000000 + n)::text"
OF_SEED = ("name", "address", "district", "certificate_no", "uscc")
# What is most of each table: the condition of a settled row.
TABLES: dict[type[models.Model], str] = {
    Organisation: "is_enterprise",
    InstitutionFiling: "status = 'approved'",
    FilingVersion: "true",
    Institution: "status = 'filed'",
    Practitioner: "status = 'active'",
    WorkCard: "status = 'in_force'",
    Premises: "status = 'in_use'",
    Home: "true",
    Verification: "status IN ('passed', 'committed')",
    Objection: "status <> 'open'",
    Trouble: "status = 'resolved'",
    VerificationFile: "true",
    Contract: "status IN ('signed', 'filed')",
    ContractTenant: "true",
    Filing: "status = 'approved'",
    Submission: "true",
    FilingFile: "true",
    CreditEvent: "status = 'effective'",
    CreditObjection: "status <> 'open'",
    CreditTotal: "true",
    Measure: "status <> 'open'",
    ListEntry: "status = 'published'",
    User: "is_active",
    Operator: "true",
    SignIn: "true",
    Event: "true",
    Look: "true",
    AccessRefused: "true",
}
# An institution has many of them, though each address but once.
SEVERAL = {Premises}
# One of each kind is open in the whole city.
NEVER_WAITING = {Trouble}
# The first of them are in many names, the last in few.
CHARACTERS = (
    "安家和美京华自如万象春秋望朝夕东西南北金银泰康平福源盛兴隆昌达信诚义仁德贤良友邻里坊巷院园庭阁楼台亭轩居舍宅府邸"
    "山水江河湖海云雨风雪花草树木松竹梅兰菊荷桃李杏梨桂枫柳杨梧桐鹤凤龙虎鹿马羊燕雀鸿鹏天地日月星辰光明晨曦晓暮晴岚虹"
    "青红蓝紫黄绿白丹朱墨玉珠宝珍瑞祥吉庆喜乐欢悦欣怡宁静雅致文思慧智远航程途越翔腾飞跃升恒久长永固坚毅勤勉创新开拓领先"
)
SEED = """
CREATE UNLOGGED TABLE seed AS
SELECT n, district, certificate_no, uscc, name, address, pairs_of(name) AS pairs_of_name,
    pairs_of(address) AS pairs_of_address
FROM (
    SELECT n, (%(codes)s::text[])[1 + place] AS district,
        '京(2021)' || substr(%(characters)s, 1 + place, 1) || '不动产权第' || lpad(n::text, 7, '0') || '号'
            AS certificate_no,
        '9111' || lpad(n::text, 14, '0') AS uscc,
        '北京' || word || (ARRAY['住房租赁有限公司', '房地产经纪有限公司', '公寓管理有限责任公司'])[1 + n %% 3] AS name,
        '北京市' || (%(districts)s::text[])[1 + place] || substr(word, 1, 2)
            || (ARRAY['路', '街', '里', '胡同'])[1 + n %% 4] || n %% 300
            || '号院' || n %% 37 || '号楼' || n %% 3001 AS address
    FROM (
        SELECT n, abs(hashint4(n * 5)) %% cardinality(%(codes)s::text[]) AS place, (
            SELECT string_agg(substr(%(characters)s, 1 + floor(length(%(characters)s)
                * power((hashint4(n * 5 + at) & 65535) / 65536.0, 2))::int, 1), '')
            FROM generate_series(1, 3) AS at) AS word
        FROM generate_series(1, %(many)s) AS n
    ) AS words
) AS texts;
ALTER TABLE seed ADD PRIMARY KEY (n);
ANALYZE seed
"""
PAIRS = """
CREATE FUNCTION pairs_of(text) RETURNS varchar[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT substr($1, at, 2)) FROM generate_series(1, length($1) - 1) AS at $$
"""
COPY = """
INSERT INTO {table} ({names})
SELECT {values} FROM seed JOIN (
    SELECT *, row_number() OVER (ORDER BY ({settled}) DESC, {key}) - 1 AS at_place FROM {table} WHERE {key} < {first}
) AS made ON made.at_place = CASE WHEN n % 50 = 0 AND {may_wait} THEN n / 50 % {made} ELSE n % {of_settled} END
"""
PLAIN_INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = %s::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
"""


@dataclass(frozen=True)
class Largest:
    """The institution to which every tenth row belongs."""

    organisation_id: int
    institution_id: int


def fill(many: int, largest: Largest) -> None:
    """Copy the rows that stand in the tables until each has so many more."""
    past = clock.today() - timedelta(days=DAYS + 31)
    numbers: dict[str, Any] = {"many": many, "characters": CHARACTERS}
    places = {"codes": list(DISTRICTS), "districts": list(DISTRICTS.values())}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute(
            "SELECT core_make_month_partitions('core_event', date_trunc('month', %s::date)::date, %s)",
            [past, DAYS // 30 + 2],
        )
        cursor.execute(PAIRS)
        cursor.execute(SEED, numbers | places)
    for model in TABLES:
        copy(model, largest)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE seed; DROP FUNCTION pairs_of")
        cursor.execute("ANALYZE")


def copy(model: type[models.Model], largest: Largest) -> None:
    """The table's indexes are made anew afterwards, which is much quicker than to keep them."""
    table, key = model._meta.db_table, model._meta.pk.column
    columns = dict(values_of(model, largest))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute(f"SELECT count(*), count(*) FILTER (WHERE {TABLES[model]}) FROM {table}")
        made, of_settled = cursor.fetchone()
        assert of_settled, f"no row of {table} is settled: {TABLES[model]}"
        cursor.execute(PLAIN_INDEXES, [table])
        indexes = cursor.fetchall() if model is not Event else []
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        cursor.execute(
            COPY.format(
                table=table,
                names=", ".join(columns),
                values=", ".join(columns.values()),
                settled=TABLES[model],
                key=key,
                first=FIRST,
                made=made,
                of_settled=of_settled,
                may_wait=model not in NEVER_WAITING,
            )
        )
        for _name, definition in indexes:
            cursor.execute(definition)


def values_of(model: type[models.Model], largest: Largest) -> Iterator[tuple[str, str]]:
    """What stands in each column of the n-th copy."""
    alone = {name for one in model._meta.constraints for name in getattr(one, "fields", ())}
    for field in model._meta.concrete_fields:
        column, kept = str(field.column), f"made.{field.column}"
        is_alone = field.unique or (field.name in alone and model not in SEVERAL)
        is_text = isinstance(field, models.CharField)
        if field.is_relation:
            yield column, relation(field, kept, largest, is_alone=is_alone)
        elif field.primary_key:
            yield column, f"{FIRST} + n"
        elif isinstance(field, PairsField):
            yield column, "pairs_of_name" if has_name(model) else "pairs_of_address"
        elif is_text and column in OF_SEED:
            yield column, f"seed.{column}"
        elif is_text and (field.unique or column.endswith("_no")):
            yield (
                column,
                f"CASE WHEN {kept} <> '' THEN left({kept}, -7) || {NUMBER} ELSE {kept} END",
            )
        elif column.endswith("_digest"):
            is_common = "n % 1000 = 0" if column == "name_digest" else "false"
            yield (
                column,
                f"CASE WHEN {kept} IS NULL OR {is_common} THEN {kept} ELSE sha256(n::text::bytea) END",
            )
        elif isinstance(field, models.DateTimeField):
            yield column, f"{kept} - n % {DAYS} * interval '1 day'"
        elif isinstance(field, models.DateField):
            yield column, f"{kept} - n % {DAYS}"
        else:
            yield column, kept


def has_name(model: type[models.Model]) -> bool:
    return "name" in {field.name for field in model._meta.concrete_fields}


def relation(field: models.Field, kept: str, largest: Largest, *, is_alone: bool) -> str:
    to = field.related_model
    if to not in TABLES:
        return kept
    number = f"{FIRST} + n"
    if to is field.model:  # five hundred copies of branches in a row have one head office
        number = f"CASE WHEN n > 500 THEN {FIRST} + n - n % 500 - 1 ELSE {kept} END"
    of_largest = {Organisation: largest.organisation_id, Institution: largest.institution_id}
    if to in of_largest and not is_alone:
        number = f"CASE WHEN n % 10 = 0 THEN {of_largest[to]} ELSE {number} END"
    return f"CASE WHEN {kept} IS NOT NULL THEN {number} END"
