"""What enterprises are told of warnings, and tenants of money that waits for them."""

from anju.notices.rules.words import Template

OF_OVERSIGHT = {
    "warning_opened": Template(
        "【住房资金中心】贵企业触发风险预警{no}，请登录网上业务平台【风险预警】查看指标和所涉合同，可以提交说明。",
        "[Housing Fund Centre] An early warning ({no}) concerns your enterprise. Please sign in to see the figures and "
        "the leases behind them; you may state your side.",
    ),
    "warning_confirmed": Template(
        "【住房资金中心】因风险预警{no}，已暂停向贵企业划转租金，到期租金累积、不会丢失。理由：{because}。"
        "如有异议，请登录【风险预警】提交说明，由人工复核。",
        "[Housing Fund Centre] Because of early warning {no} no rent is released to you for now; what falls "
        "due gathers. Reason: {because}. If you object, sign in and say so: a person will look at it.",
    ),
    "warning_dismissed": Template(
        "【住房资金中心】经审查，风险预警{no}不暂停划转。{because}",
        "[Housing Fund Centre] It was decided that early warning {no} holds nothing back. {because}",
    ),
    "warning_lifted": Template(
        "【住房资金中心】风险预警{no}的暂停已解除，累积的租金将一并划转。{because}",
        "[Housing Fund Centre] The hold of early warning {no} is lifted; what has gathered is released. {because}",
    ),
    "warning_replied": Template(
        "【住房资金中心】贵企业就风险预警{no}提交的说明已经人工复核。答复：{because}",
        "[Housing Fund Centre] A person has looked at what you stated on early warning {no}. The answer: {because}",
    ),
    "unclaimed_waits": Template(
        "【住房资金中心】您有一笔{amount}元的款项尚未领取（{about}）。请登录网上业务平台【租押金】「待领资金」确认收款账户，"
        "确认后自动付款。本中心不会索要密码或验证码。",
        "[Housing Fund Centre] {amount} yuan is waiting for you ({about}). Please sign in to the online service and "
        "confirm the account under “Unclaimed money”; it is then paid at once. We never ask for passwords or codes.",
    ),
    "contact_check_asked": Template(
        "【住房资金中心】您的租赁合同{filing_no}将于{ends_on}到期。请登录网上业务平台【租押金】核对手机号码并登记退款收款账户，"
        "退款时将自动付至该账户。",
        "[Housing Fund Centre] Your lease {filing_no} ends on {ends_on}. Please sign in, check your phone number and "
        "name the account for your refund: it is then paid there without asking.",
    ),
    "reviews_late": Template(
        "管理部有{count}件审核已超过三个工作日的办理期限：{places}。请督促办理。",
        "{count} reviews of departments are past their three working days: {places}.",
        subject="管理部审核超期：{count}件",
    ),
}
