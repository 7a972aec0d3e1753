"""What was typed into a contract, field by field, read into values; each fault stands at its field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices

from anju.contracts.plan import DAY, InstalmentTerms, rent_of, span
from anju.contracts.reading.leases import LABELS as LEASE_LABELS
from anju.contracts.reading.leases import read_instalment, read_tenant, to_bank
from anju.contracts.rules import MOST_INSTALMENTS, MOST_TENANTS
from anju.contracts.terms import TenantTerms
from anju.core.calendar import add_months
from anju.core.fields import FieldError, Fields, to_area, to_date, to_name, to_text
from anju.core.fields import Refusal as FieldRefusal
from anju.core.identity_numbers import normalise
from anju.core.money import parse_yuan
from anju.core.refusals import Refused
from anju.signings.rules import (
    MOST_CHARACTERS,
    MOST_OCCUPANTS,
    MOST_ROOMS,
    Answer,
    Cost,
    DisputeWay,
    Mode,
    Payer,
    PaymentWay,
    Refusal,
    RoomUse,
    Source,
    Way,
)
from anju.signings.terms import CostTerms

LABELS = {
    **{name: label for name, label in LEASE_LABELS.items() if name[:7] in ("tenants", "instalm")},
    "source": "出租依据",
    "head_lease_ends_on": "原租赁合同止日",
    "has_co_owners": "有无共有人",
    "enterprise_phone": "出租人联系电话",
    "enterprise_address": "出租人联系地址",
    "enterprise_agent": "出租人经办人",
    "bank": "监管银行",
    "mode": "出租方式",
    "unit": "房间号",
    "room_use": "房间用途",
    "room_area": "房间使用面积",
    "usable_area": "使用面积",
    "layout": "户型",
    "rooms": "居住房间数",
    "occupants": "居住人数",
    "are_kin": "居住人之间有法定赡养、抚养、扶养义务关系",
    "use": "租赁用途",
    "starts_on": "租赁期起",
    "ends_on": "租赁期止",
    "hand_over_on": "房屋交付日",
    "monthly_rent": "月租金",
    "deposit": "押金",
    "deposit_due_on": "押金支付日",
    "deposit_months": "押金月数（押）",
    "pay_months": "支付周期（付）",
    "payment_way": "支付方式",
    "deposit_return_days": "押金返还时间",
    "deductions": "押金扣减情形",
    "costs": "费用承担",
    **dict.fromkeys((f"costs.{cost}" for cost in Cost.values), "费用承担"),
    "repairs": "维修责任",
    "inventory": "房屋交割清单",
    "may_sublet": "承租人可否转租",
    "ending": "合同解除情形",
    "breach": "违约责任",
    "agreed": "双方约定事项",
    "dispute_way": "争议解决方式",
    "arbitration_body": "仲裁委员会",
    "broker_name": "经纪机构",
    "broker_person": "经纪人员",
    "paper_no": "纸质合同编号",
    "paper_signed_on": "纸质合同签订日期",
    "documents": "要件",
    "": "合同",
}
"""Each field as it is typed (a name, or `tenants[0].phone` within a list) and what people call it."""

NO_HOUSEHOLD = "居住"


@dataclass(frozen=True)
class Read:
    """The values of a draft by their names in `ContractTerms`; what could not be read is None and has a fault."""

    values: dict[str, Any]
    faults: list[FieldError]


def read_typed(stated: Any, way: str, banks: Mapping[str, str]) -> Read:
    """Everything that was typed. Rent in instalments that nobody typed follows from the rhythm (付y)."""
    faults: list[FieldError] = []
    fields = Fields(stated, LABELS, faults)
    values = {
        **_landlord(fields, banks),
        **_home(fields),
        **_term(fields),
        **_money(fields),
        **_agreements(fields),
        **_paper(fields, way),
        "tenants": _tenants(fields),
    }
    values["instalments"] = _instalments(fields, values)
    return Read(values, faults)


def where_given(fields: Fields, name: str, convert: Callable[[str], Any], otherwise: Any) -> Any:
    return fields.read(name, convert) if fields.has(name) else otherwise


def _landlord(fields: Fields, banks: Mapping[str, str]) -> dict[str, Any]:
    source = fields.read("source", one_of(Source))
    is_sublease = source == Source.SUBLEASE
    return {
        "source": source,
        "head_lease_ends_on": fields.read("head_lease_ends_on", to_date) if is_sublease else None,
        "has_co_owners": where_given(fields, "has_co_owners", yes_or_no, False),
        "enterprise_phone": where_given(fields, "enterprise_phone", to_text(30), ""),
        "enterprise_address": where_given(fields, "enterprise_address", to_text(200), ""),
        "enterprise_agent": where_given(fields, "enterprise_agent", to_name, ""),
        "bank": fields.read("bank", lambda text: to_bank(text, banks)),
    }


def _home(fields: Fields) -> dict[str, Any]:
    mode = fields.read("mode", one_of(Mode))
    by_room = mode == Mode.ROOM
    usable = where_given(fields, "usable_area", to_area, None)
    if mode == Mode.WHOLE and not fields.has("usable_area"):
        fields.note("usable_area", Refused(FieldRefusal.FIELD_MISSING))
    return {
        "mode": mode,
        "unit": fields.read("unit", to_unit) if by_room else "",
        "room_use": fields.read("room_use", one_of(RoomUse)) if by_room else "",
        "room_area": fields.read("room_area", to_area) if by_room else None,
        "usable_area": usable,
        "layout": where_given(fields, "layout", to_text(40), ""),
        "rooms": 1 if by_room else fields.read("rooms", to_count(1, MOST_ROOMS)),
        "occupants": fields.read("occupants", to_count(1, MOST_OCCUPANTS)),
        "are_kin": where_given(fields, "are_kin", yes_or_no, False),
        "use": where_given(fields, "use", to_text(40), NO_HOUSEHOLD),
    }


def _term(fields: Fields) -> dict[str, Any]:
    starts_on = fields.read("starts_on", to_date)
    return {
        "starts_on": starts_on,
        "ends_on": fields.read("ends_on", to_date),
        "hand_over_on": where_given(fields, "hand_over_on", to_date, starts_on),
    }


def _money(fields: Fields) -> dict[str, Any]:
    return {
        "monthly_rent_fen": fields.read("monthly_rent", parse_yuan),
        "deposit_fen": fields.read("deposit", parse_yuan),
        "deposit_due_on": fields.read("deposit_due_on", to_date),
        "deposit_months": fields.read("deposit_months", to_count(0, 12)),
        "pay_months": fields.read("pay_months", to_count(1, 240)),
        "payment_way": where_given(
            fields, "payment_way", one_of(PaymentWay), PaymentWay.CUSTODY.value
        ),
        "deposit_return_days": fields.read("deposit_return_days", to_count(0, 60)),
        "deductions": where_given(fields, "deductions", to_long_text, ""),
    }


def _agreements(fields: Fields) -> dict[str, Any]:
    by_arbitration = (way := fields.read("dispute_way", one_of(DisputeWay))) == "arbitration"
    return {
        "costs": _costs(fields),
        "may_sublet": where_given(fields, "may_sublet", yes_or_no, False),
        **{
            name: where_given(fields, name, to_long_text, "")
            for name in ("repairs", "inventory", "ending", "breach", "agreed")
        },
        "dispute_way": way,
        "arbitration_body": fields.read("arbitration_body", to_name) if by_arbitration else "",
        "broker_name": where_given(fields, "broker_name", to_name, ""),
        "broker_person": where_given(fields, "broker_person", to_name, ""),
    }


def _costs(fields: Fields) -> tuple[CostTerms, ...]:
    """Whoever is named for a cost pays it; of a cost that nobody named the contract says nothing."""
    if "costs" not in fields.stated:
        return ()
    named = fields.inside("costs")
    return tuple(
        CostTerms(cost.value, named.read(cost.value, one_of(Payer)))
        for cost in Cost
        if named.has(cost.value)
    )


def _paper(fields: Fields, way: str) -> dict[str, Any]:
    if way != Way.PAPER:
        return {}
    return {
        "paper_no": where_given(fields, "paper_no", to_text(40), ""),
        "paper_signed_on": fields.read("paper_signed_on", to_date),
    }


def _tenants(fields: Fields) -> tuple[TenantTerms, ...] | None:
    faults = len(fields.errors)
    each = fields.each("tenants", MOST_TENANTS, [])
    return None if len(fields.errors) > faults else tuple(read_tenant(one) for one in each)


def _instalments(fields: Fields, values: Mapping[str, Any]) -> tuple[InstalmentTerms, ...] | None:
    if fields.stated.get("instalments"):
        typed = fields.each("instalments", MOST_INSTALMENTS, [])
        return tuple(read_instalment(each) for each in typed)
    asked = [values[name] for name in ("starts_on", "ends_on", "monthly_rent_fen", "pay_months")]
    if None in asked or values["ends_on"] < values["starts_on"]:
        return None
    return plan_instalments(*asked)


def plan_instalments(
    starts_on: date, ends_on: date, monthly_rent_fen: int, pay_months: int, skipped: int = 0
) -> tuple[InstalmentTerms, ...]:
    """付y: every y months of rent are due on their first day; a part of a month at the end as `plan.rent_of` has it.

    `skipped` months of the lease are planned already.
    """
    instalments: list[InstalmentTerms] = []
    from_on = add_months(starts_on, skipped)
    while from_on <= ends_on:
        number = len(instalments) + 1
        to_on = min(add_months(starts_on, skipped + number * pay_months) - DAY, ends_on)
        amount_fen = rent_of(span(from_on, to_on, starts_on), monthly_rent_fen)
        instalments.append(InstalmentTerms(from_on, from_on, to_on, amount_fen))
        from_on = to_on + DAY
    return tuple(instalments)


def one_of(choices: type[TextChoices]) -> Callable[[str], str]:
    def convert(text: str) -> str:
        if text not in choices.values:
            raise Refused(Refusal.NOT_CHOSEN, text=text[:20])
        return text

    return convert


def yes_or_no(text: str) -> bool:
    return one_of(Answer)(text) == Answer.YES


def to_count(least: int, most: int) -> Callable[[str], int]:
    def convert(text: str) -> int:
        plain = normalise(text)
        if not (plain.isascii() and plain.isdigit() and len(plain) < 5):
            raise Refused(Refusal.NOT_A_COUNT, text=text[:20], least=least, most=most)
        if not least <= int(plain) <= most:
            raise Refused(Refusal.NOT_A_COUNT, text=text[:20], least=least, most=most)
        return int(plain)

    return convert


def to_unit(text: str) -> str:
    """A room as its door says, in one way of writing: 「ａ 卧」 and 「A卧」 are the same room."""
    return to_text(40)(normalise(text))


def to_long_text(text: str) -> str:
    """Several lines of text, each of which can be shown."""
    lines = [to_text(MOST_CHARACTERS)(line.rstrip()) for line in text.splitlines()]
    return to_text(MOST_CHARACTERS)(text.replace("\r\n", "").replace("\n", "")) and "\n".join(lines)
