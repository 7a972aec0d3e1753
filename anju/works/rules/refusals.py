"""When something is refused, and in which words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Refusal(TextChoices):
    NOT_YOUR_AREA = "not_your_area", _("贵单位不服务{community}，不能为该小区申请维修支取")
    SELF_MANAGED = "works_self_managed", _("{community}的维修资金由业主自管，不在本系统申请支取")
    NOT_A_DRAFT = "not_a_draft", _("任务单{no}的状态为「{status}」，不能再填写")
    WRONG_MOMENT = "wrong_moment", _("任务单{no}的状态为「{status}」，不能{what}")
    FIELD_WRONG = "field_wrong", _("{label}：{sentence}")
    ENDS_BEFORE_START = "ends_before_start", _("结束日期不能早于开始日期")
    AMOUNT_OVER_BUDGET = "amount_over_budget", _("申请金额不能超过预算金额")
    PERCENT_TOO_HIGH = "percent_too_high", _("首付比例应为0至{most}的整数")
    CHOICE_UNKNOWN = "choice_unknown", _("请从列出的选项中选择")
    POSTED_TOO_SHORT = "posted_too_short", _("使用方案应公示至少{days}天")
    POSTED_STILL = "posted_still", _("使用方案的公示{day}结束，结束后才能提交")
    VOTE_TOO_LONG = "vote_too_long", _("表决截止日期应在提交之后{most}天以内")
    OTHER_COMMUNITY = "other_community", _("所选房屋不都在{community}")
    TOO_MANY_HOMES = "works_too_many_homes", _("一张任务单最多分摊{most}户")
    NO_HOMES = "works_no_homes", _("请选择参与分摊的房屋")
    COUNT_STALE = (
        "count_stale",
        _("分摊房屋已变化，现为{homes}户、{area}平方米，请重新点击【填入勾选房屋户数和面积】"),
    )
    AMOUNT_MISSING = "works_amount_missing", _("请填写大于零的金额")
    EXCLUSIONS_MISSING = "exclusions_missing", _("请逐项回答不得列支核对：{item}")
    EXCLUDED = "excluded", _("「{item}」不得从维修资金列支，不能申请支取")
    PAPERS_MISSING = "papers_missing", _("请添加附件：{papers}")
    TOO_MANY_PAPERS = "too_many_papers", _("附件最多{most}份")
    PAPER_KIND = "paper_kind", _("请选择附件种类")
    NO_SUCH_PAPER = "no_such_paper", _("没有这份附件")
    PAYEE_OTHER = (
        "payee_other",
        _("收款户名应为施工单位「{contractor}」或贵单位「{company}」的名称"),
    )
    NOTICE_MISSING = (
        "notice_missing",
        _("应急使用须先在小区显著位置告知业主，请登记告知的时间、地点并上传照片"),
    )
    NOTICE_LATER = "notice_later", _("告知时间不能晚于现在")
    NOTICE_NOT_NEEDED = "notice_not_needed", _("一般使用由业主表决，不登记应急告知")
    CONSENT_MISSING = "consent_missing", _("业主表决未通过：{why}")
    VOTE_OPEN = "vote_open", _("业主表决{day}截止，截止后才能审批")
    OBJECTION_OPEN = "objection_open", _("有{count}件业主异议尚未处理")
    CONSENT_STANDS = "consent_stands", _("剔除异议后业主表决仍然通过，不能停止")
    NOT_COVERED = (
        "not_covered",
        _("{homes}户的余额不足，共欠{owed}元，须先催缴；一般使用不能带欠款批准"),
    )
    SELF_REVIEW = "works_self_review", _("不能复审自己初审的任务单，请由另一人复审")
    OPINION_MISSING = "works_opinion_missing", _("请填写意见")
    MONEY_GONE = "money_gone", _("任务单{no}已有拨付，不能撤销批准")
    PAYMENT_UNDER_WAY = "payment_under_way", _("拨付{payment}正在办理，结束后才能{what}")
    FIRST_TOO_MUCH = "first_too_much", _("首付款累计最多{most}元")
    PAY_TOO_MUCH = "pay_too_much", _("最多可拨付{most}元")
    STAGE_WRONG = "stage_wrong", _("任务单{no}的状态为「{status}」，不能拨付{stage}")
    PAYMENT_DECIDED = "payment_decided", _("拨付{payment}的状态为「{status}」，不能复核")
    SAME_PERSON = "works_same_person", _("不能复核自己录入的拨付，请由另一人复核")
    OVER_APPROVED = (
        "over_approved",
        _("决算金额{settled}元超过批准金额{approved}元，超出部分须另行申请"),
    )
    BELOW_PAID = "below_paid", _("决算金额不能低于已拨付的{paid}元")
    INVOICES_MISSING = "invoices_missing", _("请填写发票号码和金额")
    INVOICES_DIFFER = "invoices_differ", _("发票合计{invoices}元，与决算金额{settled}元不一致")
    INVOICE_TWICE = "invoice_twice", _("发票{invoice}已用于任务单{no}")
    NOTHING_OWED = "nothing_owed", _("没有欠款，不需要催缴")
    ARREARS_LEFT = "arrears_left", _("还有可以拨付的{left}元，不能完结")
    SHEET_NOT_YET = "sheet_not_yet", _("提交后才能打印{sheet}")
    SHEET_NOT_READY = "sheet_not_ready", _("表单还在生成，请稍后再打印")
