"""What an enterprise's program says and is told about leases, bills, orders, ends of leases and what is paid out."""

from typing import Annotated

from ninja import Field, Schema
from pydantic import ConfigDict, JsonValue, StringConstraints

DAY: dict[str, JsonValue] = {"format": "date"}
Day = Annotated[
    str,
    Field(
        pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
        json_schema_extra=DAY,
        examples=["2026-11-30"],
    ),
]
Yuan = Annotated[
    str, Field(pattern=r"^[0-9]{1,9}(\.[0-9]{1,2})?$", examples=["4000.00"], description="元")
]
Text = Annotated[str, StringConstraints(max_length=500)]


class Stated(Schema):
    """What is sent to us: a field that is not known is a slip, and refused."""

    model_config = ConfigDict(extra="forbid")


class LeaseRowOut(Schema):
    filing_no: str
    filed_on: str = Field(json_schema_extra=DAY)
    address: str
    starts_on: str = Field(json_schema_extra=DAY)
    ends_on: str = Field(json_schema_extra=DAY, description="the last day of the lease")
    monthly_rent: str
    deposit: str
    rent_is_supervised: bool
    bank: str = Field(description="监管银行: ccb, icbc")
    tenants: list[str] = Field(description="承租人，个人姓名已脱敏")
    held: str = Field(description="what is in custody for it now")
    case: str | None = Field(description="the end of the lease, once somebody registered it")


class LeasesOut(Schema):
    leases: list[LeaseRowOut]
    next: str | None = Field(description="`before` of the next page")


class BillRowOut(Schema):
    no: str
    filing_no: str
    kind: str = Field(description="deposit, rent")
    due_on: str = Field(json_schema_extra=DAY)
    amount: str
    status: str
    status_label: str


class BillsOut(Schema):
    bills: list[BillRowOut] = Field(description="first due first, at most 500")
    is_all: bool = Field(description="whether there are no more than these")


class OrderIn(Stated):
    bills: list[Annotated[str, StringConstraints(min_length=1, max_length=40)]] = Field(
        min_length=1, max_length=2000, examples=[["BA20260001-D00", "BA20260001-R01"]]
    )


class PayeeOut(Schema):
    """Where the transfer goes: exactly the amount, to exactly this account, in one transfer."""

    collection_code: str = Field(description="收款识别码，即收款账号")
    account_name: str
    bank_name: str


class OrderLineOut(Schema):
    bill: str
    filing_no: str
    amount: str


class OrderOut(Schema):
    no: str
    status: str = Field(description="awaiting, paying, paid, failed, cancelled, in_custody")
    status_label: str
    amount: str
    placed_at: str = Field(json_schema_extra={"format": "date-time"})
    pay_to: PayeeOut | None = Field(
        description="null until the bank has answered, which takes seconds: ask again"
    )
    lines: list[OrderLineOut]


class OrderRowOut(Schema):
    no: str
    status: str
    status_label: str
    amount: str
    placed_at: str = Field(json_schema_extra={"format": "date-time"})
    bill_count: int
    lease_count: int


class OrdersOut(Schema):
    orders: list[OrderRowOut]
    next: str | None


class ReturnIn(Stated):
    """交还住房"""

    reason: str = Field(pattern="^(expiry|termination)$", examples=["expiry"])
    ended_on: Day = Field(description="合同结束日期")
    returned_on: Day = Field(description="交还住房日期")


class BecauseIn(Stated):
    because: str = Field(min_length=1, max_length=500, examples=["登记有误"])


class FileIn(Stated):
    name: str = Field(min_length=1, max_length=100, examples=["照片.jpg"])
    content: str = Field(
        min_length=1, max_length=1_400_000, description="PDF, JPG or PNG as base64"
    )


class DeductionIn(Stated):
    kind: str = Field(pattern="^[0-9]{2}$", description="扣除项目", examples=["02"])
    part: str = Field(pattern="^(deposit|rent)$", examples=["deposit"])
    amount: Yuan
    note: str = Field("", max_length=200)
    evidence: list[FileIn] = Field([], max_length=10)


class PartsIn(Stated):
    deposit: Yuan
    rent: Yuan


class PlanIn(Stated):
    """退款方案: what goes back and what is deducted are together all that is held."""

    to_tenant: PartsIn
    deductions: list[DeductionIn] = Field([], max_length=50)
    payee: str | None = Field(
        None, pattern="^[0-9]{1,18}$", description="收款承租人; the first tenant if left out"
    )
    payee_account: str = Field("", pattern="^[0-9 ]{0,40}$")
    payee_bank: str = Field("", max_length=120)
    note: str = Field("", max_length=500)


class PartsOut(Schema):
    deposit: str
    rent: str


class TenantOut(Schema):
    no: str = Field(description="`payee` of a plan")
    name: str = Field(description="个人姓名已脱敏")


class TurnOut(Schema):
    """Whose turn it is, until when, and what happens if nothing is done."""

    who: str = Field(description="enterprise, tenant, association, or empty")
    by_on: str | None = Field(json_schema_extra=DAY)
    silence: str


class DeductionOut(Schema):
    number: int
    kind: str
    kind_label: str
    part: str
    amount: str
    agreed: str = Field(description="what of it the tenant has agreed to")
    note: str
    files: int


class TenantsAnswerOut(Schema):
    opinion: str = Field(description="agree, send_back, mediation, arbitration, litigation")
    opinion_label: str
    agreed: str
    note: str
    answered_at: str = Field(json_schema_extra={"format": "date-time"})


class PlanOut(Schema):
    version: int
    made_by: str = Field(description="enterprise, or clock where none was made in time")
    submitted_at: str = Field(json_schema_extra={"format": "date-time"})
    opened: bool = Field(description="whether the tenant has opened it")
    withdrawn: bool
    held: PartsOut
    to_tenant: PartsOut
    deducted: PartsOut
    deductions: list[DeductionOut]
    answers: list[TenantsAnswerOut]


class PaymentOut(Schema):
    side: str = Field(description="tenant, enterprise")
    amount: str = Field(description="principal and interest")
    interest: str
    status: str = Field(description="due, paying, paid, account_wanted, name_review")
    status_label: str
    because: str


class CaseOut(Schema):
    """The end of a lease, from the return of the home to the last payment."""

    id: str
    filing_no: str
    status: str
    status_label: str
    reason: str
    ended_on: str = Field(json_schema_extra=DAY)
    returned_on: str = Field(json_schema_extra=DAY)
    registered_by: str = Field(description="tenant, enterprise, clock, association")
    confirmed: bool
    objection: str
    held: PartsOut
    at_rest: bool = Field(
        description="false while money of the lease is moving: a plan has to wait"
    )
    turn: TurnOut
    can: list[str] = Field(description="what the enterprise can do now: propose, withdraw, …")
    tenants: list[TenantOut]
    plan: PlanOut | None
    payments: list[PaymentOut]


class CaseRowOut(Schema):
    id: str
    filing_no: str
    status: str
    status_label: str
    returned_on: str = Field(json_schema_extra=DAY)
    turn: TurnOut


class CasesOut(Schema):
    cases: list[CaseRowOut]
    next: str | None


class ReleaseRowOut(Schema):
    no: str
    day: str = Field(json_schema_extra=DAY)
    kind: str = Field(description="rent, interest")
    status: str = Field(description="instructed, done, failed, returned")
    status_label: str
    principal: str
    interest: str
    lot_count: int
    because: str


class ReleasesOut(Schema):
    releases: list[ReleaseRowOut]
    next: str | None


class ReleaseLineOut(Schema):
    filing_no: str
    bill: str | None
    principal: str
    interest: str
    days: int = Field(description="for which interest was counted")


class ReleaseOut(ReleaseRowOut):
    lines: list[ReleaseLineOut] = Field(description="at most 500 of them")
    next: str | None = Field(description="`after` of the next lines")


class AccountOut(Schema):
    """收款账户"""

    account: str | None = Field(description="脱敏的账号; null while there is none in use")
    bank_name: str | None
    status: str | None
    waiting: str = Field(description="rent that is due and has not gone, for whatever reason")
