"""What the records that have a history are called, for who reads it."""

from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

NAMES = {
    "agencies.institution": _("机构"),
    "agencies.institutionfiling": _("机构备案"),
    "agencies.practitioner": _("从业人员"),
    "agencies.premises": _("场所"),
    "agencies.workcard": _("工作牌"),
    "contracts.leaseimport": _("备案合同导入"),
    "credit.creditevent": _("记分"),
    "credit.creditrule": _("记分标准"),
    "credit.listentry": _("红黑名单"),
    "credit.measure": _("监管措施"),
    "credit.objection": _("记分异议"),
    "custody.hold": _("暂停划转"),
    "custody.settlementaccount": _("收款账户"),
    "homes.objection": _("核验异议"),
    "homes.trouble": _("问题单"),
    "homes.verification": _("房源核验"),
    "homes.verificationfile": _("批量核验"),
    "payments.bankentry": _("银行流水"),
    "payments.creditreturn": _("退汇款"),
    "payments.payout": _("付款"),
    "payments.payoutbatch": _("付款批次"),
    "payments.settlement": _("清算"),
    "people.posting": _("用户的岗位"),
    "people.staffmember": _("用户"),
    "refunds.authorityorder": _("主管部门退款决定"),
    "refunds.case": _("退款"),
    "refunds.finalplan": _("最终退款方案"),
    "refunds.namechange": _("变更收款人"),
    "refunds.portion": _("退款款项"),
}


def kinds_of_records() -> dict[str, Any]:
    """Every kind of record that has a history, and its table of moves."""
    return {
        model._meta.label_lower: model for model in apps.get_models() if hasattr(model, "MOVES")
    }


def name_of_kind(kind: str) -> str:
    """What a kind of record is called; one that staff seldom meet, by its name in the books."""
    return str(NAMES.get(kind, kind))


def choices_of_kinds() -> list[tuple[str, str]]:
    return [(kind, name_of_kind(kind)) for kind in sorted(kinds_of_records())]


def what_was_done(event: Any) -> tuple[str, str]:
    """A move and the status it led to, in the words of its table."""
    model = kinds_of_records()[event.kind]
    labels = dict(model._meta.get_field("status").flatchoices)
    return str(model.MOVES[event.move].label), str(labels[event.new_status])
