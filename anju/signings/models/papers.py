from django.db import models

from anju.core.crypto import EncryptedTextField
from anju.signings.models.contracts import Contract


class SignedPaper(models.Model):
    """The contract as both sides have signed it: facts with all signatures, PDF and digests, kept for good. (CON-05)

    Only the sealed columns may be sealed anew; the database refuses any other change.
    """

    contract = models.OneToOneField(Contract, models.PROTECT, related_name="paper")
    sealed_at = models.DateTimeField()
    facts = EncryptedTextField()
    facts_digest = models.BinaryField(max_length=32)
    pdf = EncryptedTextField(help_text="base64")
    pdf_digest = models.BinaryField(max_length=32)
