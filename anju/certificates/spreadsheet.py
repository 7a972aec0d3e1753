"""A statement as a spreadsheet: the same facts as on the paper, with real days and amounts to reckon with."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from anju.certificates.paper import grouped, grouped_no, verify_url
from anju.contracts.rules import BillKind

WORDS = {
    "zh-hans": {
        "sheet": "资金明细",
        "head": ("日期", "款项类型", "摘要", "订单编号", "收入（元）", "支出（元）", "余额（元）"),
        "kinds": {BillKind.DEPOSIT: "押金", BillKind.RENT: "租金"},
        "opening": "期初余额",
        "closing": "本期合计及期末余额",
        "about": "凭证",
        "facts": ("凭证编号", "开具时间", "期间", "承租人", "合同备案编号", "房屋坐落", "摘要值", "核验地址"),
        "advice": "本表便于计算，以同一编号的PDF凭证为准。",
    },
    "en": {
        "sheet": "Movements",
        "head": ("Date", "Kind", "What", "Order", "In (yuan)", "Out (yuan)", "Balance (yuan)"),
        "kinds": {BillKind.DEPOSIT: "Deposit", BillKind.RENT: "Rent"},
        "opening": "Opening balance",
        "closing": "Sums and closing balance",
        "about": "Certificate",
        "facts": ("Number", "Issued", "Period", "Tenant", "Filing number", "Home", "Digest (SHA-256)", "Check at"),
        "advice": "This sheet is for reckoning; what counts is the PDF of the same number.",
    },
}  # fmt: skip
WIDTHS = (12, 12, 20, 26, 16, 16, 16)


def xlsx(facts: dict[str, Any], digest: str) -> bytes:
    """Texts are written as texts: no name or reason can become a formula. The sums are formulas of ours."""
    content = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(content, options) as workbook:
        words = WORDS[facts["language"]]
        write_movements(workbook, words, facts)
        write_about(workbook, words, facts, digest)
    return content.getvalue()


def write_movements(workbook: Any, words: Any, facts: dict[str, Any]) -> None:
    sheet = workbook.add_worksheet(words["sheet"])
    bold = workbook.add_format({"bold": True, "bg_color": "#F6F1E6"})
    money = workbook.add_format({"num_format": "#,##0.00"})
    bold_money = workbook.add_format(
        {"bold": True, "bg_color": "#F6F1E6", "num_format": "#,##0.00"}
    )
    day = workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    for column, (word, width) in enumerate(zip(words["head"], WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, word, bold)
    sheet.freeze_panes(1, 0)
    row = 1
    for book in facts["books"]:
        kind = words["kinds"][book["kind"]]
        write_line(sheet, row, (kind, words["opening"], ""), bold)
        sheet.write_number(row, 6, yuan_of(book["opening_fen"]), bold_money)
        for line in book["movements"]:
            row += 1
            sheet.write_datetime(row, 0, date.fromisoformat(line["on"]), day)
            write_line(sheet, row, (kind, line["what"], line["order_no"]))
            for column, name in ((4, "in_fen"), (5, "out_fen"), (6, "balance_fen")):
                if line[name] or column == 6:
                    sheet.write_number(row, column, yuan_of(line[name]), money)
        first, row = row - len(book["movements"]) + 1, row + 1
        write_line(sheet, row, (kind, words["closing"], ""), bold)
        for column, name in ((4, "in_fen"), (5, "out_fen")):
            letter = "ABCDEFG"[column]
            summed = f"=SUM({letter}{first}:{letter}{row})"
            sheet.write_formula(row, column, summed, bold_money, yuan_of(book[name]))
        closing = f"=G{first}+E{row + 1}-F{row + 1}"
        sheet.write_formula(row, 6, closing, bold_money, yuan_of(book["closing_fen"]))
        row += 2


def write_line(sheet: Any, row: int, texts: tuple[str, ...], look: Any = None) -> None:
    if look is not None:
        for column in (0, 4, 5):
            sheet.write_blank(row, column, None, look)
    for column, text in enumerate(texts, 1):
        sheet.write_string(row, column, text, look)


def write_about(workbook: Any, words: Any, facts: dict[str, Any], digest: str) -> None:
    sheet = workbook.add_worksheet(words["about"])
    bold = workbook.add_format({"bold": True})
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 80)
    values = (
        grouped_no(facts["no"]),
        facts["issued_at"],
        f"{facts['from_on']} – {facts['to_on']}",
        facts["holder"]["name"],
        facts["lease"]["filing_no"],
        facts["lease"]["address"],
        grouped(digest, 8),
        verify_url(facts["no"]),
    )
    for row, (label, value) in enumerate(zip(words["facts"], values, strict=True)):
        sheet.write_string(row, 0, label, bold)
        sheet.write_string(row, 1, value)
    sheet.write_string(len(values) + 1, 0, words["advice"])


def yuan_of(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)
