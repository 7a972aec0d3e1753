"""The spreadsheet to fill in: the three sheets with their columns, and a fourth that explains and shows an example."""

import io

import xlsxwriter

from anju.contracts.reading.fields import KINDS_IN_CHINESE
from anju.contracts.reading.sheets import COLUMNS, DAYS, INSTALMENT, LEASE, TENANT
from anju.core.rules import DISTRICTS

FILLED_ROWS = 2_000
MONEY = {"monthly_rent", "deposit", "amount", "home.area"}
EXAMPLE = {
    LEASE: [
        [
            "BA1101052026000000018",
            "2026-03-01",
            "安居租赁有限公司",
            "91110105MA00TE5T2T",
            "中国建设银行",
            "北京市朝阳区建国路88号3号楼1206",
            "朝阳区",
            "56.30",
            "2026-03-10",
            "2027-03-09",
            "4000.00",
            "4000.00",
            "2026-03-10",
        ],
    ],
    TENANT: [
        [
            "BA1101052026000000018",
            "张三",
            "居民身份证",
            "110101199003078013",
            "",
            "",
            "13800000001",
        ],
        [
            "BA1101052026000000018",
            "李四",
            "居民身份证",
            "11010519491231002X",
            "",
            "",
            "13800000002",
        ],
    ],
    INSTALMENT: [
        ["BA1101052026000000018", "2026-03-10", "2026-03-10", "2026-09-09", "24000.00"],
        ["BA1101052026000000018", "2026-09-10", "2026-09-10", "2027-03-09", "24000.00"],
    ],
}
ADVICE = (
    "一、「合同」表每份合同一行；「承租人」表每位承租人一行；「租金分期」表每期租金一行。三张表用合同备案编号对应。",
    "二、承租人为个人的，填写姓名、证件类型、证件号码；为单位的，填写单位名称、单位统一社会信用代码。手机号都要填写。",
    "三、第一位承租人为退款时的默认收款人。",
    "四、日期填写年-月-日；金额单位为元，最多两位小数；建筑面积单位为平方米。",
    "五、各期租金应首尾相接，从租赁期起到租赁期止，合计等于整个租期的租金。",
    "六、证件号码、统一社会信用代码、手机号的单元格为文本格式，请不要改为数字格式。",
)


def template_file(bank_names: list[str]) -> bytes:
    """An empty file with the right columns, lists to choose from, and an example on a sheet of its own."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        heading = book.add_format({"bold": True, "bg_color": "#e8f0ee", "border": 1})
        text = book.add_format({"num_format": "@"})
        choices = {
            "enterprise.bank": bank_names,
            "home.district": list(DISTRICTS.values()),
            "id_type": list(KINDS_IN_CHINESE.values()),
        }
        for name, columns in COLUMNS.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            for column, (title, field) in enumerate(columns.items()):
                width = max(14, 2 * len(title) + 2)
                sheet.set_column(column, column, width, None if field in MONEY else text)
                sheet.write_string(0, column, title, heading)
                if field in choices:
                    sheet.data_validation(
                        1,
                        column,
                        FILLED_ROWS,
                        column,
                        {"validate": "list", "source": choices[field]},
                    )
                if field in DAYS:
                    sheet.write_comment(0, column, "年-月-日，例如 2026-03-01")
        _explain(book, heading)
    return stream.getvalue()


def _explain(book: xlsxwriter.Workbook, heading: xlsxwriter.format.Format) -> None:
    sheet = book.add_worksheet("填写说明")
    sheet.set_column("A:M", 22)
    at = 0
    for line in ADVICE:
        sheet.write_string(at, 0, line)
        at += 1
    for name, rows in EXAMPLE.items():
        at += 1
        sheet.write_string(at, 0, f"「{name}」表示例", book.add_format({"bold": True}))
        for column, title in enumerate(COLUMNS[name]):
            sheet.write_string(at + 1, column, title, heading)
        for number, row in enumerate(rows, at + 2):
            for column, value in enumerate(row):
                sheet.write_string(number, column, value)
        at += 2 + len(rows)
