"""The spreadsheet to fill in: the three sheets with their columns, and a fourth that explains and shows an example."""

from anju.contracts.reading.sheets import COLUMNS, DAYS, INSTALMENT, LEASE, TENANT
from anju.core import books
from anju.core.fields import KINDS_IN_CHINESE
from anju.core.rules import DISTRICTS

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
    choices = {
        "enterprise.bank": bank_names,
        "home.district": list(DISTRICTS.values()),
        "id_type": list(KINDS_IN_CHINESE.values()),
    }
    return books.template_of(
        COLUMNS, choices=choices, days=DAYS, numbers=MONEY, advice=ADVICE, examples=EXAMPLE
    )
