"""What the API takes and gives. Amounts are text in yuan («4000.00»), days are text (2026-03-01), never numbers."""

from ninja import Field, Schema
from pydantic import JsonValue

DAY: dict[str, JsonValue] = {"format": "date"}


class EnterpriseIn(Schema):
    name: str = Field(description="名称")
    uscc: str = Field(description="统一社会信用代码, 18位")
    bank: str = Field(description="监管银行: ccb, icbc", examples=["ccb"])


class HomeIn(Schema):
    address: str
    district: str = Field(description="区的代码或名称", examples=["110105", "朝阳区"])
    area: str = Field(description="建筑面积, m²", examples=["56.30"])


class TenantIn(Schema):
    """A person (name, id_type, id_number) or an organisation (organisation_name, uscc), never both."""

    name: str | None = None
    id_type: str | None = Field(None, examples=["resident_id"])
    id_number: str | None = None
    organisation_name: str | None = None
    uscc: str | None = None
    phone: str = Field(examples=["13800000001"])


class InstalmentIn(Schema):
    due_on: str = Field(json_schema_extra=DAY)
    from_: str = Field(alias="from", json_schema_extra=DAY)
    to: str = Field(json_schema_extra=DAY, description="the last day it pays for")
    amount: str = Field(examples=["24000.00"])


class LeaseIn(Schema):
    filing_no: str = Field(description="合同备案编号: 8至32位大写字母、数字或短横线")
    filed_on: str = Field(json_schema_extra=DAY)
    enterprise: EnterpriseIn
    home: HomeIn
    starts_on: str = Field(json_schema_extra=DAY)
    ends_on: str = Field(json_schema_extra=DAY, description="the last day of the lease")
    monthly_rent: str = Field(examples=["4000.00"])
    deposit: str = Field(examples=["4000.00"])
    deposit_due_on: str = Field(json_schema_extra=DAY)
    tenants: list[TenantIn]
    instalments: list[InstalmentIn]


class BillOut(Schema):
    no: str
    kind: str = Field(description="deposit, rent")
    due_on: str = Field(json_schema_extra=DAY)
    amount: str
    status: str = Field(description="not_due, payable, overdue, in_order, paid, in_custody")
    status_label: str = Field(description="the status in Chinese")


class LeaseOut(Schema):
    filing_no: str
    rent_is_supervised: bool = Field(description="whether the rent is paid into custody as well")
    bills: list[BillOut]


class VerificationIn(Schema):
    """A home to be checked. `address`, `area` and `commitment` only where no register can be asked."""

    role: str = Field(description="owner, enterprise, broker", examples=["owner"])
    organisation_name: str | None = Field(None, description="企业或经纪机构的名称")
    uscc: str | None = Field(None, description="其统一社会信用代码, 18位")
    district: str = Field(description="房屋区域: 区的代码或名称", examples=["110105"])
    certificate_type: str = Field(
        description="real_estate, ownership, public_housing, relocation, homestead",
        examples=["real_estate"],
    )
    certificate_no: str = Field(examples=["京(2020)朝不动产权第0000001号"])
    owner_name: str
    owner_id_type: str | None = Field(None, description="resident_id if left out")
    owner_id_number: str
    starts_on: str | None = Field(
        None, json_schema_extra=DAY, description="from when it is to be let; today if left out"
    )
    address: str | None = None
    area: str | None = Field(None, examples=["56.30"])
    commitment: str | None = Field(None, description="the version of the commitment accepted")


class HomeOut(Schema):
    address: str
    district: str
    area: str | None
    use: str
    is_mortgaged: bool = Field(description="told, no hindrance")


class VerificationOut(Schema):
    """How a verification stands; the same body is posted to the program's callback address when that changes."""

    no: str = Field(description="核验码: to be shown on every listing once it has passed")
    status: str = Field(
        description="requested, passed, failed, committed, expired, consumed, restricted"
    )
    outcome: str = Field(
        description="PASS, FAIL_…, UNVERIFIABLE_COMMITTED, ERROR_EXTERNAL or empty"
    )
    reason: str
    message: str = Field(description="the outcome as a sentence in Chinese")
    holds: bool = Field(description="whether the home may be listed today")
    valid_until: str | None = Field(json_schema_extra=DAY, description="the last day")
    ticket: str | None = Field(description="问题单号, while the register gives no readable answer")
    home: HomeOut | None = Field(description="only when the owner was stated rightly")


class StandingOut(Schema):
    """What anyone may know of a 核验码; the address down to the street."""

    no: str
    status: str
    holds: bool = Field(description="whether the home may be listed today")
    valid_until: str | None = Field(json_schema_extra=DAY, description="the last day")
    district: str
    address: str
    area: str | None
    use: str


class DocumentIn(Schema):
    """One paper (要件) of a contract."""

    kind: str = Field(
        description="title, identity, paper_contract, owner_consent, entrustment, co_owners, other"
    )
    name: str = Field(examples=["合同001.pdf"])
    content: str = Field(description="PDF, JPG or PNG as base64")


class CostsIn(Schema):
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


class PaperContractIn(Schema):
    """A contract signed on paper, as its scan has it; what the home is comes from its verification."""

    paper_no: str | None = Field(None, description="纸质合同编号")
    paper_signed_on: str = Field(json_schema_extra=DAY)
    bank: str = Field(description="监管银行: ccb, icbc", examples=["ccb"])
    source: str = Field(description="own, sublease, entrusted")
    head_lease_ends_on: str | None = Field(None, json_schema_extra=DAY, description="of a sublease")
    has_co_owners: str | None = Field(None, description="yes, no")
    enterprise_phone: str | None = None
    enterprise_address: str | None = None
    enterprise_agent: str | None = None
    mode: str = Field(description="whole, room")
    unit: str | None = Field(None, description="房间号, of a room")
    room_use: str | None = Field(None, description="bedroom, living")
    room_area: str | None = Field(None, examples=["15.20"])
    usable_area: str | None = Field(None, description="of a whole home", examples=["48.00"])
    layout: str | None = Field(None, examples=["两室一厅"])
    rooms: str | None = Field(None, description="how many rooms are lived in", examples=["2"])
    occupants: str = Field(examples=["2"])
    are_kin: str | None = Field(None, description="yes, no")
    use: str | None = None
    starts_on: str = Field(json_schema_extra=DAY)
    ends_on: str = Field(json_schema_extra=DAY, description="the last day of the lease")
    hand_over_on: str | None = Field(None, json_schema_extra=DAY)
    monthly_rent: str = Field(examples=["4000.00"])
    deposit: str = Field(examples=["4000.00"])
    deposit_due_on: str = Field(json_schema_extra=DAY)
    deposit_months: str = Field(description="押x", examples=["1"])
    pay_months: str = Field(description="付y", examples=["3"])
    payment_way: str | None = Field(None, description="custody, transfer, mobile, cash")
    deposit_return_days: str = Field(examples=["3"])
    deductions: str | None = None
    costs: CostsIn | None = None
    repairs: str | None = None
    inventory: str | None = None
    may_sublet: str | None = Field(None, description="yes, no")
    ending: str | None = None
    breach: str | None = None
    agreed: str | None = Field(None, description="双方约定事项")
    dispute_way: str = Field(description="court, arbitration")
    arbitration_body: str | None = None
    broker_name: str | None = None
    broker_person: str | None = None
    tenants: list[TenantIn]
    instalments: list[InstalmentIn] | None = Field(
        None, description="only where they do not follow from pay_months"
    )


class FilingIn(Schema):
    """A contract to be filed: signed on this platform (`contract_no`), or signed on paper (all the others)."""

    uscc: str = Field(description="出租企业的统一社会信用代码")
    contract_no: str | None = Field(None, description="租赁合同编号", examples=["ZL110105…"])
    verification_no: str | None = Field(None, description="核验码", examples=["HY110105…"])
    contract: PaperContractIn | None = None
    documents: list[DocumentIn] | None = None


class FilingOut(Schema):
    """How an application stands; the same body is posted to the program's callback address when it is decided."""

    application_no: str = Field(description="备案申请编号")
    contract_no: str
    status: str = Field(description="submitted, returned, approved, withdrawn")
    status_label: str = Field(description="the status in Chinese")
    review_by: str = Field(json_schema_extra=DAY, description="the last day of the review")
    because: str = Field(description="why it was returned")
    filing_no: str | None = Field(description="合同备案编号, once approved")
    certificate: str | None = Field(description="where its certificate is checked")


class FieldErrorOut(Schema):
    field: str = Field(examples=["tenants[0].id_number"])
    code: str
    message: str


class ErrorOut(Schema):
    """Every answer that is not a success."""

    code: str
    message: str
    errors: list[FieldErrorOut] = []


class ListEntryOut(Schema):
    """A place on the red or the black list, as the public site shows it."""

    kind: str = Field(description="red, black")
    kind_label: str
    name: str
    uscc: str
    ground: str = Field(description="points, serious_rule, court, good_standing")
    ground_label: str
    reason: str
    basis: str
    published_on: str = Field(json_schema_extra=DAY)
    valid_until: str = Field(json_schema_extra=DAY, description="the last day on the list")


class ListsOut(Schema):
    entries: list[ListEntryOut]
    next: int | None = Field(description="`before` of the next page")


class FilingsIn(Schema):
    filings: list[dict[str, JsonValue]] = Field(
        min_length=1, max_length=100, description="each as in fileContract"
    )


class FiledRowOut(Schema):
    """One row of a batch: `filing` where it was accepted, else why not."""

    row: int = Field(description="from 1 on, in the order in which they were sent")
    filing: FilingOut | None
    code: str
    message: str
    errors: list[FieldErrorOut]


class FiledOut(Schema):
    accepted: int
    refused: int
    rows: list[FiledRowOut]


class CodeOut(Schema):
    """What a collection code stands for, as its bank may know it."""

    collection_code: str
    amount: str = Field(description="exactly this is accepted")
    status: str = Field(description="open while it can be paid, …")
    status_label: str
    account_name: str


class LineOut(Schema):
    bank_ref: str
    amount: str
    direction: str = Field(description="credit, debit")


class BankDayOut(Schema):
    """Our book of the bank's account on a day, and what its statement has otherwise."""

    day: str = Field(json_schema_extra=DAY)
    opening: str
    received: str
    paid: str
    closing: str
    has_statement: bool
    agrees: bool
    only_in_statement: list[LineOut] = Field(description="at most 500")
    only_in_book: list[LineOut] = Field(
        description="told to us and not in the statement, at most 500"
    )
