"""What a unit prints and brings to the department: 物业注册申请单, 物业区域关联申请单. (manual 004, 2.2, 6 and 7)"""

from anju.companies.models import Application, AreaApplication
from anju.companies.queries.areas import documents_of, requests_of
from anju.companies.rules import Nature
from anju.companies.serving import REQUIRED_PAPERS, Paper
from anju.core import documents
from anju.core.clock import BEIJING
from anju.core.crypto import mask_id_number
from anju.core.paper import qr_svg
from anju.core.refusals import ensure
from anju.core.rules import DISTRICTS


def application_pdf(application: Application, number: int = 1) -> bytes:
    """As it is printed for the `number`th time: from the second on it says that it is a reprint."""
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
            "reprint": reprint(number),
            "stated": [pair for pair in stated if pair[1]],
            "qr": qr_svg(application.no),
        },
    )


def areas_pdf(application: AreaApplication, number: int) -> bytes:
    """物业区域关联申请单, with which papers were uploaded and which are brought."""
    attached = {one.paper for one in documents_of(application)}
    ensure(application.submitted_at is not None, f"{application.no} was not handed in")
    at = application.submitted_at.astimezone(BEIJING)  # type: ignore[union-attr]
    communities = [one.community for one in requests_of(application)]
    return documents.pdf(
        "company_areas",
        {
            "language": "zh-hans",
            "no": application.no,
            "department": f"{DISTRICTS[application.district]}管理部",
            "submitted_at": f"{at:%Y年%m月%d日 %H:%M}",
            "due_on": str(application.due_on),
            "reprint": reprint(number),
            "stated": [
                ("单位名称", application.company.name),
                ("社会信用代码", application.company.uscc),
                ("开发企业", application.developer_name or "—"),
            ],
            "communities": [(one.name, one.address) for one in communities],
            "papers": [
                (str(one.label), "已上传影像" if one.value in attached else "实体材料")
                for one in Paper
                if one in REQUIRED_PAPERS or one.value in attached
            ],
            "qr": qr_svg(application.no),
        },
    )


def reprint(number: int) -> str:
    """补打 is counted from the first paper after the first one."""
    return f"补打 第{number - 1}次" if number > 1 else ""
