"""The words of messages about repairs that are paid from the maintenance fund. (BEY-02)"""

from anju.notices.rules.words import Template

OF_WORKS = {
    "works_submitted": Template(
        "【住房资金中心】物业公司申请用维修资金修缮：{title}，共{total}元，您的房屋分摊{share}元，由业主表决后审批，批准前不动您的钱。"
        "怎么算的、有异议怎么办，请看：{link}",
        "[Housing Fund Centre] Repairs are to be paid from the maintenance fund: {title}, {total} yuan, of which your "
        "home bears {share} yuan. Owners vote first; nothing is taken before approval. Details: {link}",
    ),
    "works_emergency": Template(
        "【住房资金中心】物业公司申请应急使用维修资金：{title}，共{total}元，您的房屋分摊{share}元。应急使用不用表决，由主管部门审批。"
        "怎么算的、有疑问怎么办，请看：{link}",
        "[Housing Fund Centre] Emergency repairs are to be paid from the maintenance fund: {title}, {total} yuan, of "
        "which your home bears {share} yuan. No vote is needed; the authority decides. Details: {link}",
    ),
    "works_approved": Template(
        "【住房资金中心】维修支取已批准：{title}，从您的房屋账户冻结{covered}元，完工审核后按实际费用支出，多余的退回账户。详情：{link}",
        "[Housing Fund Centre] Approved: {title}. {covered} yuan of your home's account is frozen; the actual cost is "
        "paid after the works, the rest is released. Details: {link}",
    ),
    "works_released": Template(
        "【住房资金中心】维修支取不再办理：{title}，没有付出的钱都在您的房屋账户里。详情：{link}",
        "[Housing Fund Centre] Not carried out: {title}. What was not paid is in your home's account. Details: "
        "{link}",
    ),
    "works_settled": Template(
        "【住房资金中心】维修已完工并审核：{title}，实际费用{total}元，您的房屋实际分摊{share}元，多冻结的已经回到账户。"
        "照片和发票：{link}",
        "[Housing Fund Centre] Finished and audited: {title}. It cost {total} yuan, of which your home bears {share} "
        "yuan; what was frozen beyond that is released. Photos and invoices: {link}",
    ),
    "works_asked": Template(
        "【住房资金中心】维修支取{title}：您的房屋账户余额不足，须交分摊款{owed}元。请登录网上业务平台用微信或者支付宝付款，"
        "不要把钱交给他人：{link}",
        "[Housing Fund Centre] {title}: your home's account does not cover its share; {owed} yuan is to be paid. "
        "Please sign in and pay by WeChat or Alipay; do not hand the money to anyone else: {link}",
    ),
}
