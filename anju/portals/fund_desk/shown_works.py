"""What is paid for works, as the fund's desk shows it. The payee's account is masked."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from anju.core.crypto import mask_account
from anju.core.money import yuan
from anju.desks import shown_works as desks
from anju.desks.shown_works import moment, note_of
from anju.portals.fund_desk.shown import to
from anju.portals.fund_desk.shown_money import DEPOSIT_TONES
from anju.works.queries import Payable

order_rows = partial(desks.order_rows, url_of=lambda pk: to("works_order", pk))
payment_rows = partial(desks.payment_rows, url_of=lambda pk: to("works_payment", pk))


def facts_of_payable(order: Any, payable: Payable) -> list[tuple[str, Any]]:
    """What has gone, is going, and may still go."""
    return [
        (_("批准时间"), moment(order.approved_at)),
        (_("已冻结（元）"), yuan(payable.frozen_fen)),
        (_("已拨付（元）"), yuan(payable.paid_fen)),
        (_("正在拨付（元）"), yuan(payable.going_fen)),
        (_("现在可拨首付款（元）"), yuan(payable.first_fen)),
        (_("现在可拨尾款（元）"), yuan(payable.final_fen)),
    ]


def facts_of_payment(payment: Any, named: Any) -> list[tuple[str, Any]]:
    return [
        (_("任务单编号"), payment.order.no),
        (_("小区"), payment.order.community.name),
        (_("维修项目名称"), payment.order.title),
        (_("款项"), payment.get_stage_display()),
        (_("维修资金专户"), payment.bank_account.bank_name),
        (_("拨付金额（元）"), yuan(payment.amount_fen)),
        (_("收款户名"), payment.payee_name),
        (_("收款账号"), mask_account(payment.payee_account)),
        (_("开户行"), payment.payee_bank),
        (_("经办人"), named(payment.entered_by)),
        (_("经办时间"), moment(payment.entered_at)),
        (_("复核人"), named(payment.checked_by)),
        (_("结束时间"), moment(payment.ended_at)),
        (_("退回或者失败的原因"), payment.because or "—"),
    ]


@dataclass(frozen=True)
class ArrearRow:
    share: Any
    address: str
    note: str
    deposit: Any
    status: str
    tone: str
    url: str


def arrear_rows(shares: Iterable[Any], demands: dict[int, Any]) -> list[ArrearRow]:
    """Homes that owe, with the 分摊款 that was asked of each."""
    return [arrear_row(one, demands.get(one.dwelling_id)) for one in shares]


def arrear_row(share: Any, deposit: Any) -> ArrearRow:
    return ArrearRow(
        share,
        share.dwelling.address,
        note_of(share),
        deposit,
        str(deposit.get_status_display()) if deposit else _("没有催缴"),
        DEPOSIT_TONES[deposit.status] if deposit else "quiet",
        to("deposit", deposit.pk) if deposit else "",
    )
