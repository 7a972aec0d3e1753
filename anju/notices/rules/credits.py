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
    "fund_refund_failed": Template(
        "【住房资金中心】您的维修资金退款{no}（{amount}元）银行没有付成：{because}。钱款已回到房屋的分户账，不会丢失。"
        "请登录网上业务平台【维修资金】，在「退款详情」重新填写本人的收款账户，或到房屋所在区管理部办理。",
        "[Housing Fund Centre] The bank could not pay your maintenance fund refund {no} ({amount} yuan): {because}. "
        "The money is in the home's account again. Please sign in and name another account of yours, or visit the "
        "department of the home's district.",
    ),
    "unclaimed_transfer_waits": Template(
        "【住房资金中心】您有一笔{amount}元的汇款未能用于缴款，也没有退回，由本中心代为保管（银行流水{about}）。"
        "请持付款凭证联系本中心办理退回。本中心不会索要密码或验证码。",
        "[Housing Fund Centre] A transfer of yours of {amount} yuan could be neither used nor returned; we keep it for "
        "you (bank reference {about}). Please contact us with the receipt of your transfer. We never ask for passwords "
        "or codes.",
    ),
    "unclaimed_fund_waits": Template(
        "【住房资金中心】您有一笔{amount}元的住宅专项维修资金尚未领取（{about}）。请登录网上业务平台【维修资金】查看，"
        "或持身份证件、房屋产权证明到房屋所在区管理部办理。本中心不会索要密码或验证码。",
        "[Housing Fund Centre] {amount} yuan of the maintenance fund is waiting for you ({about}). Please sign in to "
        "the online service, or visit the department of the home's district with your identity document and proof of "
        "title. We never ask for passwords or codes.",
    ),
}
