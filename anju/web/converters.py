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


class ReleaseNo(FilingNo):
    regex = "H[0-9]{20}"


class ItemId(IntConverter):
    """A deduction of a refund plan."""


class OfferId(IntConverter):
    """What one side would settle a deduction for."""


class PortionId(IntConverter):
    """An amount that somebody is paid at the end of a lease."""


class AttachmentId(IntConverter):
    """A file handed in at the end of a lease."""


register_converter(FilingNo, "filing_no")
register_converter(OrderNo, "order_no")
register_converter(ReleaseNo, "release_no")
register_converter(CertificateNo, "certificate_no")
register_converter(ItemId, "item_id")
register_converter(OfferId, "offer_id")
register_converter(PortionId, "portion_id")
register_converter(AttachmentId, "attachment_id")
