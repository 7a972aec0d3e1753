"""The end of a lease as data: statuses and moves, opinions, deductions, deadlines, refusals.

Sources: manual 001, 5 and manual 000, 7.2 (what the tenant does and reads); rules A7, A8, A12 and A13; D1 for working
days. Where no rule was found the value is our default and says so.
"""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves

PLAN_WORKDAYS = 3
"""The enterprise proposes within three working days of the home's return. (rule A7.2)"""

ANSWER_WORKDAYS = 3
FINAL_WORKDAYS = 3
"""The tenant answers within three working days, and after a reminder within three more. (manual 001, 5.2.2)"""

WARNED_BEFORE = timedelta(days=1)
"""A last message goes out one day before silence counts as consent (our default)."""

DISPUTE_REMINDER = timedelta(days=90)
"""How often a tenant is reminded of an award or a judgment that nobody has handed in. (rule A8.5, our default)"""

MOST_ATTACHMENTS = 10
"""So many files may be handed in with one answer, item, application or final plan. (rule A7.11, our default)"""

MOST_ITEMS = 50
"""So many deductions one plan may have (our default)."""


class Side(TextChoices):
    TENANT = "tenant", _("承租人")
    ENTERPRISE = "enterprise", _("住房租赁企业")
    ASSOCIATION = "association", _("中介协会")
    CENTRE = "centre", _("资金中心")
    CLOCK = "clock", _("系统")


OTHER_SIDE = {Side.TENANT: Side.ENTERPRISE, Side.ENTERPRISE: Side.TENANT}


class Reason(TextChoices):
    """Why a lease ends. (rules A7.1, A9.4 and A9.5)"""

    EXPIRY = "expiry", _("到期")
    TERMINATION = "termination", _("解约")
    FILING_REVOKED = "filing_revoked", _("备案撤销")
    AUTHORITY_ORDER = "authority_order", _("主管部门决定退款")


OF_THE_PARTIES = (Reason.EXPIRY, Reason.TERMINATION, Reason.FILING_REVOKED)
"""These either side may register."""


class Part(TextChoices):
    """Deposit and rent are held, split and paid apart. (rule A11.7)"""

    DEPOSIT = "deposit", _("押金")
    RENT = "rent", _("租金")


class Status(TextChoices):
    AWAITING_PLAN = "awaiting_plan", _("待企业提出方案")
    AWAITING_ANSWER = "awaiting_answer", _("待承租人确认")
    REMINDED = "reminded", _("待承租人确认（已提醒）")
    SENT_BACK = "sent_back", _("退回企业修改")
    MEDIATION = "mediation", _("调解中")
    ARBITRATION = "arbitration", _("仲裁中")
    LITIGATION = "litigation", _("诉讼中")
    PAYING = "paying", _("付款中")
    CLOSED = "closed", _("已完成")
    CANCELLED = "cancelled", _("已撤销")


S = Status
BEFORE_TENANT = (S.AWAITING_ANSWER, S.REMINDED)
"""A plan is before the tenant."""

ANSWERABLE = (S.AWAITING_ANSWER, S.REMINDED, S.SENT_BACK)
"""Who sent a plan back may still answer it otherwise, until the enterprise has made a new one. (BEY-12)"""

DISPUTED = (S.MEDIATION, S.ARBITRATION, S.LITIGATION)

CASE_MOVES = Moves(
    propose=Move(_("提交退款方案"), (S.AWAITING_PLAN, S.SENT_BACK), S.AWAITING_ANSWER),
    withdraw=Move(_("撤回退款方案"), (S.AWAITING_ANSWER,), S.AWAITING_PLAN),
    withdraw_revision=Move(_("撤回修改后的退款方案"), (S.AWAITING_ANSWER,), S.SENT_BACK),
    remind=Move(_("提醒承租人"), (S.AWAITING_ANSWER,), S.REMINDED),
    agree=Move(_("同意此方案退款"), ANSWERABLE, S.PAYING),
    accept_by_silence=Move(_("逾期未确认，按方案退款"), (S.REMINDED,), S.PAYING),
    refund_all=Move(_("全额退还承租人"), (S.AWAITING_PLAN,), S.PAYING),
    refund_by_order=Move(
        _("按主管部门决定退还承租人"), (S.AWAITING_PLAN, *ANSWERABLE, *DISPUTED), S.PAYING
    ),
    send_back=Move(_("退回租赁企业修改"), BEFORE_TENANT, S.SENT_BACK),
    ask_mediation=Move(_("申请中介协会调解"), ANSWERABLE, S.MEDIATION),
    choose_arbitration=Move(_("选择仲裁"), ANSWERABLE, S.ARBITRATION),
    choose_litigation=Move(_("选择诉讼"), ANSWERABLE, S.LITIGATION),
    take_up=Move(_("中介协会介入调解"), (S.SENT_BACK,), S.MEDIATION),
    turn_to_arbitration=Move(_("转为仲裁"), (S.MEDIATION, S.LITIGATION), S.ARBITRATION),
    turn_to_litigation=Move(_("转为诉讼"), (S.MEDIATION, S.ARBITRATION), S.LITIGATION),
    settle=Move(_("双方就扣除项目达成一致"), DISPUTED, S.PAYING),
    decide=Move(_("最终退款方案通过"), DISPUTED, S.PAYING),
    close=Move(_("退款完成"), (S.PAYING,), S.CLOSED),
    reopen=Move(_("有款项待付，重新付款"), (S.CLOSED,), S.PAYING),
    cancel=Move(_("撤销登记"), (S.AWAITING_PLAN,), S.CANCELLED),
)


class Opinion(TextChoices):
    """意见: what the payee tenant says of a plan, in the words of the manuals."""

    AGREE = "agree", _("同意此方案退款")
    SEND_BACK = "send_back", _("不同意，退回租赁企业修改")
    MEDIATION = "mediation", _("不同意，申请中介协会调解")
    ARBITRATION = "arbitration", _("不同意，选择仲裁")
    LITIGATION = "litigation", _("不同意，选择诉讼")


MOVE_OF_OPINION = {
    Opinion.AGREE: "agree",
    Opinion.SEND_BACK: "send_back",
    Opinion.MEDIATION: "ask_mediation",
    Opinion.ARBITRATION: "choose_arbitration",
    Opinion.LITIGATION: "choose_litigation",
}
DISPUTING = (Opinion.MEDIATION, Opinion.ARBITRATION, Opinion.LITIGATION)
"""With these the tenant says how much of the deduction they accept (同意扣除金额)."""


def opinions_on(deducted_fen: int) -> tuple[Opinion, ...]:
    """A plan that gives everything back can only be agreed to. (manual 001, 5.2.2)"""
    return tuple(Opinion) if deducted_fen else (Opinion.AGREE,)


class DeductionKind(TextChoices):
    """扣除项目: no official list was found, this is our default. (rule A7.20)"""

    RENT_OWED = "01", _("欠付租金")
    WATER = "02", _("水费")
    ELECTRICITY = "03", _("电费")
    GAS = "04", _("燃气费")
    HEATING = "05", _("供暖费")
    PROPERTY_SERVICE = "06", _("物业费")
    NETWORK = "07", _("网络、有线电视费")
    DAMAGE = "08", _("房屋及设施损坏赔偿")
    MISSING = "09", _("物品缺失赔偿")
    CLEANING = "10", _("保洁费")
    EARLY_END = "11", _("提前解约违约金")
    OVERSTAY = "12", _("逾期腾退占用费")
    KEYS = "13", _("钥匙、门禁卡")
    SERVICE = "14", _("服务费（合同约定）")
    OTHER = "99", _("其他")


NEED_EVIDENCE = frozenset(["08", "09", "11", "12", "99"])
"""Deductions of these kinds are proved by a file. (rule A7.20)"""

NEED_A_NOTE = frozenset({DeductionKind.OTHER.value})


class PortionSource(TextChoices):
    """Why an amount is paid."""

    PLAN = "plan", _("退款方案")
    ITEM = "item", _("双方达成一致的扣除项目")
    FINAL = "final", _("最终退款方案")
    ORDER = "order", _("主管部门退款决定")
    LATE = "late", _("方案之后入账的资金")
    INTEREST = "interest", _("补付利息")


OUT_OF_DISPUTE = (PortionSource.ITEM, PortionSource.FINAL, PortionSource.ORDER)


class PortionStatus(TextChoices):
    DUE = "due", _("待付款")
    PAYING = "paying", _("付款中")
    PAID = "paid", _("已付款")
    ACCOUNT_WANTED = "account_wanted", _("收款账号确认")
    NAME_REVIEW = "name_review", _("收款人变更审批")


P = PortionStatus
PORTION_MOVES = Moves(
    instruct=Move(_("发出付款指令"), (P.DUE,), P.PAYING),
    ask_account=Move(_("请收款人确认收款账号"), (P.DUE,), P.ACCOUNT_WANTED),
    confirm_payment=Move(_("付款成功"), (P.PAYING,), P.PAID),
    fail=Move(_("付款失败"), (P.PAYING,), P.ACCOUNT_WANTED),
    come_back=Move(_("款项被退汇"), (P.PAID,), P.ACCOUNT_WANTED),
    confirm_account=Move(_("确认收款账号"), (P.ACCOUNT_WANTED,), P.DUE),
    apply_for_name=Move(_("申请变更收款人"), (P.ACCOUNT_WANTED,), P.NAME_REVIEW),
    approve_name=Move(_("同意变更收款人"), (P.NAME_REVIEW,), P.DUE),
    refuse_name=Move(_("不同意变更收款人"), (P.NAME_REVIEW,), P.ACCOUNT_WANTED),
)


class ReviewStatus(TextChoices):
    """What one proposes and another checks."""

    PROPOSED = "proposed", _("待复核")
    APPROVED = "approved", _("已通过")
    REJECTED = "rejected", _("未通过")


REVIEW_MOVES = Moves(
    approve=Move(_("通过"), (ReviewStatus.PROPOSED,), ReviewStatus.APPROVED),
    reject=Move(_("不通过"), (ReviewStatus.PROPOSED,), ReviewStatus.REJECTED),
)


class Basis(TextChoices):
    """What a final plan rests on. (rules A8.2 and A8.3)"""

    MEDIATION = "mediation", _("调解协议")
    ARBITRATION = "arbitration", _("仲裁裁决")
    LITIGATION = "litigation", _("法院判决或调解书")
    AGREEMENT = "agreement", _("双方和解")


BASES = {
    S.MEDIATION: (Basis.MEDIATION, Basis.AGREEMENT),
    S.ARBITRATION: (Basis.ARBITRATION, Basis.AGREEMENT),
    S.LITIGATION: (Basis.LITIGATION, Basis.AGREEMENT),
}
WITH_DOCUMENT = (Basis.ARBITRATION, Basis.LITIGATION)
"""These name a document, who made it, and the day from which it is final. (rule A8.3)"""


class About(TextChoices):
    """What a handed-in file is about."""

    ITEM = "item", _("扣除项目的凭证")
    ANSWER = "answer", _("意见的附件")
    AWARD = "award", _("裁决书、判决书")
    PROOF = "proof", _("最终方案的证明材料")
    NAME_CHANGE = "name_change", _("收款人变更的证明材料")
    OTHER = "other", _("其他材料")


class Silence(TextChoices):
    """What happens when the one whose turn it is does nothing. Both sides read the same sentence. (BEY-01)"""

    NO_PLAN = (
        "no_plan",
        _("企业逾期未提出退款方案的，押金、剩余租金的本金及利息全部退还承租人"),
    )
    NO_CONFIRMATION = "no_confirmation", _("备案撤销须由双方确认，另一方确认后全额退还承租人")
    NO_ANSWER = "no_answer", _("承租人逾期未确认的，系统再次提醒，并再给一次期限")
    NO_FINAL_ANSWER = "no_final_answer", _("承租人仍未确认的，按企业提出的退款方案退还")
    NO_NEW_PLAN = (
        "no_new_plan",
        _("企业逾期未重新提出方案的，转中介协会督促；承租人可以改为同意、申请调解、仲裁或诉讼"),
    )
    STILL_NO_NEW_PLAN = (
        "still_no_new_plan",
        _("企业未重新提出方案，已转中介协会督促，中介协会可以直接介入调解"),
    )
    NO_RESULT = "no_result", _("争议资金继续监管并计息，直到双方达成一致或者最终方案通过")
    NO_AWARD = (
        "no_award",
        _("争议资金继续监管并计息，直到承租人向中介协会提交生效的裁决书或判决书"),
    )
    NO_ACCOUNT = "no_account", _("款项继续监管并计息，直到确认收款账号")
    NAME_UNDER_REVIEW = "name_under_review", _("中介协会审批后，按审批的收款人付款")
    TO_BE_PAID = "to_be_paid", _("款项即将付出；付款被暂停的，恢复后付出")
    ON_ITS_WAY = "on_its_way", _("付款指令已发出，到账时间以银行为准")
    NOTHING = "nothing", _("已全部办结")


class Happening(TextChoices):
    """What a case's progress tells beside its moves."""

    REGISTERED = "registered", _("登记交还住房（{reason}）")
    RETURNED_ON = "returned_on", _("交还日期{day}")
    CONFIRMED = "confirmed", _("确认交还住房")
    OBJECTED = "objected", _("对交还住房提出异议")
    ESCALATED = "escalated", _("企业逾期未重新提出方案，转中介协会督促")


class Because(TextChoices):
    """Why something was done; kept with it."""

    SILENT_ENTERPRISE = "silent_enterprise", _("企业未在{day}前提出退款方案")
    SILENT_TENANT = "silent_tenant", _("承租人未在{day}前确认")
    FILING_REVOKED = "filing_revoked", _("备案撤销，双方已确认")
    AUTHORITY_ORDER = "authority_order", _("依据{authority}文书{document_no}")
    NO_ACCOUNT = "no_account", _("没有收款账号")
    LATE_MONEY = "late_money", _("合同结束后有资金入账")
    ALL_ACCEPTED = "all_accepted", _("承租人同意全部扣除")
    ALL_SETTLED = "all_settled", _("双方已达成一致")
    VERSION = "version", _("退款方案第{version}版")


class Refusal(TextChoices):
    NOT_A_PARTY = "not_a_party", _("您不是这份合同的承租人或住房租赁企业，不能办理")
    NOT_THE_ASSOCIATION = "not_the_association", _("只有中介协会的工作人员可以办理")
    NOT_THE_PAYEE = (
        "not_the_payee",
        _("只有收款承租人可以回复退款方案、确认收款账号，其他承租人只能查看"),
    )
    CASE_OPEN = "case_open", _("合同{filing_no}已登记交还住房（{returned_on}），不能重复登记")
    NOTHING_HELD = "nothing_held", _("合同{filing_no}没有在监管的押金和租金，不需要退款")
    RETURNED_IN_FUTURE = "returned_in_future", _("交还日期{returned_on}晚于今天")
    RETURNED_BEFORE_START = (
        "returned_before_start",
        _("交还日期{returned_on}早于租赁期起{starts_on}"),
    )
    NOT_EXPIRED_YET = "not_expired_yet", _("合同{ends_on}到期，提前结束的请选择「解约」")
    CONFIRMED_ALREADY = "confirmed_already", _("交还住房已经确认")
    OWN_REGISTRATION = "own_registration", _("由您登记的交还住房，须由对方确认")
    CANCEL_ASKED = "cancel_asked", _("您已申请撤销登记，等待对方同意")
    NO_REASON_GIVEN = "no_reason_given", _("请填写原因")
    MONEY_MOVING = (
        "money_moving",
        _("合同{filing_no}有资金正在划转或入账，完成后才能办理，请稍后再试"),
    )
    PARTS_DIFFER = (
        "parts_differ",
        _("{part}监管{held}元，退还{to_tenant}元与扣除{deducted}元合计{total}元，应当相等"),
    )
    ITEMS_DIFFER = (
        "items_differ",
        _("{part}扣除{deducted}元，扣除明细合计{items}元，应当相等"),
    )
    AMOUNT_NEGATIVE = "amount_negative", _("金额不能小于0元")
    ITEM_EMPTY = "item_empty", _("第{number}项扣除的金额应大于0元")
    ITEM_KIND_UNKNOWN = "item_kind_unknown", _("第{number}项扣除的项目「{kind}」不在扣除项目表中")
    ITEM_NEEDS_A_NOTE = "item_needs_a_note", _("第{number}项扣除为「{kind}」，必须填写说明")
    ITEM_NEEDS_EVIDENCE = (
        "item_needs_evidence",
        _("第{number}项扣除为「{kind}」，必须上传凭证"),
    )
    TOO_MANY_ITEMS = "too_many_items", _("扣除明细有{count}项，最多{most}项")
    TOO_MANY_ATTACHMENTS = "too_many_attachments", _("附件有{count}个，最多{most}个")
    ATTACHMENT_UNKNOWN = "attachment_unknown", _("附件没有上传成功，请重新选择文件")
    PAYEE_UNKNOWN = "payee_unknown", _("收款承租人不是这份合同的承租人")
    HELD_CHANGED = (
        "held_changed",
        _("监管金额已变化（现为押金{deposit}元、租金{rent}元），请核对后重新填写方案"),
    )
    OPENED_ALREADY = (
        "opened_already",
        _("承租人已打开退款方案，不能撤回；需要修改的，请承租人退回修改"),
    )
    NOT_THE_CURRENT_PLAN = (
        "not_the_current_plan",
        _("退款方案已更新，请打开最新的方案后再办理"),
    )
    ONLY_AGREEMENT = "only_agreement", _("全额退还承租人的方案，意见只能是「同意此方案退款」")
    AGREED_OUT_OF_RANGE = (
        "agreed_out_of_range",
        _("同意扣除金额{agreed}元应在0元至{deducted}元之间"),
    )
    AGREED_NOT_ASKED = "agreed_not_asked", _("这个意见不需要填写同意扣除金额")
    AGREED_DIFFERS = (
        "agreed_differs",
        _("各项同意扣除金额合计{items}元，与同意扣除金额{agreed}元不一致"),
    )
    ACCOUNT_MISSING = "account_missing", _("请填写收款账号和开户银行")
    ACCOUNT_UNREADABLE = "account_unreadable", _("收款账号「{account}」不正确，应为8至32位数字")
    NOT_DISPUTED = "not_disputed", _("这份合同没有争议资金")
    ITEM_SETTLED = "item_settled", _("这一项已经达成一致")
    ITEM_NOT_DISPUTED = "item_not_disputed", _("这一项没有争议金额")
    OFFER_OUT_OF_RANGE = (
        "offer_out_of_range",
        _("归企业的金额{amount}元应在0元至这一项的争议金额{disputed}元之间"),
    )
    OFFER_GONE = "offer_gone", _("对方已更新或撤回这个提议，请查看最新的提议")
    OWN_OFFER = "own_offer", _("自己的提议须由对方接受")
    BASIS_DIFFERS = "basis_differs", _("案件为「{status}」，最终方案的依据不能是「{basis}」")
    FINAL_DIFFERS = (
        "final_differs",
        _(
            "{part}争议金额{disputed}元，最终方案退还{to_tenant}元、归企业{to_enterprise}元，应当相等"
        ),
    )
    FINAL_NEEDS_PROOF = "final_needs_proof", _("请上传最终方案的证明材料")
    FINAL_NEEDS_DOCUMENT = (
        "final_needs_document",
        _("请填写裁决书或判决书的文号、作出机构和生效日期"),
    )
    NOT_FINAL_YET = "not_final_yet", _("裁决书或判决书{effective_on}才生效，生效后才能办理")
    FINAL_PENDING = "final_pending", _("已有一份最终方案等待复核")
    SAME_PERSON = "same_person", _("提出人不能复核自己提出的事项，须由另一人复核")
    NAME_UNCHANGED = "name_unchanged", _("新收款人与原收款人{name}相同，请由承租人确认收款账号")
    NAME_MISSING = "name_missing", _("请填写新收款人户名、与承租人的关系和变更原因")
    NAME_NEEDS_EVIDENCE = "name_needs_evidence", _("请上传收款人变更的证明材料")
    NOT_A_TENANTS_PORTION = (
        "not_a_tenants_portion",
        _("只有付给承租人的款项可以变更收款人，企业的收款账户在「收款账户」中变更"),
    )
    NO_SETTLEMENT_ACCOUNT = (
        "no_settlement_account",
        _("企业没有已复核的收款账户，请先在「收款账户」中登记"),
    )
    NOTE_EMPTY = "note_empty", _("请填写内容")
