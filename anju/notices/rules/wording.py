"""The wording of a message can be settled anew: which facts may stand in it, and which must. (CTR-06)"""

import re

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.people.rules import Office

PLACE = re.compile(r"\{(\w+)\}")
MARKED = re.compile(r"〔([^〔〕\d{}]+)〕")
"""How officers mark a fact, 〔金额〕; a year in such brackets is that of a document."""
SIGNATURE = re.compile(r"\A(?:【[^】]+】|\[[^\]]+\])")
OF_AUTHORITY = "【住建委】"
MOST_CHARACTERS = 500


FACTS = {
    "about": "款项来源",
    "account": "收款账户",
    "account_end": "账号尾号",
    "action": "措施",
    "agreed": "同意扣除金额",
    "amount": "金额",
    "answer": "表决意见",
    "answer_en": "表决意见英文",
    "authority": "主管部门",
    "because": "原因",
    "check_code": "校验码",
    "closes_on": "截止日期",
    "code": "代码",
    "code_end": "识别码尾号",
    "communities": "小区名单",
    "community": "小区",
    "count": "件数",
    "covered": "维修资金列支金额",
    "day": "日期",
    "days": "天数",
    "deducted": "扣除金额",
    "deduction": "扣除项目",
    "disputed": "争议金额",
    "document_no": "文书编号",
    "due_on": "到期日",
    "ends_on": "合同到期日",
    "enterprise": "企业",
    "filing_no": "合同备案编号",
    "final_on": "最后期限",
    "from_no": "原合同编号",
    "host": "推送地址",
    "interest": "利息",
    "item": "记分事项",
    "landlord": "出租人",
    "leases": "合同份数",
    "link": "网页地址",
    "list": "名单",
    "minutes": "分钟数",
    "name": "名称",
    "no": "编号",
    "number": "号码",
    "operation": "记分方式",
    "opinion": "审核意见",
    "order_no": "订单编号",
    "owed": "欠缴金额",
    "place": "管理部",
    "places": "管理部名单",
    "points": "分值",
    "reason": "事由",
    "returned_on": "交还日期",
    "rule": "记分标准",
    "share": "分摊金额",
    "since": "开始日期",
    "threshold": "累计分值",
    "title": "事项",
    "to_enterprise": "付企业金额",
    "to_no": "新合同编号",
    "to_tenant": "退承租人金额",
    "total": "总额",
    "until": "截止时间",
}
"""What the facts of messages are called where officers word them: `〔金额〕` for `{amount}`."""
NAMES = {label: name for name, label in FACTS.items()}


class Language(TextChoices):
    CHINESE = "zh", _("中文")
    ENGLISH = "en", _("英文")


class WordingRefusal(TextChoices):
    BRACES = "wording_braces", _("事实用〔〕标出，例如〔金额〕，请不要使用大括号")
    UNKNOWN = "wording_unknown", _("这条消息没有「{places}」，可以使用：{known}")
    MISSING = "wording_missing", _("不能去掉「{places}」，收信人需要知道")
    SIGNATURE = "wording_signature", _("消息须以「{signature}」开头")
    TOO_LONG = "wording_too_long", _("消息最多{most}个字")
    UNCHANGED = "wording_unchanged", _("与现行文字相同，没有变化")


def code_of(kind: str, language: str, chinese: str) -> str:
    """Under which code the wording of a kind of message is settled; the office is that which signs it."""
    office = Office.AUTHORITY if chinese.startswith(OF_AUTHORITY) else Office.CENTRE
    return f"text.{office.value}.notice.{kind}.{language}"


def places_in(text: str) -> list[str]:
    """The facts that a text has places for, in the order in which they first stand there."""
    return list(dict.fromkeys(PLACE.findall(text)))


def labelled(text: str) -> str:
    """A wording as officers read and type it, with the facts by their Chinese names."""
    return PLACE.sub(lambda found: f"〔{FACTS.get(found[1], found[1])}〕", text)


def named(text: str) -> str:
    """The same as it is kept."""
    return MARKED.sub(lambda found: f"{{{NAMES.get(found[1], found[1])}}}", text)


def signature_of(text: str) -> str:
    found = SIGNATURE.match(text)
    return found[0] if found else ""
