"""The words of messages: how a template is made, and those about leases that are changed, renewed or ended."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Template:
    """The words of a message; `subject` where it goes by mail."""

    zh: str
    en: str
    subject: str = ""


OF_CHANGES = {
    "lease_changed": Template(
        "【住房资金中心】您的住房租赁合同{filing_no}已办理变更备案，已缴和正在缴纳的款项不变，其余账单已按变更后的约定更新。"
        "请登录网上业务平台【租押金】查看。",
        "[Housing Fund Centre] A change of your lease {filing_no} has been filed. What is paid or being paid stays as "
        "it is; all other bills now follow the changed lease. Please sign in to see them.",
    ),
    "carry_over_asked": Template(
        "【住房资金中心】合同{from_no}续租为合同{to_no}，企业申请将在监管的押金{amount}元结转至新合同。"
        "请登录网上业务平台确认是否同意；全体承租人同意后结转，未同意的按新合同另行缴纳押金、原押金按退款办理。",
        "[Housing Fund Centre] Lease {from_no} is renewed by lease {to_no}. The enterprise asks to carry the deposit "
        "of {amount} yuan over to the new lease. Please sign in to consent; without the consent of all tenants the new "
        "deposit is to be paid and the old one is refunded.",
    ),
    "deposit_carried": Template(
        "【住房资金中心】合同{from_no}在监管的押金{amount}元已结转至续租合同{to_no}，继续监管并计息。",
        "[Housing Fund Centre] The deposit of {amount} yuan of lease {from_no} has been carried over to lease {to_no}; "
        "it stays in custody and goes on earning interest.",
    ),
    "change_approved": Template(
        "【住建委】租赁合同{no}的变更备案申请已通过，变更后的约定已生效。",
        "[Housing Authority] The change of contract {no} has been filed and is in force.",
    ),
    "end_approved": Template(
        "【住建委】租赁合同{no}的注销备案申请已通过。在监管的押金和租金按退款流程办理。",
        "[Housing Authority] The end of contract {no} has been filed. What is in custody is settled as a refund.",
    ),
    "change_consent_asked": Template(
        "【住建委】您承租的合同{filing_no}的出租企业申请变更备案。请登录平台查看变更内容，同意的请确认；未经您同意不会变更。",
        "[Housing Authority] The enterprise applies to change your lease {filing_no}. Please sign in, read the change "
        "and confirm it if you agree; nothing is changed without your consent.",
    ),
    "end_consent_asked": Template(
        "【住建委】您承租的合同{filing_no}的出租企业申请注销备案。请登录平台查看，同意的请确认；未经您同意不会注销。",
        "[Housing Authority] The enterprise applies to end the filing of your lease {filing_no}. Please sign in and "
        "confirm it if you agree; it is not ended without your consent.",
    ),
}
