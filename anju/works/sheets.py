"""业主签字确认表 held against what was printed: every changed total, foreign home or changed share is found. (WDR-06)

What a sheet states is one canonical text; its SHA-256 stands on every page of the paper. So a sheet that somebody
printed anew with other figures is known for what it is, whether its digest was copied or not.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core import sheets
from anju.core.fields import to_area
from anju.core.files import Allowance, Kind
from anju.core.identity_numbers import normalise
from anju.core.money import parse_yuan, yuan
from anju.core.paper import canonical
from anju.core.refusals import Refused

UPLOAD = Allowance(frozenset({Kind.XLSX}), 5 * 1024 * 1024)
SHEET = "签字表"
COLUMNS = {"房屋坐落": "address", "建筑面积": "area", "分摊金额": "share"}
WIDTHS = {"房屋坐落": 60, "建筑面积": 14, "分摊金额": 16}
MOST_ROWS = 20_000
ADVICE = (
    "一、按纸质签字表逐户填写：房屋坐落、建筑面积（平方米）、分摊金额（元）。",
    "二、核对整张表的，每一户都要填写；没有填写的房屋会列为缺少。",
)


class SheetRefusal(TextChoices):
    NO_ROWS_STATED = "no_rows_stated", _("没有填写任何房屋")
    TOO_MANY_ROWS_STATED = "too_many_rows_stated", _("有{count}行，一次最多{limit}行")
    NOT_A_ROW = "not_a_row", _("「{text}」应为：房屋坐落、建筑面积、分摊金额，用空格分开")


class Finding(TextChoices):
    """What differs between a sheet that somebody shows and the one that was printed."""

    DIGEST_WRONG = "digest_wrong", _("摘要值不是本表的")
    TOTAL_CHANGED = "total_changed", _("分摊总额被改动")
    FOREIGN_HOME = "foreign_home", _("不是参加分摊的房屋")
    HOME_TWICE = "home_twice", _("房屋重复")
    AREA_CHANGED = "area_changed", _("建筑面积被改动")
    SHARE_CHANGED = "share_changed", _("分摊金额被改动")
    HOME_MISSING = "home_missing", _("缺少的房屋")
    NOT_READ = "not_read", _("无法识别")


@dataclass(frozen=True)
class SheetRow:
    """One home on a sheet."""

    address: str
    area_hundredths: int | None
    share_fen: int


@dataclass(frozen=True)
class Unread:
    """A row that cannot be read, and why; it never counts as nothing."""

    place: str
    why: str


@dataclass(frozen=True)
class Stated:
    """What a sheet in somebody's hand says. `is_whole`: every row of it is stated, so a home can be missing."""

    rows: Sequence[SheetRow] = ()
    unread: Sequence[Unread] = ()
    total_fen: int | None = None
    digest: str = ""
    is_whole: bool = False


@dataclass(frozen=True)
class Difference:
    """One finding: where, what was printed, what is shown instead."""

    finding: Finding
    place: str = ""
    printed: str = ""
    shown: str = ""


def text_of(order_no: str, total_fen: int, rows: Iterable[SheetRow]) -> str:
    """What a sheet states, as its digest is taken of it: the order, the total, each home with area and share."""
    listed = [[row.address, row.area_hundredths, row.share_fen] for row in rows]
    return canonical({"order_no": order_no, "total_fen": total_fen, "homes": listed})


def digest_of(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def rows_in(text: str) -> list[SheetRow]:
    """The homes of a sheet from the text that was kept of it."""
    return [SheetRow(*row) for row in json.loads(text)["homes"]]


def total_in(text: str) -> int:
    total: int = json.loads(text)["total_fen"]
    return total


def differences(text: str, stated: Stated) -> list[Difference]:
    """Everything in which a sheet differs from the printed one; none when it is the same."""
    kept: dict[str, Any] = json.loads(text)
    found = [*_of_the_whole(text, kept["total_fen"], stated), *_of_rows(rows_in(text), stated)]
    return found + [Difference(Finding.NOT_READ, one.place, shown=one.why) for one in stated.unread]


def _of_the_whole(text: str, total_fen: int, stated: Stated) -> Iterable[Difference]:
    shown = re.sub(r"[^0-9a-f]", "", stated.digest.lower())
    if stated.digest.strip() and not hmac.compare_digest(shown, digest_of(text).hex()):
        yield Difference(Finding.DIGEST_WRONG, printed=digest_of(text).hex(), shown=shown)
    total = stated.total_fen
    if total is None and stated.is_whole:
        total = sum(row.share_fen for row in stated.rows)
    if total is not None and total != total_fen:
        yield Difference(Finding.TOTAL_CHANGED, printed=yuan(total_fen), shown=yuan(total))


def _of_rows(printed: Sequence[SheetRow], stated: Stated) -> Iterable[Difference]:
    homes, seen = {_key(row.address): row for row in printed}, set()
    for row in stated.rows:
        key = _key(row.address)
        home = homes.get(key)
        if home is None:
            yield Difference(Finding.FOREIGN_HOME, row.address, shown=yuan(row.share_fen))
        elif key in seen:
            yield Difference(Finding.HOME_TWICE, row.address)
        else:
            yield from _of_home(home, row)
        seen.add(key)
    if stated.is_whole and not stated.unread:
        for key, home in homes.items():
            if key not in seen:
                share = yuan(home.share_fen)
                yield Difference(Finding.HOME_MISSING, home.address, printed=share)


def _of_home(home: SheetRow, row: SheetRow) -> Iterable[Difference]:
    printed, area = home.area_hundredths or 0, row.area_hundredths
    if area is not None and area != printed:
        yield Difference(Finding.AREA_CHANGED, home.address, yuan(printed), yuan(area))
    if row.share_fen != home.share_fen:
        shares = (yuan(home.share_fen), yuan(row.share_fen))
        yield Difference(Finding.SHARE_CHANGED, home.address, *shares)


def _key(address: str) -> str:
    """However it was typed: widths, blanks and letters do not make another home."""
    return normalise(address)


def typed(text: str) -> tuple[list[SheetRow], list[Unread]]:
    """Rows as somebody types or pastes them: address, area if it is there, share, a home in each line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    _check_count(len(lines))
    return _read((f"第{number}行", _cells(line)) for number, line in enumerate(lines, 1))


def _cells(line: str) -> dict[str, Any]:
    parts = re.split(r"\s+", line)
    if len(parts) < 2:
        return {"address": Refused(SheetRefusal.NOT_A_ROW, text=line[:40])}
    if len(parts) == 2:
        return {"address": parts[0], "share": parts[1]}
    return {"address": "".join(parts[:-2]), "area": parts[-2], "share": parts[-1]}


def in_file(name: str, content: bytes) -> tuple[list[SheetRow], list[Unread]]:
    """Rows of a spreadsheet that `files.check_file` has let through."""
    rows = sheets.rows_of(name, sheets.open_book(name, content), SHEET, COLUMNS)
    _check_count(len(rows))
    return _read((f"第{number}行", cells) for number, cells in rows)


def _check_count(count: int) -> None:
    if not count:
        raise Refused(SheetRefusal.NO_ROWS_STATED)
    if count > MOST_ROWS:
        raise Refused(SheetRefusal.TOO_MANY_ROWS_STATED, count=count, limit=MOST_ROWS)


def _read(stated: Iterable[tuple[str, dict[str, Any]]]) -> tuple[list[SheetRow], list[Unread]]:
    rows, unread = [], []
    for place, cells in stated:
        try:
            rows.append(_row(cells))
        except Refused as refused:
            unread.append(Unread(place, refused.message))
    return rows, unread


def _row(cells: dict[str, Any]) -> SheetRow:
    for cell in cells.values():
        if isinstance(cell, Refused):
            raise cell
    if not cells.get("address") or not cells.get("share"):
        raise Refused(SheetRefusal.NOT_A_ROW, text=" ".join(map(str, cells.values()))[:40])
    area = int(to_area(cells["area"]).scaleb(2)) if cells.get("area") else None
    return SheetRow(cells["address"], area, parse_yuan(cells["share"]))


def template_file() -> bytes:
    """An empty spreadsheet with the right columns."""
    return sheets.sheet_file(SHEET, WIDTHS, [], ADVICE)


def rows_file(rows: Iterable[SheetRow]) -> bytes:
    """The rows of a sheet as a spreadsheet, to be held against a paper or filled in further."""
    cells = ((row.address, yuan(row.area_hundredths or 0), yuan(row.share_fen)) for row in rows)
    return sheets.sheet_file(SHEET, WIDTHS, cells, ADVICE)
