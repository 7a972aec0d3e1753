"""Homes and balances from an older system: files, checked row by row, approved by another, booked home by home."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from anju.core import clock
from anju.core.actions import store_file
from anju.core.actors import Actor
from anju.core.db import action, lock, move, one_at_a_time
from anju.core.files import check_file
from anju.core.money import yuan
from anju.core.refusals import Refused, ensure
from anju.core.rules import DISTRICTS
from anju.fund import actions as fund
from anju.fund import queries as fund_queries
from anju.fund.rules import Refusal as FundRefusal
from anju.fund_openings import queries, reading
from anju.fund_openings.models import Opening, OpeningFile, OpeningRow
from anju.fund_openings.numbers import opening_no
from anju.fund_openings.reading import OpeningTerms, StatedRow
from anju.fund_openings.rules import OPEN, FileStatus, Refusal, RowOutcome, Status
from anju.homes import actions as homes
from anju.homes import queries as home_queries
from anju.homes.estate import CustodyMode, Kind
from anju.homes.estate import Refusal as HomeRefusal
from anju.ledger import queries as ledger
from anju.payments import actions as payments
from anju.payments import queries as payment_queries
from anju.payments.rules import Business, Direction, FactStatus
from anju.people import queries as people
from anju.people.rules import Power

if TYPE_CHECKING:
    from anju.fund.models import Account
    from anju.homes.models import Dwelling


@action
def start_opening(*, bank: str, entry_id: int | None = None, by: Actor) -> Opening:
    """Begin to enter what one bank of the fund has from before: the balance with which its first statement begins, less
    what our book has of that; or one credit that waits in suspense.

    Refused while another opening of the bank is not done, and where the bank has nothing from before.
    """
    _check_citys(by, Power.FUND_PAY)
    one_at_a_time(f"fund_openings:{bank}")
    account = payment_queries.account_of(bank)
    if account is None or account.business != Business.FUND:
        raise Refused(Refusal.NOT_THE_FUNDS)
    known = Opening.objects.filter(bank_account=account, status__in=OPEN).first()
    if known is not None:
        raise Refused(Refusal.OPENING_KNOWN, bank=account.bank_name, no=known.no)
    opening = Opening(
        no=opening_no(clock.now()),
        bank_account=account,
        entry_id=entry_id,
        made_by=by.name,
        made_at=clock.now(),
    )
    opening.day, opening.expected_fen = _expected(opening)
    opening.save()
    return opening


def _check_citys(by: Actor, power: Power) -> None:
    people.check_power(by, power)
    if people.department_of(by):
        raise Refused(Refusal.CITYS_ONLY)


def _expected(opening: Opening) -> tuple[date, int]:
    """From which day on the money is in our book, and how much it is."""
    account = opening.bank_account
    if opening.entry_id is not None:
        entry = payment_queries.entry(opening.entry_id)
        is_open = entry.direction == Direction.CREDIT and entry.status == FactStatus.SET_ASIDE
        if entry.bank_account_id != account.pk or not is_open:
            raise Refused(Refusal.NOT_A_CREDIT)
        return clock.day_of(entry.booked_at), entry.amount_fen
    first = payment_queries.first_statement(account.bank)
    if first is None:
        raise Refused(Refusal.NO_STATEMENT, bank=account.bank_name)
    left_fen = first.opening_fen - ledger.bank_book(account.bank, first.day).opening_fen
    if left_fen <= 0:
        raise Refused(Refusal.NOTHING_TO_OPEN, bank=account.bank_name)
    return first.day, left_fen


@action
def receive_file(*, opening_id: int, name: str, content: bytes, by: Actor) -> OpeningFile:
    """Take in one more file of homes; a job then checks it. Refused when it cannot be read."""
    opening = _entering(opening_id, by)
    file = check_file(name, content, reading.UPLOAD)
    rows = reading.stated_in(file.name, content)
    return OpeningFile.objects.create(
        opening=opening,
        file_id=store_file(name=name, content=content, allowed=reading.UPLOAD, by=by),
        row_count=len(rows),
        received_by=by.name,
        received_at=clock.now(),
    )


@action
def withdraw_file(*, upload_id: int, by: Actor) -> OpeningFile:
    """A file is taken out again, to be handed in anew when it is right: its rows count no more. Twice is once."""
    _entering(queries.opening_file(upload_id).opening_id, by)
    upload: OpeningFile = lock(OpeningFile, pk=upload_id)
    _withdraw(upload, by)
    return upload


def _withdraw(upload: OpeningFile, by: Actor) -> None:
    if upload.status != FileStatus.WITHDRAWN:
        move(upload, "withdraw", by=by)
        upload.rows.all().delete()


@action
def cancel_opening(*, opening_id: int, by: Actor) -> Opening:
    """It was begun by mistake: nothing was booked of it, and its files count no more."""
    opening = _entering(opening_id, by)
    for upload in opening.files.order_by("pk").select_for_update():
        _withdraw(upload, by)
    move(opening, "cancel", by=by)
    return opening


def _entering(opening_id: int, by: Actor) -> Opening:
    _check_citys(by, Power.FUND_PAY)
    opening: Opening = lock(Opening, pk=opening_id)
    if opening.status != Status.ENTERING:
        status = opening.get_status_display()
        raise Refused(Refusal.NOT_ENTERING, no=opening.no, status=status)
    return opening


@action
def check_row(*, upload_id: int, row: StatedRow, by: Actor) -> OpeningRow | None:
    """Note what a row states, or what is wrong with it, once; nothing is recorded of its home yet."""
    upload: OpeningFile = lock(OpeningFile, pk=upload_id)
    known = upload.rows.filter(number=row.number).first()
    if known is not None or upload.status != FileStatus.RECEIVED:
        return known
    kept = OpeningRow(upload=upload, number=row.number, place=row.place[:300])
    kept.outcome, kept.sentence = RowOutcome.WRONG, row.wrong[:500]
    if row.terms is not None:
        try:
            _check_place(row.terms)
            _check_known(row.terms)
        except Refused as refused:
            kept.sentence = refused.message[:500]
        else:
            kept.outcome = RowOutcome.READY
            kept.balance_fen, kept.unit_fen = row.terms.balance_fen, row.terms.unit_fen
    kept.save()
    return kept


def _check_place(terms: OpeningTerms) -> None:
    one_at_a_time(f"fund_openings:place:{terms.place}")
    other = OpeningRow.objects.filter(place=terms.place, outcome=RowOutcome.READY)
    first = other.select_related("upload__file").first()
    if first is not None:
        raise Refused(Refusal.PLACE_TWICE, name=first.upload.file.name, row=first.number)


def _check_known(terms: OpeningTerms) -> int:
    """The community, which is there and in trust; a home that is known is the same, and no money has moved in it."""
    community = home_queries.community_named(terms.district, terms.community)
    if community is None:
        name = terms.community
        raise Refused(FundRefusal.UNKNOWN_COMMUNITY, district=DISTRICTS[terms.district], name=name)
    if community.custody_mode == CustodyMode.SELF_MANAGED:
        raise Refused(FundRefusal.SELF_MANAGED, community=community.name)
    _unit_of(terms)
    building = home_queries.building_named(community.pk, terms.building)
    if building is None:
        return int(community.pk)
    if building.storeys != terms.storeys:
        named = {"building": building.name, "storeys": building.storeys}
        raise Refused(HomeRefusal.STOREYS_DIFFER, **named)
    home = home_queries.dwelling_at(building.pk, terms.home.unit, terms.home.room)
    if home is not None:
        _check_same(home, terms)
    return int(community.pk)


def _check_same(home: Dwelling, terms: OpeningTerms) -> None:
    if home.area_hundredths != terms.home.area_hundredths:
        raise Refused(Refusal.AREA_DIFFERS, area=yuan(home.area_hundredths))
    if home.kind != terms.home.kind:
        raise Refused(Refusal.KIND_DIFFERS, kind=home.get_kind_display())
    for owner in terms.owners:
        if not home_queries.is_owner(home, owner.name, owner.id_number):
            raise Refused(Refusal.OWNER_DIFFERS, name=owner.name)
    account = fund_queries.account_of_home(home.pk)
    if account is not None and (account.first_fen or fund_queries.movements(account, limit=1)):
        raise Refused(FundRefusal.HAS_MOVED)


def _unit_of(terms: OpeningTerms) -> int | None:
    if terms.home.kind != Kind.SOLD_PUBLIC:
        return None
    unit = people.organisation_by_uscc(terms.selling_unit)
    if unit is None:
        raise Refused(Refusal.UNKNOWN_UNIT, uscc=terms.selling_unit)
    return unit.pk


@action
def end_check(*, upload_id: int, by: Actor) -> bool:
    """Every row has been looked at; whether that is so."""
    upload: OpeningFile = lock(OpeningFile, pk=upload_id)
    if upload.status != FileStatus.RECEIVED or upload.rows.count() < upload.row_count:
        return False
    move(upload, "check", by=by, **queries.counted(upload))
    return True


@action
def submit_opening(*, opening_id: int, by: Actor) -> Opening:
    """All is entered. Refused, each with its numbers: a file still being checked, rows that are wrong, and while the
    homes are not together, to the fen, what the bank has.
    """
    opening = _entering(opening_id, by)
    waiting = opening.files.filter(status=FileStatus.RECEIVED).select_related("file").first()
    if waiting is not None:
        raise Refused(Refusal.NOT_CHECKED, name=waiting.file.name)
    _check_sums(opening)
    move(opening, "submit", by=by)
    return opening


def _check_sums(opening: Opening) -> None:
    sums = queries.sums_of(opening)
    if sums.wrong:
        raise Refused(Refusal.ROWS_WRONG, count=sums.wrong)
    if _expected(opening) != (opening.day, sums.stated_fen):
        told = {"stated": yuan(sums.stated_fen), "expected": yuan(opening.expected_fen)}
        raise Refused(Refusal.DIFFERS, **told, missing=yuan(sums.missing_fen))


@action
def approve_opening(*, opening_id: int, by: Actor) -> Opening:
    """Another person has looked at it, and the sums still agree: a job records the homes and books what they hold."""
    opening = _submitted(opening_id, by)
    _check_sums(opening)
    if opening.entry_id is not None:
        payments.claim_credit(entry_id=opening.entry_id, payment_id=None, because=opening.no, by=by)
    move(opening, "approve", by=by, checked_by=by.name)
    return opening


@action
def send_opening_back(*, opening_id: int, because: str, by: Actor) -> Opening:
    """It is not right: files can be taken out and handed in again."""
    opening = _submitted(opening_id, by)
    if not because.strip():
        raise Refused(Refusal.REASON_MISSING)
    move(opening, "send_back", by=by, because=because.strip()[:200])
    return opening


def _submitted(opening_id: int, by: Actor) -> Opening:
    _check_citys(by, Power.FUND_CHECK)
    opening: Opening = lock(Opening, pk=opening_id)
    if opening.status != Status.SUBMITTED:
        status = opening.get_status_display()
        raise Refused(Refusal.NOT_SUBMITTED, no=opening.no, status=status)
    if opening.made_by == by.name:
        raise Refused(Refusal.SAME_PERSON)
    return opening


@action
def book_row(*, row_id: int, terms: OpeningTerms, by: Actor) -> OpeningRow:
    """Record one home with its owners and its account, and what it holds, once. What keeps it from that is noted."""
    row: OpeningRow = lock(OpeningRow, pk=row_id)
    opening = row.upload.opening
    if row.account_id is not None:
        return row
    ensure(opening.status == Status.BOOKING, f"{opening.no} is not approved")
    try:
        row.account = take_home_over(opening_id=opening.pk, terms=terms, by=by)
    except Refused as refused:
        row.sentence = refused.message[:500]
    else:
        row.sentence = ""
    row.save(update_fields=["account", "sentence"])
    return row


@action
def take_home_over(*, opening_id: int, terms: OpeningTerms, by: Actor) -> Account:
    """Record a home where it is not known yet, and open its account with what it held. Refused as `fund.take_over`.

    Two have approved the opening: whoever carries it out enters homes by that, and by no power of its own.
    """
    by = replace(by, may=by.may | {Power.FUND_ENTER})
    opening = Opening.objects.select_related("bank_account").get(pk=opening_id)
    community_id = _check_known(terms)
    house = homes.record_building(
        community_id=community_id, name=terms.building, storeys=terms.storeys, by=by
    )
    home = home_queries.dwelling_at(house.pk, terms.home.unit, terms.home.room)
    if home is None:
        stated = replace(terms.home, selling_unit_id=_unit_of(terms))
        home = homes.record_dwelling(building_id=house.pk, terms=stated, owners=terms.owners, by=by)
    bank = opening.bank_account.bank
    return fund.take_over(
        dwelling_id=home.pk,
        bank=bank,
        held=fund.Held(terms.first_fen, terms.balance_fen, terms.unit_fen),
        day=opening.day,
        source=f"suspense:{bank}" if opening.entry_id is not None else f"world:{bank}",
        cause=f"opening:{opening.no}",
        by=by,
    )


@action
def finish_opening(*, opening_id: int, by: Actor) -> bool:
    """Every home is booked; whether that is so."""
    opening: Opening = lock(Opening, pk=opening_id)
    if opening.status != Status.BOOKING or queries.homes_to_book(opening).exists():
        return False
    move(opening, "finish", by=by, done_at=clock.now())
    return True
