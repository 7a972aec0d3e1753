"""What a test reads from a paper."""

import io
import re

from pypdf import PdfReader

from anju.certificates import queries
from anju.certificates.models import Certificate


def pages_of(certificate: Certificate) -> list[str]:
    """The text of each page without blanks: where a line breaks does not matter."""
    reader = PdfReader(io.BytesIO(queries.pdf_of(certificate)))
    return [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]


def text_of(certificate: Certificate) -> str:
    return "".join(pages_of(certificate))
