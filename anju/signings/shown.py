"""The whole contract in the order of the city's model contract, for pages and for the PDF alike."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from anju.contracts.terms import TenantTerms
from anju.core.crypto import mask_id_number, mask_phone
from anju.core.identity_numbers import IdentityKind
from anju.core.money import in_capitals, yuan
from anju.core.rules import DISTRICTS
from anju.homes.rules import CertificateType
from anju.payments import queries as payments
from anju.signings.rules import (
    Cost,
    DisputeWay,
    Mode,
    Payer,
    PaymentWay,
    RoomUse,
    Source,
    Way,
)
from anju.signings.terms import ContractTerms

Mask = Callable[[str], str]
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Section:
    """One chapter of a contract: label and value side by side, those that say nothing left out."""

    title: str
    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Payment:
    number: int
    from_on: date
    to_on: date
    due_on: date
    amount: str


def sections_of(terms: ContractTerms, *, masked: bool) -> list[Section]:
    """The contract in words, without what it does not say. On screens numbers and phones are masked, on the paper they
    stand whole.
    """
    id_number, phone = (mask_id_number, mask_phone) if masked else (str, str)
    chapters = [
        (_("合同当事人"), [*_landlord(terms), *_tenants(terms.tenants, id_number, phone)]),
        (_("房屋基本情况"), _home(terms)),
        (_("租赁期限"), _term(terms)),
        (_("租金和押金"), _money(terms)),
        (_("费用和维修"), _costs(terms)),
        (_("其他约定"), _agreed(terms)),
    ]
    sections = [
        Section(title, [(label, value) for label, value in pairs if value])
        for title, pairs in chapters
    ]
    return [section for section in sections if section.pairs]


def payments_of(terms: ContractTerms) -> list[Payment]:
    return [
        Payment(number, one.from_on, one.to_on, one.due_on, yuan(one.amount_fen))
        for number, one in enumerate(terms.instalments, 1)
    ]


def _landlord(terms: ContractTerms) -> Pairs:
    return [
        (_("出租人"), terms.enterprise_name),
        (_("统一社会信用代码"), terms.enterprise_uscc),
        (_("出租人联系电话"), terms.enterprise_phone),
        (_("出租人联系地址"), terms.enterprise_address),
        (_("出租人经办人"), terms.enterprise_agent),
        (_("经纪机构"), terms.broker_name),
        (_("经纪人员"), terms.broker_person),
    ]


def _tenants(tenants: Iterable[TenantTerms], id_number: Mask, phone: Mask) -> Pairs:
    pairs, phone_label = [], _("手机号")
    for number, one in enumerate(tenants, 1):
        kind = _("统一社会信用代码") if one.uscc else _label(IdentityKind, one.id_type)
        proof = one.uscc or id_number(one.id_number)
        pairs.append(
            (
                _("承租人{number}").format(number=number),
                f"{one.name}，{kind}：{proof}，{phone_label}：{phone(one.phone)}",
            )
        )
    return pairs


def _home(terms: ContractTerms) -> Pairs:
    room = ""
    if terms.unit:
        room = f"{terms.unit}（{_label(RoomUse, terms.room_use)}，{_square(terms.room_area)}）"
    return [
        (_("房屋区域"), DISTRICTS[terms.district]),
        (_("房屋坐落"), terms.address),
        (
            _("权属证明"),
            f"{_label(CertificateType, terms.certificate_type)} {terms.certificate_no}",
        ),
        (_("产权人"), terms.owner_name),
        (_("房源核验码"), terms.verification_no),
        (_("建筑面积"), _square(terms.area)),
        (_("使用面积"), _square(terms.usable_area)),
        (_("户型"), terms.layout),
        (_("规划用途"), terms.planned_use),
        (_("抵押情况"), _("有抵押登记") if terms.is_mortgaged else _("无抵押登记")),
        (_("出租依据"), _label(Source, terms.source)),
        (_("原租赁合同止日"), _day(terms.head_lease_ends_on)),
        (_("有无共有人"), _("有，共有人同意出租") if terms.has_co_owners else _("无")),
        (_("出租方式"), _label(Mode, terms.mode)),
        (_("房间"), room),
        (_("租赁用途"), terms.use),
        (_("居住人数"), _("{count}人").format(count=terms.occupants)),
        (_("房屋交割清单"), terms.inventory),
    ]


def _term(terms: ContractTerms) -> Pairs:
    return [
        (_("租赁期起"), _day(terms.starts_on)),
        (_("租赁期止"), _day(terms.ends_on)),
        (_("房屋交付日"), _day(terms.hand_over_on)),
        (_("纸质合同编号"), terms.paper_no),
        (_("纸质合同签订日期"), _day(terms.paper_signed_on)),
    ]


def _money(terms: ContractTerms) -> Pairs:
    rhythm = _("押{deposit}付{pay}").format(deposit=terms.deposit_months, pay=terms.pay_months)
    account = payments.account_of(terms.bank)
    return [
        (_("月租金"), _amount(terms.monthly_rent_fen)),
        (_("租金总额"), _amount(terms.total_rent_fen)),
        (_("支付周期"), rhythm),
        (_("支付方式"), _label(PaymentWay, terms.payment_way)),
        (_("押金"), _amount(terms.deposit_fen)),
        (_("押金支付日"), _day(terms.deposit_due_on)),
        (
            _("押金返还时间"),
            _("返还房屋后{days}日内").format(days=terms.deposit_return_days),
        ),
        (_("押金扣减情形"), terms.deductions),
        (_("监管银行"), account.bank_name if account else terms.bank),
    ]


def _costs(terms: ContractTerms) -> Pairs:
    costs = [(_label(Cost, one.cost), _label(Payer, one.payer)) for one in terms.costs]
    return [*costs, (_("维修责任"), terms.repairs)]


def _agreed(terms: ContractTerms) -> Pairs:
    dispute = _label(DisputeWay, terms.dispute_way)
    if terms.arbitration_body:
        dispute += f"（{terms.arbitration_body}）"
    return [
        (_("承租人可否转租"), _("可以") if terms.may_sublet else _("不可以")),
        (_("合同解除情形"), terms.ending),
        (_("违约责任"), terms.breach),
        (_("双方约定事项"), terms.agreed),
        (_("争议解决方式"), dispute),
        (_("签约方式"), _label(Way, terms.way)),
    ]


def _label(choices: type[TextChoices], value: str) -> str:
    return str(choices(value).label)


def _square(area: Decimal | None) -> str:
    return "" if area is None else _("{area}平方米").format(area=area)


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _amount(fen: int) -> str:
    return _("{amount}元（大写：{capitals}）").format(amount=yuan(fen), capitals=in_capitals(fen))


def as_facts(terms: ContractTerms) -> dict[str, Any]:
    """The chapters and the payments as plain values, for a document."""
    return {
        "sections": [
            {"title": one.title, "pairs": [list(pair) for pair in one.pairs]}
            for one in sections_of(terms, masked=False)
        ],
        "payments": [
            [str(one.number), f"{one.from_on} 至 {one.to_on}", str(one.due_on), one.amount]
            for one in payments_of(terms)
        ],
    }
