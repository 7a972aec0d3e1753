"""One lease as stated, in the words of the rental platform's JSON, read into terms."""

from collections.abc import Mapping
from typing import Any

from anju.contracts.plan import InstalmentTerms
from anju.contracts.rules import MOST_INSTALMENTS, MOST_TENANTS, Refusal
from anju.contracts.terms import LeaseTerms, TenantTerms
from anju.core.fields import (
    FieldError,
    Fields,
    to_area,
    to_date,
    to_district,
    to_id_type,
    to_name,
    to_text,
)
from anju.core.identity_numbers import check_identity, check_phone, check_uscc, normalise
from anju.core.money import parse_yuan
from anju.core.numbers import is_valid_filing_no
from anju.core.refusals import Refused
from anju.payments import queries as payments
from anju.payments.rules import Business
from anju.payments.rules import Refusal as PaymentRefusal

LABELS = {
    "filing_no": "合同备案编号",
    "filed_on": "备案日期",
    "enterprise": "出租企业",
    "enterprise.name": "出租企业名称",
    "enterprise.uscc": "出租企业统一社会信用代码",
    "enterprise.bank": "监管银行",
    "home": "房屋",
    "home.address": "房屋坐落",
    "home.district": "所在区",
    "home.area": "建筑面积",
    "starts_on": "租赁期起",
    "ends_on": "租赁期止",
    "monthly_rent": "月租金",
    "deposit": "押金",
    "deposit_due_on": "押金应缴日期",
    "tenants": "承租人",
    "tenants[]": "承租人",
    "tenants[].name": "姓名",
    "tenants[].id_type": "证件类型",
    "tenants[].id_number": "证件号码",
    "tenants[].organisation_name": "单位名称",
    "tenants[].uscc": "单位统一社会信用代码",
    "tenants[].phone": "手机号",
    "instalments": "租金分期",
    "instalments[]": "租金分期",
    "instalments[].due_on": "应缴日期",
    "instalments[].from": "起始日期",
    "instalments[].to": "截止日期",
    "instalments[].amount": "金额",
}
"""Each field of the JSON and what it is called on forms and in spreadsheets."""

FIELD_OF = {
    Refusal.BAD_FILING_NO: "filing_no",
    Refusal.FILED_DIFFERENTLY: "filing_no",
    Refusal.BEFORE_CUSTODY: "filed_on",
    Refusal.FILED_IN_FUTURE: "filed_on",
    Refusal.ENDS_BEFORE_START: "ends_on",
    Refusal.NO_TENANT: "tenants",
    Refusal.TENANT_TWICE: "tenants",
    Refusal.RENT_MISSING: "monthly_rent",
    Refusal.DEPOSIT_TOO_HIGH: "deposit",
    Refusal.NO_INSTALMENT: "instalments",
    Refusal.INSTALMENT_GAP: "instalments[{}].from",
    Refusal.INSTALMENT_BACKWARDS: "instalments[{}].to",
    Refusal.INSTALMENT_EMPTY: "instalments[{}].amount",
    Refusal.DUE_OUT_OF_ORDER: "instalments[{}].due_on",
    Refusal.INSTALMENT_END: "instalments",
    Refusal.PLAN_DOES_NOT_ADD_UP: "instalments",
    PaymentRefusal.UNKNOWN_BANK: "enterprise.bank",
    PaymentRefusal.OTHER_BANK: "enterprise.bank",
}
"""Which field a refusal of `file_lease` is about. What concerns a person is about the tenants."""


def to_filing_no(text: str) -> str:
    return normalise(to_text(64)(text))


def field_of(refused: Refused) -> str:
    for code, field in FIELD_OF.items():
        if refused.code is code:
            return field.format(int(refused.facts.get("number", 1)) - 1)
    return "tenants"


def banks_by_name() -> dict[str, str]:
    """The supervising banks by their code and by their Chinese name."""
    accounts = payments.accounts_of(Business.CUSTODY)
    return {
        name: account.bank for account in accounts for name in (account.bank, account.bank_name)
    }


def read_lease(
    stated: Any,
    banks: Mapping[str, str],
    tenant_places: list[str] | None = None,
    instalment_places: list[str] | None = None,
) -> LeaseTerms | list[FieldError]:
    """The terms of a stated lease, or everything that is wrong with it."""
    errors: list[FieldError] = []
    lease = Fields(stated, LABELS, errors)
    enterprise, home = lease.inside("enterprise"), lease.inside("home")
    read = {
        "filing_no": lease.read("filing_no", _filing_no),
        "filed_on": lease.read("filed_on", to_date),
        "enterprise_name": enterprise.read("name", to_name),
        "enterprise_uscc": enterprise.read("uscc", check_uscc),
        "bank": enterprise.read("bank", lambda text: to_bank(text, banks)),
        "address": home.read("address", to_text(200)),
        "district": home.read("district", to_district),
        "area": home.read("area", to_area),
        "starts_on": lease.read("starts_on", to_date),
        "ends_on": lease.read("ends_on", to_date),
        "monthly_rent_fen": lease.read("monthly_rent", parse_yuan),
        "deposit_fen": lease.read("deposit", parse_yuan),
        "deposit_due_on": lease.read("deposit_due_on", to_date),
        "tenants": tuple(
            read_tenant(each) for each in lease.each("tenants", MOST_TENANTS, tenant_places or [])
        ),
        "instalments": tuple(
            read_instalment(each)
            for each in lease.each("instalments", MOST_INSTALMENTS, instalment_places or [])
        ),
    }
    return errors or LeaseTerms(**read)


def _filing_no(text: str) -> str:
    filing_no = to_filing_no(text)
    if not is_valid_filing_no(filing_no):
        raise Refused(Refusal.BAD_FILING_NO, filing_no=filing_no[:40])
    return filing_no


def to_bank(text: str, banks: Mapping[str, str]) -> str:
    if text not in banks:
        raise Refused(PaymentRefusal.UNKNOWN_BANK, bank=text[:40])
    return banks[text]


def read_tenant(fields: Fields) -> TenantTerms:
    """A person by identity document, or an organisation by its code; with a phone."""
    is_person = fields.has("name", "id_number")
    if is_person == fields.has("organisation_name", "uscc"):
        fields.note("", Refused(Refusal.PERSON_OR_ORGANISATION))
        return TenantTerms("", "")
    phone = fields.read("phone", check_phone)
    if not is_person:
        return TenantTerms(
            name=fields.read("organisation_name", to_name),
            phone=phone,
            uscc=fields.read("uscc", check_uscc),
        )
    id_type = fields.read("id_type", to_id_type)
    return TenantTerms(
        name=fields.read("name", to_name),
        phone=phone,
        id_type=id_type,
        id_number=fields.read("id_number", lambda text: check_identity(id_type or "", text)),
    )


def read_instalment(fields: Fields) -> InstalmentTerms:
    return InstalmentTerms(
        due_on=fields.read("due_on", to_date),
        from_on=fields.read("from", to_date),
        to_on=fields.read("to", to_date),
        amount_fen=fields.read("amount", parse_yuan),
    )
