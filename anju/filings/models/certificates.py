from django.db import models

from anju.core.crypto import EncryptedTextField
from anju.filings.models.filings import Filing


class Certificate(models.Model):
    """合同备案证明: what it states, the paper itself, and their digests. The database refuses any change.

    `code` (查验码) stands on the paper only: who has it sees the address and the masked names on the public page.
    """

    filing = models.OneToOneField(Filing, models.PROTECT, related_name="certificate")
    code = models.CharField(max_length=8)
    issued_at = models.DateTimeField()
    facts = EncryptedTextField(help_text="canonical JSON")
    facts_digest = models.BinaryField(max_length=32, help_text="SHA-256 of facts, printed")
    pdf = EncryptedTextField(help_text="the paper, base64")
    pdf_digest = models.BinaryField(max_length=32, help_text="SHA-256 of the paper's bytes")
