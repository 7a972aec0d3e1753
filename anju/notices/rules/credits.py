"""What becomes of money that could not be used or paid, as its owner is told of it."""

from anju.notices.rules.words import Template

OF_CREDITS = {
    "credit_return_failed": Template(
        "【住房资金中心】您于{day}汇入的{amount}元（收款识别码尾号{code_end}）未能退回原付款账户，款项仍由本中心代为保管。"
        "请持付款凭证联系本中心办理。",
        "[Housing Fund Centre] Your transfer of {amount} yuan of {day} (collection code ending {code_end}) could not "
        "be returned to the paying account. We keep it for you; please contact us with the receipt of your transfer.",
    ),
    "credit_doubted": Template(
        "【住房资金中心】您于{day}汇入的{amount}元（收款识别码尾号{code_end}），银行称没有收到。本中心正在核实，"
        "核实以前暂不退回，结果将通知您。请保存付款凭证。",
        "[Housing Fund Centre] The bank says it never received your transfer of {amount} yuan of {day} (collection "
        "code ending {code_end}). We are looking into it and return nothing until then; you will be told. Please keep "
        "the receipt of your transfer.",
    ),
    "credit_never_came": Template(
        "【住房资金中心】经核实，银行没有收到您于{day}汇入的{amount}元（收款识别码尾号{code_end}），本中心无款可退。"
        "您的账户已扣款的，请向付款银行查询，并持付款凭证联系本中心。",
        "[Housing Fund Centre] The bank has confirmed that your transfer of {amount} yuan of {day} (collection code "
        "ending {code_end}) never arrived, so there is nothing to return. If it left your account, please ask your "
        "bank, and contact us with the receipt of your transfer.",
    ),
    "credit_stands": Template(
        "【住房资金中心】经核实，您于{day}汇入的{amount}元（收款识别码尾号{code_end}）已经到账，因未能用于缴款，将退回原付款账户。",
        "[Housing Fund Centre] Your transfer of {amount} yuan of {day} (collection code ending {code_end}) did arrive. "
        "As it could not be used it will be returned to the paying account.",
    ),
}
