"""Comma separated values that spreadsheets open as what they are. (CRD-05)"""

import csv
import io
from decimal import Decimal

import pytest

from anju.core import sheets


def read(lines):
    content = b"".join(lines)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.covers("CRD-05")
@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠A", "\t=1", "\r=1", "  =1"]
)
def test_what_begins_like_a_formula_stays_a_text(text):
    assert read(sheets.csv_lines(["名称"], [[text]])) == [["名称"], [f"'{text}"]]


def test_an_amount_below_nothing_stays_an_amount():
    assert read(sheets.csv_lines(["元"], [[Decimal("-12.50")]])) == [["元"], ["-12.50"]]


def test_commas_quotes_and_lines_stay_in_their_cell():
    cell = '北京，"甲", 乙\n丙'
    assert read(sheets.csv_lines(["名称"], [[cell]]))[1] == [cell]


def test_lines_are_written_while_rows_are_read():
    taken = []

    def rows():
        for number in range(3):
            taken.append(number)
            yield [str(number)]

    lines = sheets.csv_lines(["号"], rows())
    next(lines), next(lines), next(lines)
    assert taken == [0]
