"""Verification of homes to let (房源核验) as data. Sources: manual 003; rules C1, D4, D5; 建住房 2017 platform norm.

Where no rule was found the value is our default and says so.
"""

import re
from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves

VALID_DAYS = 90
"""So long after the registry's answer a verification holds, and the answer may be used again. (rule C1.10, default)"""

OBJECTION_WORKDAYS = 3
"""An objection is reviewed within three working days. (rule C1.8)"""

RECHECK_EVERY = timedelta(days=7)
"""The registry is asked again about homes whose verification holds, whether a restriction appeared (our default)."""

RECHECKS_A_RUN = 20
"""Gently: at most so many at each run of the job, and none while somebody waits for an answer (our default)."""

PAUSES = tuple(timedelta(seconds=s) for s in (10, 30, 60, 120, 300, 600, 1800))
"""How long to wait after each failed question; the last one for ever after: a check is never given up. (HVF-03)"""

ASKED_A_RUN = 200
"""So many questions at the most before the job looks again who has waited longest (our default)."""

MOST_ROWS_IN_FILE = 10_000
ROWS_A_RUN = 1_000
"""So many rows of a file are taken in before the next file has its turn (our default)."""

MOST_DOCUMENTS = 10
COMMITMENT = "2026-11"
"""The version of the sentence that is accepted where no register can be asked. (rule C1.5)"""

COMMITMENT_TEXT = _(
    "本人（本单位）承诺所填写的房屋坐落、权属证明和产权人信息真实、合法、有效，愿意承担由此产生的法律责任。"
)


class CertificateType(TextChoices):
    """证件类型: the paper that says whose a home is."""

    REAL_ESTATE = "real_estate", _("不动产权证书")
    OWNERSHIP = "ownership", _("房屋所有权证")
    PUBLIC_HOUSING = "public_housing", _("公有住房租赁凭证")
    RELOCATION = "relocation", _("拆迁安置协议")
    HOMESTEAD = "homestead", _("宅基地证明")


IN_REGISTER = frozenset({CertificateType.REAL_ESTATE, CertificateType.OWNERSHIP})
"""The registry knows these; for the others there is a commitment instead of a check. (rule C1.5)"""

DISTRICT_OF = {
    "东": "110101",
    "西": "110102",
    "朝": "110105",
    "丰": "110106",
    "石": "110107",
    "海": "110108",
    "门": "110109",
    "房": "110111",
    "通": "110112",
    "顺": "110113",
    "昌": "110114",
    "大": "110115",
    "开": "110115",
    "怀": "110116",
    "平": "110117",
    "密": "110118",
    "延": "110119",
}
"""The short name of a district within a certificate's number; 开 is the development area. (rules D4, D5)"""

LETTERS = "".join(DISTRICT_OF)
NUMBER_FORMATS = {
    CertificateType.REAL_ESTATE: re.compile(
        rf"京\(20\d{{2}}\)([{LETTERS}])不动产权第\d{{7}}号", re.ASCII
    ),
    CertificateType.OWNERSHIP: re.compile(
        rf"X?京房权证([{LETTERS}])[\u4e00-\u9fff]{{0,6}}字第\d{{4,10}}号", re.ASCII
    ),
}
"""With half-width brackets and no blanks. (rule D4)"""


class OwnerIdType(TextChoices):
    """产权人证件: of a person as `core.identity_numbers`, of an organisation its code."""

    RESIDENT_ID = "resident_id", _("居民身份证")
    RESIDENCE_PERMIT = "residence_permit", _("港澳台居民居住证")
    HK_MACAO_PERMIT = "hk_macao_permit", _("港澳居民来往内地通行证")
    TAIWAN_PERMIT = "taiwan_permit", _("台湾居民来往大陆通行证")
    PASSPORT = "passport", _("护照")
    PERMANENT_RESIDENCE = "permanent_residence", _("外国人永久居留身份证")
    USCC = "uscc", _("统一社会信用代码")


class Role(TextChoices):
    """In which part somebody asks: an enterprise takes the home over, a broker only offers it. (rule C1.11)"""

    OWNER = "owner", _("产权人自行出租")
    ENTERPRISE = "enterprise", _("住房租赁企业")
    BROKER = "broker", _("房地产经纪机构")


class Status(TextChoices):
    REQUESTED = "requested", _("核验中")
    PASSED = "passed", _("核验通过")
    FAILED = "failed", _("核验不通过")
    COMMITTED = "committed", _("已承诺")
    EXPIRED = "expired", _("已失效")
    CONSUMED = "consumed", _("已备案")
    RESTRICTED = "restricted", _("权利受限")


ONE_AT_A_TIME = "homes_letting_one_at_a_time"
"""The constraint by which the database refuses a second contract for the same home, room and day. (rule C1.12)"""

VALID = (Status.PASSED, Status.COMMITTED)
MOVES = Moves(
    answer_pass=Move(_("核验通过"), (Status.REQUESTED,), Status.PASSED),
    answer_fail=Move(_("核验不通过"), (Status.REQUESTED,), Status.FAILED),
    commit=Move(_("承诺"), (Status.REQUESTED,), Status.COMMITTED),
    check_again=Move(_("重新核验"), (Status.FAILED,), Status.REQUESTED),
    expire=Move(_("到期失效"), VALID, Status.EXPIRED),
    give_up=Move(_("退出管理"), VALID, Status.EXPIRED),
    consume=Move(_("合同备案"), VALID, Status.CONSUMED),
    restrict=Move(_("权利受限"), (Status.PASSED,), Status.RESTRICTED),
)


class Outcome(TextChoices):
    """What the check found, and the sentence that people read. (rules C1.3–C1.5, C1.11; HVF-03)"""

    PASS = "pass", _("核验通过：产权证和产权人与登记一致，房屋可以出租")
    FAIL_NOT_FOUND = (
        "fail_not_found",
        _("登记系统中没有这个产权证号。请核对房屋区域、证件类型和产权证号"),
    )
    FAIL_HOLDER_MISMATCH = (
        "fail_holder_mismatch",
        _("产权人姓名或证件号与登记的不一致。请对照产权证核对"),
    )
    FAIL_CERT_INVALID = "fail_cert_invalid", _("产权证不能用于出租核验")
    FAIL_SEIZED = "fail_seized", _("房屋已被查封，查封解除前不能出租")
    FAIL_OBJECTION = "fail_objection", _("房屋有异议登记，权属存在争议，不能出租")
    FAIL_USE_NOT_RESIDENTIAL = (
        "fail_use_not_residential",
        _("房屋的规划用途不是住宅，不能作为住房出租"),
    )
    FAIL_DANGEROUS_HOUSE = "fail_dangerous_house", _("房屋鉴定为危险房屋，不能出租")
    FAIL_DEMOLISHED = "fail_demolished", _("房屋已拆除或者列入征收拆迁范围，不能出租")
    FAIL_ALREADY_LET = "fail_already_let", _("房屋在拟出租的日期已经出租并备案")
    FAIL_ALREADY_MANAGED = (
        "fail_already_managed",
        _("房屋已由住房租赁企业核验并管理，产权人、经纪机构和其他企业不能再次核验"),
    )
    UNVERIFIABLE_COMMITTED = (
        "unverifiable_committed",
        _("这类权属证明不能联网核验，已凭承诺登记，不影响办理后续业务"),
    )
    ERROR_EXTERNAL = (
        "error_external",
        _("暂时无法核验：登记系统没有给出可以读取的答复。系统会自动重试，不用重新提交"),
    )


class Reason(TextChoices):
    """Why a certificate that is there does not serve. (rule C1.4)"""

    EXPIRED = "expired", _("产权证已注销或者失效")
    WRONG_CLASS = "wrong_class", _("证件类型选择有误，或者产权证号不完整")
    COST_PRICE = "cost_price", _("产权证注明“成本价”或“标准价”，请先到登记部门补办手续")
    BEFORE_2008 = "before_2008", _("2008年以前的产权证信息不全，请先到登记部门补录")


FAILURES = frozenset(one for one in Outcome if one.value.startswith("fail_"))
HOME_UNKNOWN = frozenset({Outcome.FAIL_NOT_FOUND, Outcome.FAIL_HOLDER_MISMATCH})
"""Who stated no owner of a home learns nothing about it, whatever others have learnt."""


class Result(TextChoices):
    """What came of one question to the registry."""

    ANSWERED = "answered", _("已答复")
    UNREACHABLE = "unreachable", _("没有应答")
    UNREADABLE = "unreadable", _("答复无法读取")


class TroubleStatus(TextChoices):
    OPEN = "open", _("待处理")
    REPORTED = "reported", _("已上报")
    RESOLVED = "resolved", _("已解决")


TROUBLE_MOVES = Moves(
    report=Move(_("上报"), (TroubleStatus.OPEN,), TroubleStatus.REPORTED),
    resolve=Move(_("解决"), (TroubleStatus.OPEN, TroubleStatus.REPORTED), TroubleStatus.RESOLVED),
)
HEALTH_WINDOW = timedelta(hours=1)


class ObjectionStatus(TextChoices):
    OPEN = "open", _("待复核")
    UPHELD = "upheld", _("异议成立")
    DISMISSED = "dismissed", _("异议不成立")


OBJECTION_MOVES = Moves(
    uphold=Move(_("异议成立"), (ObjectionStatus.OPEN,), ObjectionStatus.UPHELD),
    dismiss=Move(_("异议不成立"), (ObjectionStatus.OPEN,), ObjectionStatus.DISMISSED),
)


class DocumentKind(TextChoices):
    """What is handed in with an objection. (rule C1.8)"""

    APPLICATION = "application", _("异议申请书")
    TITLE = "title", _("权属证明")
    IDENTITY = "identity", _("身份证明")
    OTHER = "other", _("其他材料")


NEEDED_DOCUMENTS = (DocumentKind.APPLICATION, DocumentKind.TITLE, DocumentKind.IDENTITY)


class FileStatus(TextChoices):
    RECEIVED = "received", _("等待处理")
    WORKING = "working", _("正在核验")
    DONE = "done", _("核验完成")


FILE_MOVES = Moves(
    start=Move(_("开始处理"), (FileStatus.RECEIVED,), FileStatus.WORKING),
    finish=Move(_("处理完成"), (FileStatus.WORKING,), FileStatus.DONE),
)


class RowOutcome(TextChoices):
    """What became of one row of a file; of one that was asked, its verification says the rest."""

    ASKED = "asked", _("已提交核验")
    UNREADABLE = "unreadable", _("填写有误")
    TWICE = "twice", _("重复")


class Refusal(TextChoices):
    UNKNOWN_CERTIFICATE_TYPE = (
        "unknown_certificate_type",
        _("「{text}」不是可以核验的证件类型"),
    )
    NOT_A_CERTIFICATE_NO = (
        "not_a_certificate_no",
        _(
            "产权证号格式不正确，应如“京(2020)朝不动产权第0000000号”或“X京房权证朝字第123456号”，"
            "并与证件类型一致"
        ),
    )
    NOT_A_DOCUMENT_NO = "not_a_document_no", _("证明编号应为2至60个字")
    OTHER_DISTRICT = "other_district", _("产权证号属于{district}，与所选的房屋区域不同")
    UNKNOWN_ID_TYPE = "unknown_id_type", _("「{text}」不是认识的证件种类")
    NOT_A_ROLE = "not_a_role", _("「{text}」不是认识的核验身份")
    ORGANISATION_MISSING = "organisation_missing", _("企业或者经纪机构核验，请填写其名称和代码")
    COMMITMENT_NEEDED = (
        "commitment_needed",
        _("这类权属证明不能联网核验，请填写房屋坐落和建筑面积，并阅读、接受承诺"),
    )
    STARTS_IN_PAST = "starts_in_past", _("拟出租日期{starts_on}早于今天")
    KEY_REUSED = "key_reused", _("同一个请求编号已用于另一份内容，请使用新的编号")
    NOT_PASSED = "not_passed", _("只有核验通过或者已承诺的房源有告知单，当前为「{status}」")
    NOT_VALID = "not_valid", _("核验「{no}」已失效（{status}），请重新核验")
    OVERLAPS = "overlaps", _("房屋在{from_on}至{to_on}已有租赁合同，租期不能重叠")
    HELD_DIFFERENTLY = "held_differently", _("合同{contract_no}已占用房屋，房间或租期与本次不同")
    LETTING_BACKWARDS = "letting_backwards", _("租期止日早于起日")
    FILED_DIFFERENTLY = "filed_differently", _("合同{filing_no}已用于另一次备案")
    NOT_FAILED = "not_failed", _("只能对核验不通过的结果提出异议")
    OBJECTION_OPEN = "objection_open", _("已有一份异议正在复核，请等待结果")
    GROUNDS_MISSING = "grounds_missing", _("请说明异议理由")
    DOCUMENT_MISSING = "document_missing", _("请上传{kinds}")
    TOO_MANY_DOCUMENTS = "too_many_documents", _("最多上传{limit}份材料")
    SAME_REVIEWER = "same_reviewer", _("提出核验或者异议的人不能复核，请由另一人办理")
    BECAUSE_MISSING = "because_missing", _("请说明理由")
    NO_ROWS = "no_rows", _("文件「{name}」中没有房源")
    TOO_MANY_ROWS = (
        "too_many_rows",
        _("文件「{name}」中有{count}行，一次最多{limit}行，请分开上传"),
    )
    TWICE_IN_FILE = "twice_in_file", _("与第{first}行是同一个产权证")
