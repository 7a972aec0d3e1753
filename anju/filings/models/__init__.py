from anju.filings.models.amendments import Amendment, Consent
from anju.filings.models.certificates import Certificate
from anju.filings.models.files import FilingFile, FilingFileRow
from anju.filings.models.filings import Callback, Filing, Request, Submission

__all__ = [
    "Amendment",
    "Callback",
    "Certificate",
    "Consent",
    "Filing",
    "FilingFile",
    "FilingFileRow",
    "Request",
    "Submission",
]
