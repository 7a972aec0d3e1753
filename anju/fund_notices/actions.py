"""A spreadsheet of homes is taken in; each row records its home and asks for its deposit; the notices are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anju.core import clock
from anju.core.actions import store_file
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.files import Allowance, Kind, check_file
from anju.core.money import yuan
from anju.core.refusals import Refused, ensure
from anju.fund import actions as fund
from anju.fund_notices import reading
from anju.fund_notices.models import NoticeFile, NoticePrint, NoticeRow
from anju.fund_notices.queries import rows_are_left, rows_to_print
from anju.fund_notices.reading import NoticeTerms, StatedRow
from anju.fund_notices.rules import FileStatus, Refusal, RowOutcome
from anju.homes import actions as homes
from anju.homes import queries as home_queries
from anju.people.queries import check_power
from anju.people.rules import Power

if TYPE_CHECKING:
    from anju.fund.models import Deposit

PRINTED = Allowance(frozenset({Kind.PDF}), 40 * 1024 * 1024)


@action
def receive_file(*, name: str, content: bytes, by: Actor) -> NoticeFile:
    """Take in a developer's or a department's file; a job then works through it. Refused when it cannot be read."""
    if by.organisation_id is None:
        check_power(by, Power.FUND_ENTER)
    file = check_file(name, content, reading.UPLOAD)
    rows = reading.stated_in(file.name, content)
    return NoticeFile.objects.create(
        file_id=store_file(name=name, content=content, allowed=reading.UPLOAD, by=by),
        organisation_id=by.organisation_id,
        staff_id=None if by.organisation_id else by.staff_id,
        received_by=by.name,
        portal=by.portal,
        received_at=clock.now(),
        row_count=len(rows),
    )


@action
def start_file(*, upload_id: int, by: Actor) -> None:
    """Begin with a file, or go on with it after a crash."""
    upload = lock(NoticeFile, pk=upload_id)
    if upload.status == FileStatus.RECEIVED:
        move(upload, "start", by=by)


@action
def take_in_row(*, upload_id: int, row: StatedRow, by: Actor) -> NoticeRow:
    """Record the home of one row and ask for its deposit, once; what is wrong with it is told at the row."""
    known = NoticeRow.objects.filter(upload=upload_id, number=row.number).first()
    if known is not None:
        return known
    kept = NoticeRow(upload_id=upload_id, number=row.number, place=row.place)
    kept.outcome, kept.sentence = RowOutcome.WRONG, row.wrong[:500]
    if row.terms is not None:
        try:
            kept.deposit = ask_for_deposit(upload_id=upload_id, terms=row.terms, by=by)
        except Refused as refused:
            kept.sentence = refused.message[:500]
        else:
            kept.outcome = RowOutcome.ISSUED
    kept.save()
    return kept


@action
def ask_for_deposit(*, upload_id: int, terms: NoticeTerms, by: Actor) -> Deposit:
    """The notice of one row. The same notice twice in a file is refused."""
    deposit = issue_one(terms=terms, by=by)
    first = NoticeRow.objects.filter(upload=upload_id, deposit=deposit).first()
    if first is not None:
        raise Refused(Refusal.TWICE_IN_FILE, first=first.number)
    return deposit


@action
def issue_one(*, terms: NoticeTerms, by: Actor) -> Deposit:
    """The notice of one home. A home that is known must be the same.

    Refused, too, for a community that is unknown or another's, and as `fund.issue_notice`.
    """
    community = fund.known_community(terms.district, terms.community, by)
    building = homes.record_building(
        community_id=community.pk, name=terms.building, storeys=terms.storeys, by=by
    )
    home = home_queries.dwelling_at(building.pk, terms.home.unit, terms.home.room)
    if home is None:
        home = homes.record_dwelling(
            building_id=building.pk, terms=terms.home, owners=[terms.owner], by=by
        )
    elif home.area_hundredths != terms.home.area_hundredths:
        raise Refused(Refusal.AREA_DIFFERS, area=yuan(home.area_hundredths))
    elif not home_queries.is_owner(home, terms.owner.name, terms.owner.id_number):
        raise Refused(Refusal.OWNER_DIFFERS, name=terms.owner.name)
    account = fund.account_for(dwelling_id=home.pk, by=by)
    return fund.issue_notice(account_id=account.pk, owner_name=terms.owner.name, by=by)


@action
def end_rows(*, upload_id: int, by: Actor) -> None:
    """Every row has been taken in: what was issued is printed next."""
    upload = lock(NoticeFile, pk=upload_id)
    if upload.status == FileStatus.WORKING and not rows_are_left(upload):
        move(upload, "issue", by=by)


@action
def keep_print(*, upload_id: int, number: int, pdf: bytes, by: Actor) -> NoticePrint:
    """The next printed notices of a file; the same number again is the one that is kept."""
    upload = lock(NoticeFile, pk=upload_id)
    kept = upload.prints.filter(number=number).first()
    if kept is not None:
        return kept
    rows = rows_to_print(upload_id)
    ensure(bool(rows), f"nothing of {upload_id} is left to print")
    return NoticePrint.objects.create(
        upload=upload,
        number=number,
        first_row=rows[0].number,
        last_row=rows[-1].number,
        file_id=store_file(name=f"交存通知单-{number}.pdf", content=pdf, allowed=PRINTED, by=by),
    )


@action
def finish_file(*, upload_id: int, by: Actor) -> bool:
    """All is issued and printed; whether that is so."""
    upload = lock(NoticeFile, pk=upload_id)
    if upload.status != FileStatus.PRINTING or rows_to_print(upload_id):
        return False
    move(upload, "finish", by=by, finished_at=clock.now())
    return True
