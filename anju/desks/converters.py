"""What stands in addresses of the desks, one kind of record each."""

from django.urls import register_converter

from anju.web.converters import Id


class FilingId(Id):
    """An application of an institution."""


class FilingFileId(Id):
    """A file that one states."""


class InstitutionId(Id):
    """A filed institution."""


class PractitionerId(Id):
    """Somebody who works for one."""


class VoteObjectionId(Id):
    """Somebody says that a voice in a vote of owners is not theirs."""


class PlaceId(Id):
    """A place where one works."""


class EventId(Id):
    """A scoring."""


class EvidenceId(Id):
    """A file that proves one, or speaks against it."""


class MeasureId(Id):
    """What follows a threshold."""


class RuleId(Id):
    """A version of a rule of the standard."""


class EntryId(Id):
    """A place on the red or black list."""


class RemovalFileId(Id):
    """A file handed in to be taken off a list."""


class HomeCheckId(Id):
    """A verification of a home."""


class HomeObjectionId(Id):
    """An objection to one that failed."""


class HomeDocumentId(Id):
    """A file handed in with it."""


class HomeFileId(Id):
    """A spreadsheet of homes to verify."""


class ContractId(Id):
    """A contract of housing rental."""


class ContractDocumentId(Id):
    """A paper of one."""


class ContractFilingId(Id):
    """An application to file one."""


class ContractFilingFileId(Id):
    """A spreadsheet of contracts to file."""


class OperatorId(Id):
    """A further user of an institution."""


class LeaseAmendmentId(Id):
    """An application to change or end a filed lease."""


class TroubleId(Id):
    """A ticket."""


class DepositId(Id):
    """What a home is asked to deposit, or has deposited."""


class NoticeFileId(Id):
    """A spreadsheet of homes for which deposits are asked."""


class NoticePrintId(Id):
    """Some of its notices, to print."""


class WorksOrderId(Id):
    """A work order (任务单)."""


class WorksPaperId(Id):
    """A file handed in with one."""


class WorksPaymentId(Id):
    """What is paid for one."""


class SettlementId(Id):
    """What the works of one came to."""


class WorksSheetId(Id):
    """A form printed of one."""


class AreaApplicationId(Id):
    """An application of a property company for communities."""


class AreaDocumentId(Id):
    """A paper of one."""


class AreaId(Id):
    """A community that a company serves or served."""


class CompanyId(Id):
    """A property company."""


class UnitChangeId(Id):
    """A change of its data."""


class NameCheckId(Id):
    """A question about its new name."""


class PrintedRecordId(Id):
    """What a company printed before."""


class ParameterCode:
    """What the city settles, by its code."""

    regex = "[a-z0-9_]+(?:[.][a-z0-9_]+)*"
    to_python = staticmethod(str)
    to_url = staticmethod(str)


class ValueId(Id):
    """What one is from a day on."""


class ValueDocumentId(Id):
    """A paper by which it was proposed."""


register_converter(ParameterCode, "parameter_code")
register_converter(ValueId, "value_id")
register_converter(ValueDocumentId, "value_document_id")
register_converter(FilingId, "filing_id")
register_converter(FilingFileId, "filing_file_id")
register_converter(InstitutionId, "institution_id")
register_converter(PractitionerId, "practitioner_id")
register_converter(PlaceId, "place_id")
register_converter(EventId, "event_id")
register_converter(EvidenceId, "credit_evidence_id")
register_converter(MeasureId, "measure_id")
register_converter(RuleId, "rule_id")
register_converter(EntryId, "entry_id")
register_converter(RemovalFileId, "removal_file_id")
register_converter(HomeCheckId, "home_check_id")
register_converter(HomeObjectionId, "home_objection_id")
register_converter(HomeDocumentId, "home_document_id")
register_converter(HomeFileId, "home_file_id")
register_converter(ContractId, "contract_id")
register_converter(ContractDocumentId, "contract_document_id")
register_converter(ContractFilingId, "contract_filing_id")
register_converter(ContractFilingFileId, "contract_filing_file_id")
register_converter(OperatorId, "operator_id")
register_converter(LeaseAmendmentId, "lease_amendment_id")
register_converter(TroubleId, "trouble_id")
register_converter(DepositId, "deposit_id")
register_converter(NoticeFileId, "notice_file_id")
register_converter(NoticePrintId, "notice_print_id")
register_converter(WorksOrderId, "works_order_id")
register_converter(WorksPaperId, "works_paper_id")
register_converter(WorksPaymentId, "works_payment_id")
register_converter(SettlementId, "settlement_id")
register_converter(WorksSheetId, "works_sheet_id")
register_converter(AreaApplicationId, "area_application_id")
register_converter(AreaDocumentId, "area_document_id")
register_converter(AreaId, "area_id")
register_converter(CompanyId, "company_id")
register_converter(UnitChangeId, "unit_change_id")
register_converter(NameCheckId, "name_check_id")
register_converter(PrintedRecordId, "printed_record_id")
register_converter(VoteObjectionId, "vote_objection_id")
