"""What may be told to whom, in which words, and how often we try. (manual 001, 4.2.3; CHN-07)"""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves
from anju.notices.rules.companies import OF_COMPANIES
from anju.notices.rules.credits import OF_CREDITS
from anju.notices.rules.oversight import OF_OVERSIGHT
from anju.notices.rules.programs import OF_PROGRAMS
from anju.notices.rules.votes import OF_VOTES
from anju.notices.rules.words import OF_CHANGES, Template
from anju.notices.rules.works import OF_WORKS


class Channel(TextChoices):
    SMS = "sms", _("短信")
    MAIL = "mail", _("电子邮件")


class Status(TextChoices):
    QUEUED = "queued", _("待发送")
    SENT = "sent", _("已发送")
    UNDELIVERED = "undelivered", _("未送达")


MOVES = Moves(
    send=Move(_("发送"), (Status.QUEUED,), Status.SENT),
    give_up=Move(_("放弃发送"), (Status.QUEUED,), Status.UNDELIVERED),
    try_again=Move(_("重新发送"), (Status.UNDELIVERED,), Status.QUEUED),
)

PAUSES = tuple(timedelta(seconds=s) for s in (5, 15, 60, 300, 1800, 7200, 21600))
"""How long to wait after each failed attempt; after the last one a person has to look."""

NO_ADDRESS = _("没有收件号码或者邮箱")
"""Why a message is given up without an attempt: asking the provider again and again would not find a number."""


TEMPLATES = OF_CHANGES | {
    "lease_filed": Template(
        "【住房资金中心】您的住房租赁合同{filing_no}已备案，请在{due_on}前缴纳押金及应监管租金，合计{amount}元。"
        "请登录网上业务平台【租押金】办理，资金不要直接交给他人。",
        "[Housing Fund Centre] Your lease {filing_no} has been filed. Please pay the deposit and supervised "
        "rent, {amount} yuan in total, from {due_on} on the online service; do not hand the money to anyone else.",
    ),
    "in_custody": Template(
        "【住房资金中心】您的缴纳订单{order_no}共{amount}元已于{day}存入监管账户（合同{filing_no}），状态为已监管。",
        "[Housing Fund Centre] Your payment order {order_no}, {amount} yuan, was booked into the supervised "
        "account on {day} (lease {filing_no}).",
    ),
    "paid_by_enterprise": Template(
        "【住房资金中心】住房租赁企业已代您缴纳合同{filing_no}的押金或租金{amount}元，已于{day}存入监管账户（订单{order_no}）。"
        "请登录网上业务平台【租押金】查看余额。",
        "[Housing Fund Centre] Your rental enterprise has paid {amount} yuan of deposit or rent for your lease "
        "{filing_no}; it was booked into the supervised account on {day} (order {order_no}).",
    ),
    "receipt_issued": Template(
        "【住房资金中心】您的住宅专项维修资金电子票据已开具，金额{amount}元，票据代码{code}，票据号码{number}，校验码{check_code}。"
        "请登录网上业务平台查询、下载。",
        "[Housing Fund Centre] The e-receipt for your maintenance fund deposit of {amount} yuan has been issued: code "
        "{code}, number {number}, check code {check_code}. Please sign in to download it.",
    ),
    "fund_home_added": Template(
        "【住房资金中心】您添加房屋的申请{no}已审核通过，可登录网上业务平台【维修资金】查看和交存。审核意见：{opinion}",
        "[Housing Fund Centre] Your request {no} to add a home has been approved; sign in to see the home and to "
        "deposit. Opinion: {opinion}",
    ),
    "fund_home_rejected": Template(
        "【住房资金中心】您添加房屋的申请{no}未通过审核，可补充材料后重新提交。审核意见：{opinion}",
        "[Housing Fund Centre] Your request {no} to add a home was not approved; you may hand it in again with further "
        "documents. Opinion: {opinion}",
    ),
    "several_in_custody": Template(
        "【住房资金中心】贵单位的缴纳订单{order_no}（{leases}份合同）共{amount}元已于{day}存入监管账户，状态为已监管。",
        "[Housing Fund Centre] Your payment order {order_no} for {leases} leases, {amount} yuan in total, was booked "
        "into the supervised account on {day}.",
    ),
    "settlement_account_wanted": Template(
        "【住房资金中心】贵企业有应划转的监管租金，但尚未登记收款账户，资金暂留监管账户。请登录企业端【收款账户】登记。",
        "[Housing Fund Centre] Supervised rent is due to your company, but no settlement account is registered; the "
        "money stays in custody. Please register one under Settlement account.",
    ),
    "settlement_account_approved": Template(
        "【住房资金中心】贵企业的收款账户{account}已复核通过，此后的租金划转至该账户。",
        "[Housing Fund Centre] Your settlement account {account} has been approved; rent goes there from now on.",
    ),
    "settlement_account_rejected": Template(
        "【住房资金中心】贵企业申请的收款账户{account}未通过复核。原因：{because}",
        "[Housing Fund Centre] The settlement account {account} was not approved. Reason: {because}",
    ),
    "settlement_account_doubtful": Template(
        "【住房资金中心】划转至贵企业收款账户{account}连续失败，划转已暂停，请登录企业端确认或变更收款账户。原因：{because}",
        "[Housing Fund Centre] Releases to your settlement account {account} failed repeatedly and have stopped. "
        "Please confirm or change the account. Reason: {because}",
    ),
    "refunded_to_source": Template(
        "【住房资金中心】您为订单{order_no}支付的{amount}元未能用于缴款，已原路退回。原因：{because}",
        "[Housing Fund Centre] {amount} yuan paid for order {order_no} could not be used and has been returned "
        "to its source. Reason: {because}",
    ),
    "credit_returned": Template(
        "【住房资金中心】您汇入的{amount}元（收款识别码尾号{code_end}）未能用于缴款，已退回原付款账户。原因：{because}",
        "[Housing Fund Centre] Your transfer of {amount} yuan (collection code ending {code_end}) could not be "
        "used and has been returned to the paying account. Reason: {because}",
    ),
    "return_registered": Template(
        "【住房资金中心】合同{filing_no}已登记交还住房（{returned_on}）。企业应在{due_on}前提出退款方案；逾期未提出的，押金、剩余租金的本金及利息全部退还您。",
        "[Housing Fund Centre] The return of the home of lease {filing_no} was registered ({returned_on}). "
        "The enterprise has to propose a refund by {due_on}; otherwise deposit and remaining rent with "
        "interest are all paid back to you.",
    ),
    "plan_wanted": Template(
        "【住房资金中心】合同{filing_no}已登记交还住房（{returned_on}）。请在{due_on}前提出退款方案；逾期未提出的，押金、剩余租金的本金及利息全部退还承租人。",
        "[Housing Fund Centre] The return of the home of lease {filing_no} was registered ({returned_on}). "
        "Please submit a refund plan by {due_on}; otherwise deposit and remaining rent with interest are all "
        "paid back to the tenant.",
    ),
    "return_objected": Template(
        "【住房资金中心】对方对合同{filing_no}交还住房的登记提出异议，期限照常计算，请登录查看。",
        "[Housing Fund Centre] The other side objects to the registered return of the home of lease "
        "{filing_no}. The deadlines run on; please sign in to read it.",
    ),
    "return_cancel_asked": Template(
        "【住房资金中心】对方申请撤销合同{filing_no}交还住房的登记，您同意后撤销，请登录办理。",
        "[Housing Fund Centre] The other side asks to cancel the registered return of the home of lease "
        "{filing_no}. It is cancelled if you agree; please sign in.",
    ),
    "return_cancelled": Template(
        "【住房资金中心】合同{filing_no}交还住房的登记已撤销。",
        "[Housing Fund Centre] The registered return of the home of lease {filing_no} was cancelled.",
    ),
    "plan_arrived": Template(
        "【住房资金中心】合同{filing_no}的退款方案已提交：退还您{to_tenant}元，扣除{deducted}元。请在{due_on}前登录【退款待办】确认是否同意。",
        "[Housing Fund Centre] A refund plan for lease {filing_no} has arrived: {to_tenant} yuan back to "
        "you, {deducted} yuan deducted. Please sign in and answer it by {due_on}.",
    ),
    "plan_withdrawn": Template(
        "【住房资金中心】合同{filing_no}的退款方案已由企业撤回修改，新方案提交后会再次通知您。",
        "[Housing Fund Centre] The enterprise has taken back the refund plan for lease {filing_no} to "
        "correct it. You will be told when a new one arrives.",
    ),
    "plan_reminder": Template(
        "【住房资金中心】提醒：您还没有确认合同{filing_no}的退款方案。请在{final_on}前确认；仍未确认的，按企业提出的方案退还。",
        "[Housing Fund Centre] Reminder: you have not answered the refund plan for lease {filing_no}. Please "
        "do so by {final_on}; otherwise it is carried out as proposed.",
    ),
    "plan_last_days": Template(
        "【住房资金中心】最后提醒：合同{filing_no}的退款方案须在{final_on}24时前确认，逾期按企业提出的方案退还。",
        "[Housing Fund Centre] Last reminder: the refund plan for lease {filing_no} has to be answered by "
        "the end of {final_on}; after that it is carried out as proposed.",
    ),
    "plan_by_silence": Template(
        "【住房资金中心】合同{filing_no}的退款方案逾期未确认，已按方案退款：退还承租人{to_tenant}元，扣除{deducted}元，另计利息。",
        "[Housing Fund Centre] The refund plan for lease {filing_no} was not answered in time and is carried "
        "out as proposed: {to_tenant} yuan to the tenant, {deducted} yuan deducted, with interest.",
    ),
    "all_given_back": Template(
        "【住房资金中心】合同{filing_no}在监管的押金和剩余租金{to_tenant}元及利息全部退还承租人，今日付款。",
        "[Housing Fund Centre] All deposit and remaining rent held for lease {filing_no}, {to_tenant} yuan "
        "with interest, is paid back to the tenant today.",
    ),
    "refund_ordered": Template(
        "【住房资金中心】依据{authority}文书{document_no}，合同{filing_no}在监管的{to_tenant}元及利息退还承租人，企业不再提出退款方案。",
        "[Housing Fund Centre] By document {document_no} of {authority}, {to_tenant} yuan held for lease {filing_no} "
        "is paid back to the tenant with interest, without a plan of the enterprise.",
    ),
    "plan_agreed": Template(
        "【住房资金中心】承租人已同意合同{filing_no}的退款方案，今日付款。",
        "[Housing Fund Centre] The tenant has agreed to the refund plan for lease {filing_no}. It is paid "
        "today.",
    ),
    "plan_sent_back": Template(
        "【住房资金中心】承租人不同意合同{filing_no}的退款方案，退回修改。请与承租人协商，并在{due_on}前重新提交。",
        "[Housing Fund Centre] The tenant has sent the refund plan for lease {filing_no} back. Please talk "
        "to them and submit a new one by {due_on}.",
    ),
    "plan_overdue": Template(
        "【住房资金中心】合同{filing_no}的退款方案应在{due_on}前重新提交，现已逾期，已转中介协会督促。",
        "[Housing Fund Centre] A new refund plan for lease {filing_no} was due by {due_on} and is overdue. "
        "The intermediary association has been told.",
    ),
    "plan_overdue_tenant": Template(
        "【住房资金中心】企业没有在{due_on}前重新提交合同{filing_no}的退款方案，已转中介协会督促。您可以改为同意原方案、申请调解、仲裁或诉讼。",
        "[Housing Fund Centre] The enterprise has not submitted a new refund plan for lease {filing_no} by "
        "{due_on}; the intermediary association has been told. You may agree to the old one, or choose "
        "mediation, arbitration or a suit.",
    ),
    "plan_still_overdue": Template(
        "【住房资金中心】合同{filing_no}的退款方案应在{due_on}前重新提交，已逾期{days}天，请立即提交。逾期7天以上的，主管部门可以依法处罚。",
        "[Housing Fund Centre] A new refund plan for lease {filing_no} was due by {due_on} and is {days} days overdue. "
        "Please submit it at once; from 7 days on the authority may impose a fine.",
    ),
    "overdue_alert": Template(
        "{enterprise}没有在{due_on}前重新提交合同{filing_no}的退款方案，已逾期{days}天。请登录【逾期未提交】督促或者介入调解。",
        "{enterprise} has not submitted a new refund plan for lease {filing_no}, due by {due_on}: {days} days overdue. "
        "Please see Overdue plans.",
        subject="退款方案逾期{days}天：合同{filing_no}",
    ),
    "dispute_opened": Template(
        "【住房资金中心】合同{filing_no}的退款存在争议：{to_tenant}元退还承租人，承租人同意扣除{agreed}元付给企业，其余{disputed}元继续监管。双方可以逐项提交凭证和提议。",
        "[Housing Fund Centre] The refund for lease {filing_no} is disputed: {to_tenant} yuan goes to the "
        "tenant, {agreed} yuan that the tenant accepts to the enterprise, {disputed} yuan stays in custody. "
        "Both sides may hand in evidence and make offers.",
    ),
    "dispute_in_arbitration": Template(
        "【住房资金中心】合同{filing_no}的退款争议已转为仲裁，裁决生效后请将裁决书提交中介协会。",
        "[Housing Fund Centre] The dispute about the refund for lease {filing_no} has turned to arbitration. "
        "Please hand the final award to the intermediary association.",
    ),
    "dispute_in_litigation": Template(
        "【住房资金中心】合同{filing_no}的退款争议已转为诉讼，判决生效后请将判决书提交中介协会。",
        "[Housing Fund Centre] The dispute about the refund for lease {filing_no} has turned to the court. "
        "Please hand the final judgment to the intermediary association.",
    ),
    "award_awaited": Template(
        "【住房资金中心】合同{filing_no}的争议资金仍在监管中。裁决或判决已经生效的，请将文书提交中介协会。",
        "[Housing Fund Centre] Money disputed for lease {filing_no} is still in custody. If there is a final "
        "award or judgment, please hand it to the intermediary association.",
    ),
    "offer_made": Template(
        "【住房资金中心】对方就合同{filing_no}的扣除项目「{deduction}」提议：{to_enterprise}元归企业，其余退还承租人。请登录查看，接受后即付款。",
        "[Housing Fund Centre] The other side offers to settle the deduction “{deduction}” of lease "
        "{filing_no}: {to_enterprise} yuan to the enterprise, the rest to the tenant. Once you accept it is "
        "paid.",
    ),
    "item_settled": Template(
        "【住房资金中心】合同{filing_no}的扣除项目「{deduction}」已达成一致：{to_enterprise}元归企业，{to_tenant}元退还承租人，今日付款。",
        "[Housing Fund Centre] The deduction “{deduction}” of lease {filing_no} is settled: {to_enterprise} "
        "yuan to the enterprise, {to_tenant} yuan to the tenant, paid today.",
    ),
    "final_plan": Template(
        "【住房资金中心】合同{filing_no}争议资金的最终退款方案已通过：{to_tenant}元退还承租人，{to_enterprise}元归企业，另计利息，今日付款。",
        "[Housing Fund Centre] The final plan for the disputed money of lease {filing_no} is approved: "
        "{to_tenant} yuan to the tenant, {to_enterprise} yuan to the enterprise, with interest, paid today.",
    ),
    "payout_failed": Template(
        "【住房资金中心】合同{filing_no}的退款{amount}元付款失败，原因：{because}。请登录确认收款账号，确认后当日按新账户付款。",
        "[Housing Fund Centre] The refund of {amount} yuan for lease {filing_no} could not be paid: "
        "{because}. Please sign in and confirm the receiving account; it is paid the same day.",
    ),
    "payout_to_tenant_failed": Template(
        "【住房资金中心】合同{filing_no}退还承租人的{amount}元付款失败，原因：{because}。需要变更收款人户名的，请发起「承租人收款失败」处理。",
        "[Housing Fund Centre] The refund of {amount} yuan to the tenant of lease {filing_no} could not be "
        "paid: {because}. If another payee is needed, please apply for it.",
    ),
    "refund_paid": Template(
        "【住房资金中心】合同{filing_no}的退款{amount}元（其中利息{interest}元）已付至尾号{account_end}的账户。",
        "[Housing Fund Centre] The refund of {amount} yuan for lease {filing_no}, of which {interest} yuan "
        "interest, was paid to the account ending {account_end}.",
    ),
    "name_change_asked": Template(
        "【住房资金中心】企业申请将合同{filing_no}的退款付给其他收款人，中介协会正在审批。如有异议请尽快联系中介协会。",
        "[Housing Fund Centre] The enterprise asks to pay the refund for lease {filing_no} to another payee; "
        "the intermediary association is deciding. If you object, please contact it at once.",
    ),
    "name_change_approved": Template(
        "【住房资金中心】合同{filing_no}退款的收款人变更已通过，今日按新收款人付款。",
        "[Housing Fund Centre] The change of payee for the refund of lease {filing_no} is approved. It is "
        "paid to the new payee today.",
    ),
    "name_change_refused": Template(
        "【住房资金中心】合同{filing_no}退款的收款人变更未通过：{because}",
        "[Housing Fund Centre] The change of payee for the refund of lease {filing_no} was refused: {because}",
    ),
    "refund_closed": Template(
        "【住房资金中心】合同{filing_no}的押金和租金已全部结清，监管资金余额为零。",
        "[Housing Fund Centre] Deposit and rent of lease {filing_no} are settled; nothing is left in custody.",
    ),
    "home_checked": Template(
        "【住房租赁监管平台】您提交的房源核验{no}已有结果，请登录平台查看。",
        "[Rental supervision] Your verification {no} of a home has been decided. Please sign in to see the result.",
    ),
    "home_restricted": Template(
        "【住房租赁监管平台】房源核验{no}已失效：登记系统中该房屋的权利状况发生变化。请停止发布该房源，并登录平台查看。",
        "[Rental supervision] Verification {no} no longer holds: the title register has changed. Please withdraw "
        "the listing and sign in to see why.",
    ),
    "home_objection": Template(
        "【住房租赁监管平台】您对房源核验{no}提出的异议已复核，请登录平台查看结果。",
        "[Rental supervision] Your objection to verification {no} has been reviewed. Please sign in to see the result.",
    ),
    "filing_approved": Template(
        "【住建委】租赁合同{no}的备案申请已通过，合同备案编号{filing_no}。请登录平台查看合同备案证明。",
        "[Housing Authority] Contract {no} has been filed under {filing_no}. Please sign in to see its certificate.",
    ),
    "filing_sent_back": Template(
        "【住建委】租赁合同{no}的备案申请被退回。原因：{because}。请登录平台改正后重新提交。",
        "[Housing Authority] The application to file contract {no} was sent back. Reason: {because}. Please sign in, "
        "correct it and submit it again.",
    ),
    "filings_late": Template(
        "有{count}份合同备案申请超过审核期限，其中最早的一份{no}应在{due_on}前审核。请登录【合同备案】办理。",
        "{count} applications to file contracts are overdue; the oldest, {no}, was to be reviewed by {due_on}. Please "
        "see Contract filings.",
        subject="合同备案申请超期未审核：{count}份",
    ),
    "contract_to_confirm": Template(
        "【住房租赁监管平台】{landlord}已签署您的住房租赁合同{no}，请在{until}前登录【合同签约】查看全文并凭短信验证码确认，"
        "逾期未确认的合同不生效。",
        "[Rental supervision] {landlord} has signed your housing lease {no}. Please sign in, read it under Contracts "
        "and confirm it with a code by {until}; otherwise it does not take effect.",
    ),
    "contract_code": Template(
        "【住房租赁监管平台】验证码{code}，用于确认签订住房租赁合同{no}，{minutes}分钟内有效。签约即具有法律效力，请勿告知他人。",
        "[Rental supervision] {code} is your code to sign the housing lease {no}, for {minutes} minutes. Signing binds "
        "you; tell the code to nobody.",
    ),
    "contract_signed": Template(
        "【住房租赁监管平台】住房租赁合同{no}双方已签约，合同生效。可登录查看、下载。",
        "[Rental supervision] Both sides have signed the housing lease {no}; it is effective. Sign in to read it.",
    ),
    "contract_declined": Template(
        "【住房租赁监管平台】承租人没有同意签订住房租赁合同{no}，合同已退回草稿，请登录查看理由并修改。",
        "[Rental supervision] A tenant has declined the housing lease {no}; it is a draft again. Please sign in to "
        "read why.",
    ),
    "contract_lapsed": Template(
        "【住房租赁监管平台】住房租赁合同{no}逾期未确认，没有生效，已退回草稿。",
        "[Rental supervision] The housing lease {no} was not confirmed in time; it did not take effect.",
    ),
    "contract_withdrawn": Template(
        "【住房租赁监管平台】出租人已撤回住房租赁合同{no}，您不用再确认。",
        "[Rental supervision] The landlord has taken back the housing lease {no}; there is nothing to confirm.",
    ),
    "contract_revocation": Template(
        "【住房租赁监管平台】对方申请撤销住房租赁合同{no}，双方全部同意后撤销。请登录【合同签约】答复。",
        "[Rental supervision] The other side asks to revoke the housing lease {no}; it is revoked when all agree. "
        "Please sign in and answer under Contracts.",
    ),
    "contract_revoked": Template(
        "【住房租赁监管平台】住房租赁合同{no}经双方同意已撤销。",
        "[Rental supervision] The housing lease {no} has been revoked by agreement of both sides.",
    ),
    "contract_revocation_refused": Template(
        "【住房租赁监管平台】住房租赁合同{no}的撤销申请未获一致同意，合同继续有效。",
        "[Rental supervision] The housing lease {no} was not revoked: not all agreed. It stays in force.",
    ),
    "institution_new": Template(
        "【住建委】「{name}」的机构备案已通过，备案号{filing_no}。管理员账号由办理窗口告知，首次登录须修改密码。",
        "[Housing Authority] “{name}” has been filed under {filing_no}. The office tells you the administrator's "
        "account; its password has to be changed at the first sign-in.",
    ),
    "institution_change": Template(
        "【住建委】「{name}」（备案号{filing_no}）的变更备案已通过。",
        "[Housing Authority] The change of what is filed for “{name}” ({filing_no}) has been approved.",
    ),
    "institution_cancellation": Template(
        "【住建委】「{name}」（备案号{filing_no}）的机构备案已注销，从业人员工作牌和管理员账号同时失效。",
        "[Housing Authority] The filing of “{name}” ({filing_no}) has been cancelled; work cards and the "
        "administrator's account are void.",
    ),
    "institution_sent_back": Template(
        "【住建委】「{name}」的机构备案申请被退回修改。原因：{because}",
        "[Housing Authority] The application of “{name}” was sent back to be corrected. Reason: {because}",
    ),
    "credit_scored": Template(
        "【住建委】依据信用规则{rule}「{item}」，贵机构{operation}{points}分，本记分周期累计{total}分。"
        "如有异议，请在{until}前登录提出。",
        "[Housing Authority] Under credit rule {rule} ({item}) your institution was scored: {operation} {points}, "
        "{total} in this cycle. If you object, please sign in and say so by {until}.",
    ),
    "credit_threshold": Template(
        "【住建委】贵机构本记分周期累计记分已达{threshold}分，将{action}。",
        "[Housing Authority] Your institution has reached {threshold} points in this cycle. What follows: {action}.",
    ),
    "credit_objection_upheld": Template(
        "【住建委】贵机构对信用规则{rule}记分的异议成立，该记分已撤销。{because}",
        "[Housing Authority] Your objection to the scoring under rule {rule} was upheld; it is annulled. {because}",
    ),
    "credit_objection_dismissed": Template(
        "【住建委】贵机构对信用规则{rule}记分的异议不成立。理由：{because}",
        "[Housing Authority] Your objection to the scoring under rule {rule} was dismissed. Reason: {because}",
    ),
    "list_noticed": Template(
        "【住建委】拟将「{name}」列入{list}，事由：{reason}。如需陈述申辩，请在{until}前登录提交。",
        "[Housing Authority] “{name}” is to be put on a list ({list}): {reason}. If you want to state your side, "
        "please sign in and do so by {until}.",
    ),
    "list_published": Template(
        "【住建委】「{name}」已列入{list}并公示，有效期至{until}。",
        "[Housing Authority] “{name}” has been put on a list ({list}) and published, until {until}.",
    ),
    "list_rejected": Template(
        "【住建委】经审查，决定不将「{name}」列入{list}。{because}",
        "[Housing Authority] It was decided not to put “{name}” on the list ({list}). {because}",
    ),
    "list_ended": Template(
        "【住建委】「{name}」已不在{list}上，公示信息已撤下。",
        "[Housing Authority] “{name}” is on the list ({list}) no longer; what was published has been taken down.",
    ),
}
TEMPLATES |= OF_COMPANIES | OF_VOTES | OF_WORKS | OF_OVERSIGHT | OF_CREDITS | OF_PROGRAMS
