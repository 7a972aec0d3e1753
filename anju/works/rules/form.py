"""The form of a work order: its fields, and which have to be filled in. (rule B7)"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Field:
    """One field of the 任务单: its label, whether it has to be filled in, how long it may be."""

    label: Any
    required: bool = True
    length: int = 200
    of: str = "text"


FIELDS: dict[str, Field] = {
    "kind": Field(_("使用类型"), of="kind"),
    "emergency": Field(_("应急情形"), required=False, of="emergency"),
    "is_urgent": Field(_("特别紧急"), required=False, of="flag"),
    "category": Field(_("维修类别"), of="category"),
    "part": Field(_("维修部位"), of="part"),
    "title": Field(_("维修项目名称"), length=80),
    "reason": Field(_("维修原因"), length=500),
    "scope": Field(_("列支范围"), of="scope"),
    "budget_fen": Field(_("预算金额"), of="yuan"),
    "amount_fen": Field(_("申请金额"), of="yuan"),
    "first_percent": Field(_("首付比例"), of="percent"),
    "contractor_name": Field(_("施工单位名称"), length=100, of="name"),
    "contractor_uscc": Field(_("施工单位统一社会信用代码"), of="uscc"),
    "contractor_grade": Field(_("施工单位资质"), length=100),
    "supervisor": Field(_("监理或审价单位"), required=False, length=100),
    "contract_no": Field(_("合同编号"), length=60),
    "starts_on": Field(_("计划开工日期"), of="date"),
    "ends_on": Field(_("计划完工日期"), of="date"),
    "payee_name": Field(_("收款户名"), length=100, of="name"),
    "payee_account": Field(_("收款账号"), of="account"),
    "payee_bank": Field(_("开户行"), length=120),
    "posted_from": Field(_("公示开始日期"), required=False, of="date"),
    "posted_to": Field(_("公示结束日期"), required=False, of="date"),
    "vote_closes_on": Field(_("表决截止日期"), required=False, of="date"),
    "handler_name": Field(_("经办人"), length=40, of="name"),
    "handler_phone": Field(_("经办人电话"), of="phone"),
}
"""The fields that are typed, in the order of the form; the others are filled in by the system. (rule B7)"""
