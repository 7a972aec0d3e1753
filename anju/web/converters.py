"""What stands in addresses of more than one portal. What can't be such a number is not found, and never asked for."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class FilingNo:
    regex = "[A-Z0-9-]{8,32}"
    to_python = to_url = staticmethod(str)


class OrderNo(FilingNo):
    regex = "[0-9]{22}"


class CertificateNo(FilingNo):
    regex = "[0-9A-Z]{24}"


class ContractNo(FilingNo):
    regex = "ZL[0-9]{20}"


class Id(IntConverter):
    """The id of a record, of one kind each, so that a test can tell which an address asks for."""

    regex = "[0-9]{1,18}"


class CaseId(Id):
    """The end of a lease."""


class ItemId(Id):
    """A deduction of a refund plan."""


class OfferId(Id):
    """What one side would settle a deduction for."""


class PortionId(Id):
    """An amount that somebody is paid at the end of a lease."""


class AttachmentId(Id):
    """A file handed in at the end of a lease."""


class RefundUploadId(Id):
    """A file of many ends of leases."""


class AmendmentId(Id):
    """An application to change or end a lease, as its tenants are asked about it."""


class CarryOverId(Id):
    """A deposit that goes over into the lease that renews its own."""


class ApiKeyId(Id):
    """A key of a program."""


class SubscriptionId(Id):
    """Where an enterprise's program is told of events."""


class DeliveryId(Id):
    """An event on its way to a program."""


class ReleaseNo(FilingNo):
    regex = "H[0-9]{20}"


register_converter(FilingNo, "filing_no")
register_converter(OrderNo, "order_no")
register_converter(AmendmentId, "amendment_id")
register_converter(CarryOverId, "carry_over_id")
register_converter(ReleaseNo, "release_no")
register_converter(CertificateNo, "certificate_no")
register_converter(ContractNo, "contract_no")
register_converter(CaseId, "case_id")
register_converter(ItemId, "item_id")
register_converter(OfferId, "offer_id")
register_converter(PortionId, "portion_id")
register_converter(AttachmentId, "attachment_id")
register_converter(RefundUploadId, "refund_upload_id")
register_converter(ApiKeyId, "api_key_id")
register_converter(SubscriptionId, "subscription_id")
register_converter(DeliveryId, "delivery_id")
