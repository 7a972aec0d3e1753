"""How work orders look at the desks of the authority and of the fund. Accounts and phones are masked for everybody."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from anju.core import clock
from anju.core.crypto import mask_account, mask_phone
from anju.core.money import yuan
from anju.core.rules import DISTRICTS
from anju.desks.shown import FileShown, file_shown
from anju.works import queries
from anju.works.rules import TO_REVIEW, PaymentStatus, Status

S, P = Status, PaymentStatus
TONES = {
    S.DRAFT: "quiet",
    S.SUBMITTED: "waiting",
    S.SECOND_REVIEW: "waiting",
    S.APPROVED: "good",
    S.WORKING: "good",
    S.SETTLING: "waiting",
    S.SETTLED: "good",
    S.FINISHED: "kept",
    S.RETURNED: "bad",
    S.REVOKED: "quiet",
    S.STOPPED: "bad",
}
PAYMENT_TONES = {
    P.ENTERED: "waiting",
    P.PAYING: "waiting",
    P.PAID: "good",
    P.FAILED: "bad",
    P.REJECTED: "bad",
}
TO_PAY = (S.APPROVED, S.SETTLED)


def moment(at: datetime | None) -> str:
    return f"{at.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}" if at else "—"


def square_metres(hundredths: int) -> str:
    return _("{area}平方米").format(area=yuan(hundredths))


def money(fen: int | None) -> str:
    return "—" if fen is None else _("{amount}元").format(amount=yuan(fen))


def percent_of(part: int, whole: int) -> str:
    """2 of 3 → 66.66%: cut off, so that what is not reached never looks reached."""
    hundredths = part * 10_000 // whole if whole else 0
    return f"{hundredths // 100}.{hundredths % 100:02}%"


@dataclass(frozen=True)
class OrderRow:
    order: Any
    place: str
    status: str
    tone: str
    due: str
    is_overdue: bool
    url: str


def order_rows(orders: Iterable[Any], url_of: Callable[[int], str]) -> list[OrderRow]:
    return [order_row(one, url_of(one.pk)) for one in orders]


def order_row(order: Any, url: str) -> OrderRow:
    community = order.community
    return OrderRow(
        order,
        f"{DISTRICTS[community.district]} {community.name}",
        str(order.get_status_display()),
        TONES[Status(order.status)],
        due_told(order),
        queries.is_overdue(order),
        url,
    )


def due_of(order: Any) -> datetime | None:
    """Until when the authority decides, or the fund pays; None while nobody has to."""
    if order.status in TO_REVIEW:
        return order.decide_by
    return order.pay_by if order.status in TO_PAY else None


def due_told(order: Any) -> str:
    """The end of a day is told as that day; the hour only where hours count."""
    at = due_of(order)
    if at is None:
        return ""
    local = at.astimezone(clock.BEIJING)
    is_midnight = (local.hour, local.minute) == (0, 0)
    return f"{local - timedelta(days=1):%Y-%m-%d}" if is_midnight else f"{local:%Y-%m-%d %H:%M}"


def facts_of_order(order: Any) -> list[tuple[str, Any]]:
    """Who asks for what, and why."""
    case = [(_("应急情形"), order.get_emergency_display())] if order.emergency else []
    return [
        (_("小区"), f"{DISTRICTS[order.community.district]} {order.community.name}"),
        (_("物业服务企业"), f"{order.company.name}（{order.company.uscc}）"),
        (_("经办人"), f"{order.handler_name} {mask_phone(order.handler_phone)}"),
        (_("使用类型"), order.get_kind_display()),
        *case,
        (_("维修类别"), order.get_category_display()),
        (_("维修部位"), order.get_part_display()),
        (_("维修项目名称"), order.title),
        (_("维修原因"), order.reason),
        (_("列支范围"), order.get_scope_display()),
        (_("提交时间"), moment(order.submitted_at)),
        (_("公示日期"), period(order.posted_from, order.posted_to)),
    ]


def period(first: Any, last: Any) -> str:
    return f"{first} – {last}" if first and last else "—"


def facts_of_works(order: Any) -> list[tuple[str, Any]]:
    """Who does the works, for how much, and who is paid."""
    return [
        (_("预算金额"), money(order.budget_fen)),
        (_("申请金额"), money(order.amount_fen)),
        (_("首付比例"), f"{order.first_percent}%" if order.first_percent is not None else "—"),
        (_("施工单位"), f"{order.contractor_name}（{order.contractor_uscc}）"),
        (_("施工单位资质"), order.contractor_grade or "—"),
        (_("监理或审价单位"), order.supervisor or "—"),
        (_("合同编号"), order.contract_no),
        (_("计划工期"), period(order.starts_on, order.ends_on)),
        (_("收款户名"), order.payee_name),
        (_("收款账号"), mask_account(order.payee_account)),
        (_("开户行"), order.payee_bank),
    ]


def facts_of_shares(order: Any) -> list[tuple[str, Any]]:
    standard = queries.standard_of(order)
    owed = _("{homes}户 {owed}元").format(homes=order.owed_homes, owed=yuan(order.owed_fen))
    return [
        (_("分摊总户数"), order.shared_homes),
        (_("分摊总面积"), square_metres(order.shared_area_hundredths)),
        (_("分摊标准"), _("{standard}元/平方米").format(standard=standard) if standard else "—"),
        (_("欠款"), owed if order.owed_homes else _("没有欠款")),
    ]


@dataclass(frozen=True)
class ShareRow:
    share: Any
    address: str
    area: str
    unit_fen: int
    covered_fen: int
    note: str


def share_rows(shares: Iterable[Any]) -> list[ShareRow]:
    return [
        ShareRow(
            one,
            one.dwelling.address,
            square_metres(one.area_hundredths),
            one.unit_fen,
            one.covered_fen + one.unit_covered_fen,
            note_of(one),
        )
        for one in shares
    ]


def note_of(share: Any) -> str:
    if share.is_unsold:
        return _("未售，由开发单位现金承担")
    return _("没有交存过，现金承担") if share.in_cash else ""


def papers_shown(papers: Iterable[Any], url_of: Callable[[int], str]) -> list[FileShown]:
    return [file_shown(one.file, url_of(one.pk), str(one.get_kind_display())) for one in papers]


@dataclass(frozen=True)
class PaymentRow:
    payment: Any
    stage: str
    status: str
    tone: str
    url: str


def payment_rows(payments: Iterable[Any], url_of: Callable[[int], str]) -> list[PaymentRow]:
    """`url_of` gives "" where the reader has no page of a payment."""
    return [
        PaymentRow(
            one,
            str(one.get_stage_display()),
            str(one.get_status_display()),
            PAYMENT_TONES[PaymentStatus(one.status)],
            url_of(one.pk),
        )
        for one in payments
    ]


@dataclass(frozen=True)
class SettlementShown:
    settlement: Any
    status: str
    tone: str
    facts: list[tuple[str, Any]]
    invoices: list[Any]


SETTLEMENT_TONES = {"entered": "waiting", "approved": "good", "returned": "bad"}


def settlement_shown(order: Any, settlement: Any, named: Callable[[str], str]) -> SettlementShown:
    """What the works came to, against what was approved."""
    invoices = list(settlement.invoices.all())
    total = sum(one.amount_fen for one in invoices)
    less = (order.amount_fen or 0) - settlement.amount_fen
    facts = [
        (_("决算编号"), settlement.no),
        (_("批准金额"), money(order.amount_fen)),
        (_("决算金额"), money(settlement.amount_fen)),
        (_("节余（通过后退回各户）"), money(less)),
        (_("发票合计"), money(total)),
        (_("竣工日期"), settlement.ended_on.isoformat()),
        (_("说明"), settlement.remark or "—"),
        (_("提交时间"), moment(settlement.entered_at)),
        (_("审核人"), named(settlement.checked_by)),
        (_("审核意见"), settlement.opinion or "—"),
    ]
    tone = SETTLEMENT_TONES[settlement.status]
    return SettlementShown(settlement, str(settlement.get_status_display()), tone, facts, invoices)
