from django.db import migrations

# The proposed standard of rules C5: code, item, category, points, operation, whether one event proposes a black entry.
STANDARD = [
    ("R01", "未办理机构备案从事住房租赁或房地产经纪业务", "filing", 6, "demerit", False),
    ("R02", "备案信息变更后30日内未办理变更备案", "filing", 1, "demerit", False),
    ("R03", "从业人员未登记或者未佩戴工作牌", "staff", 1, "demerit", False),
    ("R04", "发布虚假或者误导性房源信息", "listing", 3, "demerit", False),
    ("R05", "发布没有核验码的房源", "listing", 2, "demerit", False),
    ("R06", "未经房屋所有权人同意发布房源", "listing", 3, "demerit", False),
    ("R07", "未按时办理租赁合同备案", "contract", 1, "demerit", False),
    ("R08", "拒不办理或者弄虚作假办理合同备案", "contract", 3, "demerit", False),
    ("R09", "收取的押金超过规定上限", "money", 2, "demerit", False),
    ("R10", "押金未按规定托管", "money", 6, "demerit", False),
    ("R11", "应监管的租金未存入监管账户", "money", 6, "demerit", False),
    ("R12", "退款方案超过3个工作日提出（每件）", "money", 1, "demerit", False),
    ("R13", "应退款项到期7日以上未退", "money", 3, "demerit", False),
    ("R14", "无合同约定扣款，经协会或者法院认定", "money", 2, "demerit", False),
    ("R15", "诱导承租人使用住房租金贷款或者收取其贷款资金", "money", 6, "demerit", False),
    ("R16", "出租违法隔断或者低于人均面积标准的房屋", "letting", 6, "demerit", False),
    ("R17", "强迫承租人搬离，停水停电停气", "letting", 6, "demerit", False),
    ("R18", "泄露或者不当使用个人信息", "other", 6, "demerit", False),
    ("R19", "经纪业务中赚取差价未告知", "fees", 2, "demerit", False),
    ("R20", "拒绝或者阻碍监督检查", "other", 3, "demerit", False),
    ("R21", "伪造材料、一房多租", "signing", 12, "demerit", True),
    ("R22", "卷款失联", "money", 12, "demerit", True),
    ("G01", "受到主管部门表彰奖励", "commendation", 1, "merit", False),
]


def enter(apps, schema_editor):
    from django.utils import timezone

    apps.get_model("credit", "CreditRule").objects.bulk_create(
        apps.get_model("credit", "CreditRule")(
            code=code,
            version=1,
            item=item,
            category=category,
            points=points,
            operation=operation,
            basis="住房租赁信用管理记分标准（试行）",
            lists_at_once=lists_at_once,
            written_by="migration",
            written_at=timezone.now(),
            status="in_force",
        )
        for code, item, category, points, operation, lists_at_once in STANDARD
    )
    apps.get_model("credit", "CreditMode").objects.create(
        from_year=2024, mode="demerit", set_by="migration", set_at=timezone.now()
    )


class Migration(migrations.Migration):
    dependencies = [("credit", "0001_first")]

    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
