"""物业注册申请单: what the unit states, to be brought to the department with the papers. (manual 004, 2.2)"""

from anju.companies.models import Application
from anju.companies.rules import Nature
from anju.core import documents
from anju.core.clock import BEIJING
from anju.core.crypto import mask_id_number
from anju.core.paper import qr_svg
from anju.core.rules import DISTRICTS


def application_pdf(application: Application) -> bytes:
    whose = application.applicant
    stated = (
        ("单位名称", application.name),
        ("单位性质", str(Nature(application.nature).label)),
        ("社会信用代码", application.uscc),
        ("组织机构代码", application.organisation_code),
        ("法人或负责人代表姓名", application.legal_representative),
        ("单位地址", application.address),
        ("单位邮编", application.postcode),
        ("单位电话", application.phone),
        ("经办人", whose.name),
        ("经办人证件号码", mask_id_number(whose.id_number)),
        ("经办人手机号码", whose.phone),
        ("用户名", whose.username),
    )
    at = application.submitted_at.astimezone(BEIJING)
    return documents.pdf(
        "company_application",
        {
            "language": "zh-hans",
            "no": application.no,
            "department": f"{DISTRICTS[application.district]}管理部",
            "submitted_at": f"{at:%Y年%m月%d日 %H:%M}",
            "stated": [pair for pair in stated if pair[1]],
            "qr": qr_svg(application.no),
        },
    )
