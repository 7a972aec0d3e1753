"""A report laid out: as a paper, and as a spreadsheet of the same tables. (CTR-08)"""

import io
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.conf import settings

from anju.certificates.paper import grouped_no, verify_url
from anju.core import documents
from anju.core.money import yuan
from anju.core.paper import day_text, grouped, moment_text, qr_svg

WIDTHS = {"text": 26, "fen": 20, "count": 14, "days": 14}
IN_OF_MONTH = {"fen": "元", "days": "天"}


def pdf(facts: dict[str, Any], digest: str) -> bytes:
    """Amounts in yuan, days in words; how it looks stands in `documents/monthly_report.typ`."""
    most = max((fen for _, came, went in facts["days"] for fen in (came, went)), default=0)
    shown = {
        "language": facts["language"],
        "no": grouped_no(facts["no"]),
        "issued_at": moment_text(facts["issued_at"], "zh-hans"),
        "issued_on": day_text(facts["issued_at"][:10], "zh-hans"),
        "issuer": facts["issuer"],
        "digest": grouped(digest, 8),
        "ledger": [[day, grouped(head, 8)] for day, head in facts["ledger"]],
        "site": f"{settings.PUBLIC_URL}/public/verify",
        "qr": qr_svg(verify_url(facts["no"])),
        "month": f"{int(facts['month'][:4])}年{int(facts['month'][5:7])}月",
        "period": f"{day_text(facts['from_on'], 'zh-hans')}至{day_text(facts['to_on'], 'zh-hans')}",
        "sums": [[label, *(yuan(fen) for fen in fens)] for label, *fens in facts["sums"]],
        "total": [yuan(facts[f"{name}_fen"]) for name in ("in", "out", "held")],
        "days": [
            {"day": int(day[8:]), "in": share_of(came, most), "out": share_of(went, most)}
            for day, came, went in facts["days"]
        ],
        "most": yuan(most),
        "times": facts["times"] and {name: f"{n:,}" for name, n in facts["times"].items()},
        "work": [[label, f"{count:,}"] for label, count in facts["work"]],
        "tables": [table_shown(table) for table in facts["tables"]],
    }
    return documents.pdf("monthly_report", shown)


def share_of(part: int, whole: int) -> int:
    """In thousandths, for a picture."""
    return 1_000 * part // whole if whole else 0


def table_shown(table: dict[str, Any]) -> dict[str, Any]:
    kinds = [kind for _, kind in table["columns"]]
    return {
        "title": table["title"],
        "note": table["note"],
        "titles": [title_of(*column) for column in table["columns"]],
        "is_number": [kind != "text" for kind in kinds],
        "rows": [cells_of(kinds, row) for row in table["rows"]],
        "total": cells_of(kinds, table["total"]) if table["total"] else [],
    }


def title_of(title: str, kind: str) -> str:
    return f"{title}（{IN_OF_MONTH[kind]}）" if kind in IN_OF_MONTH else title


def cells_of(kinds: list[str], row: list[Any]) -> list[str]:
    return [cell_of(kind, value) for kind, value in zip(kinds, row, strict=True)]


def cell_of(kind: str, value: Any) -> str:
    if value is None:
        return "—"
    if kind == "fen":
        return yuan(value)
    if kind == "text" and len(str(value)) == 64 and str(value).isalnum():
        return grouped(value, 8)
    return str(value) if kind == "text" else f"{value:,}"


def xlsx(facts: dict[str, Any], digest: str) -> bytes:
    """Every table of a report on a sheet of its own; texts stay texts."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        looks = {
            "head": book.add_format({"bold": True, "bg_color": "#e8f0ee", "border": 1}),
            "fen": book.add_format({"num_format": "#,##0.00"}),
            "text": book.add_format({"num_format": "@"}),
        }
        for table in facts["tables"]:
            write_table(book, looks, table)
        about = book.add_worksheet("说明")
        about.set_column(0, 0, 18)
        about.set_column(1, 1, 80)
        lines = [
            ("月报编号", grouped_no(facts["no"])),
            ("编制单位", facts["issuer"]),
            ("期间", f"{facts['from_on']} 至 {facts['to_on']}"),
            ("编制时间", moment_text(facts["issued_at"], "zh-hans")),
            ("摘要值（SHA-256）", digest),
            ("核验地址", verify_url(facts["no"])),
            ("", "本表便于计算，以同一编号的PDF月报为准。"),
        ]
        for number, (name, value) in enumerate(lines):
            about.write_string(number, 0, name, looks["text"])
            about.write_string(number, 1, value, looks["text"])
    return content.getvalue()


def write_table(book: Any, looks: dict[str, Any], table: dict[str, Any]) -> None:
    sheet = book.add_worksheet(table["title"].replace("：", "-")[:31])
    sheet.freeze_panes(1, 0)
    for at, (title, kind) in enumerate(table["columns"]):
        sheet.set_column(at, at, WIDTHS[kind])
        sheet.write_string(0, at, title_of(title, kind), looks["head"])
    rows = [*table["rows"], *([table["total"]] if table["total"] else [])]
    for number, row in enumerate(rows, 1):
        for at, ((_, kind), value) in enumerate(zip(table["columns"], row, strict=True)):
            if value is None:
                continue
            if kind == "text":
                sheet.write_string(number, at, str(value), looks["text"])
            elif kind == "fen":
                sheet.write_number(number, at, Decimal(value).scaleb(-2), looks["fen"])
            else:
                sheet.write_number(number, at, value)
