"""A sheet that somebody shows is held against the one that was printed."""

import pytest

from anju.core.refusals import Refused
from anju.works import sheets
from anju.works.sheets import Difference, Finding, SheetRefusal, SheetRow, Stated

PLACE = "北京市朝阳区阜通东大街1号望京花园1号楼1单元"
AREAS = (89_35, 102_70, 89_35, 102_70, 140_02)
SHARES = (17_047_62, 19_594_75, 17_047_62, 19_594_75, 26_715_26)
ROWS = [
    SheetRow(f"{PLACE}{number}01室", area, share)
    for number, (area, share) in enumerate(zip(AREAS, SHARES, strict=True), 1)
]
TEXT = sheets.text_of("RW1101052026000001", 100_000_00, ROWS)


def found(rows=ROWS, **stated):
    return sheets.differences(TEXT, Stated(rows, **stated))


@pytest.mark.covers("WDR-06")
def test_the_sheet_as_it_was_printed_has_nothing_wrong_with_it():
    digest = sheets.digest_of(TEXT).hex()

    assert found(total_fen=100_000_00, digest=digest, is_whole=True) == []
    assert found(digest=" ".join(digest.upper()[at : at + 8] for at in range(0, 64, 8))) == []
    assert sheets.rows_in(TEXT) == ROWS


@pytest.mark.covers("WDR-06")
def test_a_changed_total_is_found_also_when_the_shares_were_changed_with_it():
    assert found(total_fen=110_000_00) == [
        Difference(Finding.TOTAL_CHANGED, "", "100,000.00", "110,000.00")
    ]
    dearer = [*ROWS[:4], SheetRow(ROWS[4].address, 140_02, 36_715_26)]
    assert found(dearer, is_whole=True) == [
        Difference(Finding.TOTAL_CHANGED, "", "100,000.00", "110,000.00"),
        Difference(Finding.SHARE_CHANGED, ROWS[4].address, "26,715.26", "36,715.26"),
    ]


@pytest.mark.covers("WDR-06")
def test_a_foreign_home_is_found_although_the_total_was_kept():
    foreign = SheetRow(f"{PLACE}901室", 140_02, 26_715_26)

    assert found([*ROWS[:4], foreign], total_fen=100_000_00, is_whole=True) == [
        Difference(Finding.FOREIGN_HOME, foreign.address, shown="26,715.26"),
        Difference(Finding.HOME_MISSING, ROWS[4].address, printed="26,715.26"),
    ]


def test_a_home_that_is_left_out_or_stands_twice_is_found_only_where_all_rows_are_stated():
    assert found(ROWS[:4], total_fen=100_000_00) == []
    assert [one.finding for one in found(ROWS[:4], total_fen=100_000_00, is_whole=True)] == [
        Finding.HOME_MISSING
    ]
    assert found([ROWS[0], ROWS[0]]) == [Difference(Finding.HOME_TWICE, ROWS[0].address)]


def test_a_changed_area_and_a_wrong_digest_are_found():
    assert found([SheetRow(ROWS[0].address, 99_35, SHARES[0])]) == [
        Difference(Finding.AREA_CHANGED, ROWS[0].address, "89.35", "99.35")
    ]
    printed = sheets.digest_of(TEXT).hex()
    assert found([], digest="0" * 64) == [Difference(Finding.DIGEST_WRONG, "", printed, "0" * 64)]


def test_the_digest_changes_with_every_figure_and_home():
    texts = {
        TEXT,
        sheets.text_of("RW1101052026000002", 100_000_00, ROWS),
        sheets.text_of("RW1101052026000001", 100_000_01, ROWS),
        sheets.text_of("RW1101052026000001", 100_000_00, ROWS[:4]),
        sheets.text_of("RW1101052026000001", 100_000_00, [*ROWS[:4], SheetRow(PLACE, 140_02, 1)]),
    }

    assert len({sheets.digest_of(text) for text in texts}) == 5


def test_rows_are_typed_with_blanks_between_and_what_cannot_be_read_is_told():
    rows, unread = sheets.typed(
        f"{PLACE}101室 89.35 17,047.62\n\n{PLACE}201室\t19594.75\n{PLACE}301室 很多\n{PLACE}"
    )

    assert rows == [ROWS[0], SheetRow(ROWS[1].address, None, 19_594_75)]
    assert [one.place for one in unread] == ["第3行", "第4行"]
    assert "「很多」不是金额" in unread[0].why
    assert [one.finding for one in found(rows, unread=unread, is_whole=True)] == [
        Finding.TOTAL_CHANGED,
        Finding.NOT_READ,
        Finding.NOT_READ,
    ]
    with pytest.raises(Refused) as refused:
        sheets.typed("  \n")
    assert refused.value.code == SheetRefusal.NO_ROWS_STATED
    with pytest.raises(Refused) as refused:
        sheets.typed("x 1\n" * (sheets.MOST_ROWS + 1))
    assert refused.value.code == SheetRefusal.TOO_MANY_ROWS_STATED


def test_rows_of_a_spreadsheet_come_back_as_they_were_written():
    rows, unread = sheets.in_file("签字表.xlsx", sheets.rows_file(ROWS))

    assert (rows, unread) == (ROWS, [])
    with pytest.raises(Refused):
        sheets.in_file("签字表.xlsx", sheets.template_file())


def test_an_address_is_the_same_however_it_was_typed():
    wide = "".join(chr(ord(one) + 0xFEE0) if one.isdigit() else one for one in ROWS[0].address)

    assert found([SheetRow(f" {wide} ", 89_35, SHARES[0])]) == []
