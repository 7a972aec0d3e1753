"""Client of 安居开放接口, version 1, in one file and without dependencies.

Written by `make client` from openapi.json: not to be edited.

    client = Client("https://…", key="anju_…")
    order = client.place_order(OrderIn(bills=["…-D00"]), idempotency_key="2026-12-rent-0001")

A call that changes something takes an `idempotency_key`: draw it once for what is to be done once, keep it, and send
the call again under it as often as you like.
"""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import json
import time
import types
import typing
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any
from urllib.parse import quote, urlencode

EVENTS = {
    'lease.filed': '合同已备案入库',
    'filing.approved': '备案申请通过',
    'filing.returned': '备案申请退回',
    'order.received': '缴款已收到',
    'order.supervised': '缴款已监管',
    'order.cancelled': '订单已取消',
    'order.set_aside': '来款与订单不符',
    'release.paid': '划转成功',
    'release.failed': '划转失败',
    'case.opened': '退房已登记',
    'plan.answered': '退款方案已答复',
    'plan.accepted_by_silence': '退款方案逾期视为同意',
    'case.disputed': '退款进入纠纷',
    'portion.paid': '退款付款成功',
    'portion.failed': '退款付款失败',
    'case.closed': '退款办结',
    'hold.placed': '划转已暂停',
    'hold.lifted': '划转已恢复',
    'verification.decided': '房源核验有结果',
    'bank_day.differs': '日终对账有差异',
    'bank_day.closed': '日终已结账',
    'test': '测试事件',
}
"""What can be told to your address, and what it means."""

FRESH_SECONDS = 300


class Refused(Exception):
    """We were told no: `code` for the program, `message` for people, `errors` field by field."""

    def __init__(self, status: int, told: Mapping[str, Any], retry_after: str | None) -> None:
        self.status, self.code = status, str(told.get("code", ""))
        self.message, self.errors = str(told.get("message", "")), list(told.get("errors", []))
        self.retry_after = int(retry_after or 0)
        wrong = "".join(f" [{one.get('field')}: {one.get('message')}]" for one in self.errors)
        super().__init__(f"{status} {self.code}: {self.message}{wrong}")


class Forged(Exception):
    """What came to our address was not signed with our secret, or not now."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """What was told to your address. It may come twice: `id` is then the same."""

    id: str
    event: str
    at: str
    about: str
    facts: dict[str, Any]


def read_webhook(headers: Mapping[str, str], body: bytes, secret: str) -> Event:
    """The event that was posted to you, once its signature is checked."""
    sent_at = headers.get("X-Timestamp", "")
    expected = hmac.new(secret.encode(), sent_at.encode() + b"\n" + body, hashlib.sha256).hexdigest()
    given = [one.strip() for one in headers.get("Authorization", "").split(",")]
    if not any(hmac.compare_digest(one, f"HMAC-SHA256 {expected}") for one in given):
        raise Forged("wrong signature")
    moment = datetime.fromisoformat(sent_at.replace("Z", "+00:00"))
    if abs((datetime.now(timezone.utc) - moment).total_seconds()) > FRESH_SECONDS:
        raise Forged("too old")
    return Event(**json.loads(body))


@dataclass(frozen=True, kw_only=True)
class HomeOut:
    address: str
    district: str
    area: str | None
    use: str
    is_mortgaged: bool  # told, no hindrance

@dataclass(frozen=True, kw_only=True)
class VerificationOut:
    """How a verification stands; the same body is posted to the program's callback address when that changes."""

    no: str  # 核验码: to be shown on every listing once it has passed
    status: str  # requested, passed, failed, committed, expired, consumed, restricted
    outcome: str  # PASS, FAIL_…, UNVERIFIABLE_COMMITTED, ERROR_EXTERNAL or empty
    reason: str
    message: str  # the outcome as a sentence in Chinese
    holds: bool  # whether the home may be listed today
    valid_until: str | None  # the last day
    ticket: str | None  # 问题单号, while the register gives no readable answer
    home: HomeOut | None  # only when the owner was stated rightly

@dataclass(frozen=True, kw_only=True)
class ErrorOut:
    """Every answer that is not a success."""

    code: str
    message: str
    errors: list[FieldErrorOut] | None = None

@dataclass(frozen=True, kw_only=True)
class FieldErrorOut:
    field: str
    code: str
    message: str

@dataclass(frozen=True, kw_only=True)
class VerificationIn:
    """A home to be checked. `address`, `area` and `commitment` only where no register can be asked."""

    role: str  # owner, enterprise, broker
    organisation_name: str | None = None  # 企业或经纪机构的名称
    uscc: str | None = None  # 其统一社会信用代码, 18位
    district: str  # 房屋区域: 区的代码或名称
    certificate_type: str  # real_estate, ownership, public_housing, relocation, homestead
    certificate_no: str
    owner_name: str
    owner_id_type: str | None = None  # resident_id if left out
    owner_id_number: str
    starts_on: str | None = None  # from when it is to be let; today if left out
    address: str | None = None
    area: str | None = None
    commitment: str | None = None  # the version of the commitment accepted

@dataclass(frozen=True, kw_only=True)
class StandingOut:
    """What anyone may know of a 核验码; the address down to the street."""

    no: str
    status: str
    holds: bool  # whether the home may be listed today
    valid_until: str | None  # the last day
    district: str
    address: str
    area: str | None
    use: str

@dataclass(frozen=True, kw_only=True)
class FilingOut:
    """How an application stands; the same body is posted to the program's callback address when it is decided."""

    application_no: str  # 备案申请编号
    contract_no: str
    status: str  # submitted, returned, approved, withdrawn
    status_label: str  # the status in Chinese
    review_by: str  # the last day of the review
    because: str  # why it was returned
    filing_no: str | None  # 合同备案编号, once approved
    certificate: str | None  # where its certificate is checked

@dataclass(frozen=True, kw_only=True)
class CostsIn:
    """Who pays for what beside the rent: tenant or landlord."""

    water: str | None = None
    electricity: str | None = None
    gas: str | None = None
    heating: str | None = None
    property: str | None = None
    network: str | None = None
    television: str | None = None
    parking: str | None = None
    house_tax: str | None = None

@dataclass(frozen=True, kw_only=True)
class DocumentIn:
    """One paper (要件) of a contract."""

    kind: str  # title, identity, paper_contract, owner_consent, entrustment, co_owners, other
    name: str
    content: str  # PDF, JPG or PNG as base64

@dataclass(frozen=True, kw_only=True)
class FilingIn:
    """A contract to be filed: signed on this platform (`contract_no`), or signed on paper (all the others)."""

    uscc: str  # 出租企业的统一社会信用代码
    contract_no: str | None = None  # 租赁合同编号
    verification_no: str | None = None  # 核验码
    contract: PaperContractIn | None = None
    documents: list[DocumentIn] | None = None

@dataclass(frozen=True, kw_only=True)
class InstalmentIn:
    due_on: str
    from_: str
    to: str  # the last day it pays for
    amount: str

@dataclass(frozen=True, kw_only=True)
class PaperContractIn:
    """A contract signed on paper, as its scan has it; what the home is comes from its verification."""

    paper_no: str | None = None  # 纸质合同编号
    paper_signed_on: str
    bank: str  # 监管银行: ccb, icbc
    source: str  # own, sublease, entrusted
    head_lease_ends_on: str | None = None  # of a sublease
    has_co_owners: str | None = None  # yes, no
    enterprise_phone: str | None = None
    enterprise_address: str | None = None
    enterprise_agent: str | None = None
    mode: str  # whole, room
    unit: str | None = None  # 房间号, of a room
    room_use: str | None = None  # bedroom, living
    room_area: str | None = None
    usable_area: str | None = None  # of a whole home
    layout: str | None = None
    rooms: str | None = None  # how many rooms are lived in
    occupants: str
    are_kin: str | None = None  # yes, no
    use: str | None = None
    starts_on: str
    ends_on: str  # the last day of the lease
    hand_over_on: str | None = None
    monthly_rent: str
    deposit: str
    deposit_due_on: str
    deposit_months: str  # 押x
    pay_months: str  # 付y
    payment_way: str | None = None  # custody, transfer, mobile, cash
    deposit_return_days: str
    deductions: str | None = None
    costs: CostsIn | None = None
    repairs: str | None = None
    inventory: str | None = None
    may_sublet: str | None = None  # yes, no
    ending: str | None = None
    breach: str | None = None
    agreed: str | None = None  # 双方约定事项
    dispute_way: str  # court, arbitration
    arbitration_body: str | None = None
    broker_name: str | None = None
    broker_person: str | None = None
    tenants: list[TenantIn]
    instalments: list[InstalmentIn] | None = None  # only where they do not follow from pay_months

@dataclass(frozen=True, kw_only=True)
class TenantIn:
    """A person (name, id_type, id_number) or an organisation (organisation_name, uscc), never both."""

    name: str | None = None
    id_type: str | None = None
    id_number: str | None = None
    organisation_name: str | None = None
    uscc: str | None = None
    phone: str

@dataclass(frozen=True, kw_only=True)
class FiledOut:
    accepted: int
    refused: int
    rows: list[FiledRowOut]

@dataclass(frozen=True, kw_only=True)
class FiledRowOut:
    """One row of a batch: `filing` where it was accepted, else why not."""

    row: int  # from 1 on, in the order in which they were sent
    filing: FilingOut | None
    code: str
    message: str
    errors: list[FieldErrorOut]

@dataclass(frozen=True, kw_only=True)
class FilingsIn:
    filings: list[dict[str, Any]]  # each as in fileContract

@dataclass(frozen=True, kw_only=True)
class JsonValue:
    pass

@dataclass(frozen=True, kw_only=True)
class CatalogueOut:
    datasets: list[DatasetOut]

@dataclass(frozen=True, kw_only=True)
class DatasetOut:
    name: str
    title: str
    about: str
    every: str
    updated_at: str | None
    licence: str
    fields: list[FieldOut]

@dataclass(frozen=True, kw_only=True)
class FieldOut:
    name: str
    title: str
    kind: str

@dataclass(frozen=True, kw_only=True)
class RowsOut:
    name: str
    title: str
    about: str
    every: str
    updated_at: str | None
    licence: str
    fields: list[FieldOut]
    rows: list[dict[str, Any]]

@dataclass(frozen=True, kw_only=True)
class ListEntryOut:
    """A place on the red or the black list, as the public site shows it."""

    kind: str  # red, black
    kind_label: str
    name: str
    uscc: str
    ground: str  # points, serious_rule, court, good_standing
    ground_label: str
    reason: str
    basis: str
    published_on: str
    valid_until: str  # the last day on the list

@dataclass(frozen=True, kw_only=True)
class ListsOut:
    entries: list[ListEntryOut]
    next: int | None  # `before` of the next page

@dataclass(frozen=True, kw_only=True)
class LeaseRowOut:
    filing_no: str
    filed_on: str
    address: str
    starts_on: str
    ends_on: str  # the last day of the lease
    monthly_rent: str
    deposit: str
    rent_is_supervised: bool
    bank: str  # 监管银行: ccb, icbc
    tenants: list[str]  # 承租人，个人姓名已脱敏
    held: str  # what is in custody for it now
    case: str | None  # the end of the lease, once somebody registered it

@dataclass(frozen=True, kw_only=True)
class LeasesOut:
    leases: list[LeaseRowOut]
    next: str | None  # `before` of the next page

@dataclass(frozen=True, kw_only=True)
class BillOut:
    no: str
    kind: str  # deposit, rent
    due_on: str
    amount: str
    status: str  # not_due, payable, overdue, in_order, paid, in_custody
    status_label: str  # the status in Chinese

@dataclass(frozen=True, kw_only=True)
class LeaseOut:
    filing_no: str
    rent_is_supervised: bool  # whether the rent is paid into custody as well
    bills: list[BillOut]

@dataclass(frozen=True, kw_only=True)
class EnterpriseIn:
    name: str  # 名称
    uscc: str  # 统一社会信用代码, 18位
    bank: str  # 监管银行: ccb, icbc

@dataclass(frozen=True, kw_only=True)
class HomeIn:
    address: str
    district: str  # 区的代码或名称
    area: str  # 建筑面积, m²

@dataclass(frozen=True, kw_only=True)
class LeaseIn:
    filing_no: str  # 合同备案编号: 8至32位大写字母、数字或短横线
    filed_on: str
    enterprise: EnterpriseIn
    home: HomeIn
    starts_on: str
    ends_on: str  # the last day of the lease
    monthly_rent: str
    deposit: str
    deposit_due_on: str
    tenants: list[TenantIn]
    instalments: list[InstalmentIn]

@dataclass(frozen=True, kw_only=True)
class BillRowOut:
    no: str
    filing_no: str
    kind: str  # deposit, rent
    due_on: str
    amount: str
    status: str
    status_label: str

@dataclass(frozen=True, kw_only=True)
class BillsOut:
    bills: list[BillRowOut]  # first due first, at most 500
    is_all: bool  # whether there are no more than these

@dataclass(frozen=True, kw_only=True)
class OrderLineOut:
    bill: str
    filing_no: str
    amount: str

@dataclass(frozen=True, kw_only=True)
class OrderOut:
    no: str
    status: str  # awaiting, paying, paid, failed, cancelled, in_custody
    status_label: str
    amount: str
    placed_at: str
    pay_to: PayeeOut | None  # null until the bank has answered, which takes seconds: ask again
    lines: list[OrderLineOut]

@dataclass(frozen=True, kw_only=True)
class PayeeOut:
    """Where the transfer goes: exactly the amount, to exactly this account, in one transfer."""

    collection_code: str  # 收款识别码，即收款账号
    account_name: str
    bank_name: str

@dataclass(frozen=True, kw_only=True)
class OrderIn:
    bills: list[str]

@dataclass(frozen=True, kw_only=True)
class OrderRowOut:
    no: str
    status: str
    status_label: str
    amount: str
    placed_at: str
    bill_count: int
    lease_count: int

@dataclass(frozen=True, kw_only=True)
class OrdersOut:
    orders: list[OrderRowOut]
    next: str | None

@dataclass(frozen=True, kw_only=True)
class CaseOut:
    """The end of a lease, from the return of the home to the last payment."""

    id: str
    filing_no: str
    status: str
    status_label: str
    reason: str
    ended_on: str
    returned_on: str
    registered_by: str  # tenant, enterprise, clock, association
    confirmed: bool
    objection: str
    held: PartsOut
    at_rest: bool  # false while money of the lease is moving: a plan has to wait
    turn: TurnOut
    can: list[str]  # what the enterprise can do now: propose, withdraw, …
    tenants: list[TenantOut]
    plan: PlanOut | None
    payments: list[PaymentOut]

@dataclass(frozen=True, kw_only=True)
class DeductionOut:
    number: int
    kind: str
    kind_label: str
    part: str
    amount: str
    agreed: str  # what of it the tenant has agreed to
    note: str
    files: int

@dataclass(frozen=True, kw_only=True)
class PartsOut:
    deposit: str
    rent: str

@dataclass(frozen=True, kw_only=True)
class PaymentOut:
    side: str  # tenant, enterprise
    amount: str  # principal and interest
    interest: str
    status: str  # due, paying, paid, account_wanted, name_review
    status_label: str
    because: str

@dataclass(frozen=True, kw_only=True)
class PlanOut:
    version: int
    made_by: str  # enterprise, or clock where none was made in time
    submitted_at: str
    opened: bool  # whether the tenant has opened it
    withdrawn: bool
    held: PartsOut
    to_tenant: PartsOut
    deducted: PartsOut
    deductions: list[DeductionOut]
    answers: list[TenantsAnswerOut]

@dataclass(frozen=True, kw_only=True)
class TenantOut:
    no: str  # `payee` of a plan
    name: str  # 个人姓名已脱敏

@dataclass(frozen=True, kw_only=True)
class TenantsAnswerOut:
    opinion: str  # agree, send_back, mediation, arbitration, litigation
    opinion_label: str
    agreed: str
    note: str
    answered_at: str

@dataclass(frozen=True, kw_only=True)
class TurnOut:
    """Whose turn it is, until when, and what happens if nothing is done."""

    who: str  # enterprise, tenant, association, or empty
    by_on: str | None
    silence: str

@dataclass(frozen=True, kw_only=True)
class ReturnIn:
    """交还住房"""

    reason: str
    ended_on: str  # 合同结束日期
    returned_on: str  # 交还住房日期

@dataclass(frozen=True, kw_only=True)
class CaseRowOut:
    id: str
    filing_no: str
    status: str
    status_label: str
    returned_on: str
    turn: TurnOut

@dataclass(frozen=True, kw_only=True)
class CasesOut:
    cases: list[CaseRowOut]
    next: str | None

@dataclass(frozen=True, kw_only=True)
class BecauseIn:
    because: str

@dataclass(frozen=True, kw_only=True)
class DeductionIn:
    kind: str  # 扣除项目
    part: str
    amount: str  # 元
    note: str | None = None
    evidence: list[FileIn] | None = None

@dataclass(frozen=True, kw_only=True)
class FileIn:
    name: str
    content: str  # PDF, JPG or PNG as base64

@dataclass(frozen=True, kw_only=True)
class PartsIn:
    deposit: str  # 元
    rent: str  # 元

@dataclass(frozen=True, kw_only=True)
class PlanIn:
    """退款方案: what goes back and what is deducted are together all that is held."""

    to_tenant: PartsIn
    deductions: list[DeductionIn] | None = None
    payee: str | None = None  # 收款承租人; the first tenant if left out
    payee_account: str | None = None
    payee_bank: str | None = None
    note: str | None = None

@dataclass(frozen=True, kw_only=True)
class ReleaseRowOut:
    no: str
    day: str
    kind: str  # rent, interest
    status: str  # instructed, done, failed, returned
    status_label: str
    principal: str
    interest: str
    lot_count: int
    because: str

@dataclass(frozen=True, kw_only=True)
class ReleasesOut:
    releases: list[ReleaseRowOut]
    next: str | None

@dataclass(frozen=True, kw_only=True)
class ReleaseLineOut:
    filing_no: str
    bill: str | None
    principal: str
    interest: str
    days: int  # for which interest was counted

@dataclass(frozen=True, kw_only=True)
class ReleaseOut:
    no: str
    day: str
    kind: str  # rent, interest
    status: str  # instructed, done, failed, returned
    status_label: str
    principal: str
    interest: str
    lot_count: int
    because: str
    lines: list[ReleaseLineOut]  # at most 500 of them
    next: str | None  # `after` of the next lines

@dataclass(frozen=True, kw_only=True)
class AccountOut:
    """收款账户"""

    account: str | None  # 脱敏的账号; null while there is none in use
    bank_name: str | None
    status: str | None
    waiting: str  # rent that is due and has not gone, for whatever reason

@dataclass(frozen=True, kw_only=True)
class CodeOut:
    """What a collection code stands for, as its bank may know it."""

    collection_code: str
    amount: str  # exactly this is accepted
    status: str  # open while it can be paid, …
    status_label: str
    account_name: str

@dataclass(frozen=True, kw_only=True)
class BankDayOut:
    """Our book of the bank's account on a day, and what its statement has otherwise."""

    day: str
    opening: str
    received: str
    paid: str
    closing: str
    has_statement: bool
    agrees: bool
    only_in_statement: list[LineOut]  # at most 500
    only_in_book: list[LineOut]  # told to us and not in the statement, at most 500

@dataclass(frozen=True, kw_only=True)
class LineOut:
    bank_ref: str
    amount: str
    direction: str  # credit, debit


class Client:
    """The API as one key sees it."""

    def __init__(self, address: str, key: str, *, timeout: float = 30, tries: int = 3) -> None:
        self.address, self.key, self.timeout, self.tries = address.rstrip("/"), key, timeout, tries
        self.quota: dict[str, int] = {}

    def verify_home(self, body: VerificationIn, *, idempotency_key: str) -> VerificationOut:
        """房源核验

        Check a home. 200: decided. 202: the register is being asked; the answer is posted to the callback address.

        Sending the same request again under its Idempotency-Key is safe and answers how it stands. 409: the key was used
        for another content. 422: each field that is wrong is listed in `errors`. That the register cannot be asked is no
        failure: the answer is then 202, with the number of a ticket once the attempt has failed.
        """
        return _read(VerificationOut, self._call('POST', '/api/v1/homes/verifications', {}, body, idempotency_key))


    def get_verification(self, no: str) -> VerificationOut:
        """查询房源核验

        How one of the program's own verifications stands. Another's is not there.
        """
        return _read(VerificationOut, self._call('GET', f"/api/v1/homes/verifications/{quote(no, safe='')}", {}, None, None))


    def check_verification(self, no: str) -> StandingOut:
        """核验码是否有效

        Whether the 核验码 on a listing holds today, whoever asked for it: as on the public site. Any key may ask.
        """
        return _read(StandingOut, self._call('GET', f"/api/v1/homes/verifications/{quote(no, safe='')}/standing", {}, None, None))


    def file_contract(self, body: FilingIn, *, idempotency_key: str) -> FilingOut:
        """合同备案申请

        Apply to file a contract: signed here, by its number; or signed on paper, with all it says and its papers.

        202: handed in, with the number of the application; what becomes of it is posted to the callback address. Sending
        the same request again under its Idempotency-Key is safe and answers how it stands. 409: the key was used for
        another content. 422: each field that is wrong is listed in `errors`.
        """
        return _read(FilingOut, self._call('POST', '/api/v1/filings', {}, body, idempotency_key))


    def file_contracts(self, body: FilingsIn, *, idempotency_key: str) -> FiledOut:
        """成批合同备案申请

        Apply to file up to a hundred contracts; each row is accepted or refused by itself, with its reasons.

        Sending the same rows again under the same Idempotency-Key is safe: a row that was accepted answers how it stands,
        a row that was refused is tried again and may have been corrected.
        """
        return _read(FiledOut, self._call('POST', '/api/v1/filings/batch', {}, body, idempotency_key))


    def get_filing(self, no: str) -> FilingOut:
        """查询合同备案申请

        How one of the program's own applications stands. Another's is not there.
        """
        return _read(FilingOut, self._call('GET', f"/api/v1/filings/{quote(no, safe='')}", {}, None, None))


    def list_open_data(self) -> CatalogueOut:
        """开放数据目录

        Every dataset with its fields. Nobody needs a key; 429 after 120 calls of one network within ten minutes.
        """
        return _read(CatalogueOut, self._call('GET', '/api/v1/open-data', {}, None, None))


    def get_open_data(self, name: str) -> RowsOut:
        """开放数据

        All rows of a dataset. Amounts are text in yuan, days YYYY-MM-DD; null where too few stand behind a figure.
        """
        return _read(RowsOut, self._call('GET', f"/api/v1/open-data/{quote(name, safe='')}", {}, None, None))


    def get_lists(self, *, kind: str | None = None, uscc: str | None = None, before: int | None = None) -> ListsOut:
        """查询红黑名单

        Who is listed today, as on the public site: the newest first, a hundred at a time. Any key may ask.

        `kind` and `uscc` narrow it down; what is not named here is refused, so that no slip finds everybody. `next` is the
        `before` of the next page, null on the last. A branch of a listed head office is not named by itself: ask for the
        head office, too.
        """
        return _read(ListsOut, self._call('GET', '/api/v1/lists', {'kind': kind, 'uscc': uscc, 'before': before}, None, None))


    def list_leases(self, *, before: str | None = None) -> LeasesOut:
        """查询本企业备案合同

        The leases of the enterprise, the newest filing first, a hundred at a time.
        """
        return _read(LeasesOut, self._call('GET', '/api/v1/leases', {'before': before}, None, None))


    def file_lease(self, body: LeaseIn) -> LeaseOut:
        """报送备案合同

        Take in one filed lease. 201: it is new. 200: it was filed before, with the same content; nothing changed.

        Sending the same lease any number of times is safe, with or without an Idempotency-Key: the filing number is the
        key. 409: another content is filed under this number; a change has to be filed as one. 422: each field that is
        wrong is listed in `errors`.
        """
        return _read(LeaseOut, self._call('POST', '/api/v1/leases', {}, body, None))


    def get_lease(self, filing_no: str) -> LeaseOut:
        """查询备案合同的账单

        The bills of a lease with their states: what has to be paid into custody, and what has been.
        """
        return _read(LeaseOut, self._call('GET', f"/api/v1/leases/{quote(filing_no, safe='')}", {}, None, None))


    def list_bills(self, *, filing_no: str | None = None, which: str | None = None) -> BillsOut:
        """查询本企业合同的待缴账单

        What is to be paid now for all leases (`due`), or everything that is not paid yet (`unpaid`).
        """
        return _read(BillsOut, self._call('GET', '/api/v1/bills', {'filing_no': filing_no, 'which': which}, None, None))


    def place_order(self, body: OrderIn, *, idempotency_key: str) -> OrderOut:
        """生成代缴订单

        Put bills of one receiving bank into an order and begin to pay it by bank transfer.

        `pay_to` is null until the bank has answered; then one transfer of exactly the amount to the collection code pays
        all of them. Rent is paid in its order: an earlier unpaid bill of a lease has to come along.
        """
        return _read(OrderOut, self._call('POST', '/api/v1/orders', {}, body, idempotency_key))


    def list_orders(self, *, before: str | None = None) -> OrdersOut:
        """查询代缴订单

        The orders of the enterprise, newest first, a hundred at a time.
        """
        return _read(OrdersOut, self._call('GET', '/api/v1/orders', {'before': before}, None, None))


    def get_order(self, no: str) -> OrderOut:
        """查询一个代缴订单

        How an order stands, and where to pay it. Another's is not there.
        """
        return _read(OrderOut, self._call('GET', f"/api/v1/orders/{quote(no, safe='')}", {}, None, None))


    def cancel_order(self, no: str, *, idempotency_key: str) -> OrderOut:
        """取消代缴订单

        Give an order up; its bills can be paid otherwise at once. A transfer that comes all the same goes back.
        """
        return _read(OrderOut, self._call('POST', f"/api/v1/orders/{quote(no, safe='')}/cancel", {}, None, idempotency_key))


    def register_return(self, filing_no: str, body: ReturnIn, *, idempotency_key: str) -> CaseOut:
        """登记交还住房

        The home was handed back: releases stop, and a refund has to be proposed within three working days.
        """
        return _read(CaseOut, self._call('POST', f"/api/v1/leases/{quote(filing_no, safe='')}/return", {}, body, idempotency_key))


    def list_cases(self, *, before: str | None = None) -> CasesOut:
        """查询合同结束

        The ends of the enterprise's leases, newest first, each with whose turn it is; a hundred at a time.
        """
        return _read(CasesOut, self._call('GET', '/api/v1/cases', {'before': before}, None, None))


    def get_case(self, case: str) -> CaseOut:
        """查询一个合同结束

        What is held, whose turn it is, the plan, the tenant's answer, and the payments.
        """
        return _read(CaseOut, self._call('GET', f"/api/v1/cases/{quote(case, safe='')}", {}, None, None))


    def confirm_return(self, case: str, *, idempotency_key: str) -> CaseOut:
        """确认承租人登记的交还住房

        What the tenant registered is so.
        """
        return _read(CaseOut, self._call('POST', f"/api/v1/cases/{quote(case, safe='')}/confirm", {}, None, idempotency_key))


    def object_to_return(self, case: str, body: BecauseIn, *, idempotency_key: str) -> CaseOut:
        """对交还住房提出异议

        What the tenant registered is not so; everybody concerned sees it, and the clock runs on.
        """
        return _read(CaseOut, self._call('POST', f"/api/v1/cases/{quote(case, safe='')}/object", {}, body, idempotency_key))


    def cancel_case(self, case: str, body: BecauseIn, *, idempotency_key: str) -> CaseOut:
        """撤销登记

        It was registered by mistake: undone the same day by who registered it, else when both sides ask for it.
        """
        return _read(CaseOut, self._call('POST', f"/api/v1/cases/{quote(case, safe='')}/cancel", {}, body, idempotency_key))


    def propose_plan(self, case: str, body: PlanIn, *, idempotency_key: str) -> CaseOut:
        """提交退款方案

        Propose what goes back and what is deducted: together all that is held, deposit and rent apart.

        The tenant has three working days to answer, and after a reminder three more. 422 `held_changed` or `money_moving`:
        read the case again. Some deductions need evidence (08, 09, 11, 12, 99), 99 a note as well.
        """
        return _read(CaseOut, self._call('POST', f"/api/v1/cases/{quote(case, safe='')}/plan", {}, body, idempotency_key))


    def withdraw_plan(self, case: str, *, idempotency_key: str) -> CaseOut:
        """撤回退款方案

        Take the plan back, as long as the tenant has not opened it.
        """
        return _read(CaseOut, self._call('POST', f"/api/v1/cases/{quote(case, safe='')}/plan/withdraw", {}, None, idempotency_key))


    def list_releases(self, *, before: str | None = None) -> ReleasesOut:
        """查询划转

        What was paid to the enterprise out of custody, newest first, a hundred at a time.
        """
        return _read(ReleasesOut, self._call('GET', '/api/v1/releases', {'before': before}, None, None))


    def get_release(self, no: str, *, after: str | None = None) -> ReleaseOut:
        """查询一次划转的明细

        A release taken apart, bill by bill: principal and interest add up to what was paid.
        """
        return _read(ReleaseOut, self._call('GET', f"/api/v1/releases/{quote(no, safe='')}", {'after': after}, None, None))


    def get_account(self) -> AccountOut:
        """查询收款账户

        Where the enterprise receives, and what is due to it and has not gone. A change is made by people only.
        """
        return _read(AccountOut, self._call('GET', '/api/v1/account', {}, None, None))


    def get_collection_code(self, code: str) -> CodeOut:
        """查询收款识别码

        What is to be paid under a collection code of the bank's own account. Another bank's is not there.
        """
        return _read(CodeOut, self._call('GET', f"/api/v1/bank/codes/{quote(code, safe='')}", {}, None, None))


    def get_bank_day(self, day: str) -> BankDayOut:
        """查询本行监管账户的日账

        Our book of the bank's account on a day (YYYY-MM-DD), held against the statement we have from it.
        """
        return _read(BankDayOut, self._call('GET', f"/api/v1/bank/days/{quote(day, safe='')}", {}, None, None))


    def _call(
        self, verb: str, path: str, query: dict[str, Any], body: Any, idempotency_key: str | None
    ) -> Any:
        """One call; when nobody answers it is sent again, which does nothing twice."""
        asked = {name: value for name, value in query.items() if value is not None}
        headers = {"Authorization": f"Bearer {self.key}", "Accept": "application/json"}
        if idempotency_key is not None:
            headers["Idempotency-Key"] = idempotency_key
        sent = None
        if body is not None:
            sent = json.dumps(_plain(body), ensure_ascii=False).encode()
            headers["Content-Type"] = "application/json"
        address = self.address + path + ("?" + urlencode(asked) if asked else "")
        for tried in range(1, self.tries + 1):
            request = urllib.request.Request(address, sent, headers, method=verb)
            try:
                with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                    self._note(answer.headers)
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                self._note(error.headers)
                if error.code < 500 or tried == self.tries:
                    raise Refused(error.code, _told(error.read()), error.headers.get("Retry-After")) from None
            except urllib.error.URLError:
                if tried == self.tries:
                    raise
            time.sleep(tried)
        raise AssertionError("no try was made")

    def _note(self, headers: Any) -> None:
        self.quota = {
            name: int(headers[name]) for name in headers if name.lower().startswith("x-ratelimit-")
        }


def _told(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _plain(value: Any) -> Any:
    """What is sent: a field without a value is left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {one.name.rstrip("_"): getattr(value, one.name) for one in dataclasses.fields(value)}
        return {name: _plain(one) for name, one in fields.items() if one is not None}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return value


def _read(kind: Any, value: Any) -> Any:
    """What was answered, as the class it is of; fields that came later are passed over."""
    origin = typing.get_origin(kind)
    if value is None:
        return None
    if origin is list:
        return [_read(typing.get_args(kind)[0], one) for one in value]
    if origin in (types.UnionType, typing.Union):
        kinds = [one for one in typing.get_args(kind) if one is not type(None)]
        return _read(kinds[0], value)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        fields = {one.name: one.name.rstrip("_") for one in dataclasses.fields(kind)}
        return kind(  # type: ignore[operator]
            **{name: _read(hints[name], value[key]) for name, key in fields.items() if key in value}
        )
    return value
