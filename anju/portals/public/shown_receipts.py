"""How an e-receipt looks to whoever has its numbers: does it hold, and what to do. (CHN-08)"""

from django.utils.translation import gettext as _

from anju.core.money import yuan
from anju.portals.public.shown_contracts import PaperShown
from anju.receipts.queries import ForAnyone


def receipt_shown(seen: ForAnyone) -> PaperShown:
    facts = [
        (_("校验码"), seen.check_code),
        (_("开票日期"), seen.issued_on.isoformat() if seen.issued_on else ""),
        (_("作废日期"), seen.voided_on.isoformat() if seen.voided_on else ""),
        (_("交款人"), seen.payer),
        (_("项目"), "、".join(seen.projects)),
        (_("金额"), yuan(seen.amount_fen)),
        (_("收款单位"), seen.payee),
    ]
    said = _("这张电子票据是真的，现在有效。")
    advice = _("请将以下内容与票据逐项核对，全部相同才可以采信。")
    if not seen.is_valid:
        said = _("这张电子票据开具过，现在已经作废（冲红）。")
        advice = _("请不要再用它报销或者办理业务。")
    return PaperShown(
        no=seen.fiscal_no,
        label=_("有效") if seen.is_valid else _("不再有效"),
        tone="good" if seen.is_valid else "bad",
        said=said,
        advice=advice,
        facts=[(name, value) for name, value in facts if value],
        can_be_compared=True,
    )
