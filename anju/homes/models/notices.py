from django.db import models

from anju.core import callbacks
from anju.core.crypto import EncryptedTextField
from anju.homes.models.verifications import Verification


class Notice(models.Model):
    """租赁房源核验告知单: what it states, the paper itself, and their digests. The database refuses any change."""

    verification = models.OneToOneField(Verification, models.PROTECT, related_name="notice")
    issued_at = models.DateTimeField()
    facts = EncryptedTextField(help_text="canonical JSON")
    facts_digest = models.BinaryField(max_length=32, help_text="SHA-256 of facts, printed")
    pdf = EncryptedTextField(help_text="the paper, base64")
    pdf_digest = models.BinaryField(max_length=32, help_text="SHA-256 of the paper's bytes")


class Callback(callbacks.Callback):
    """What a program that asked is still to be told: how its verification stands. Sent until its side accepts it."""

    verification = models.ForeignKey(Verification, models.PROTECT, related_name="callbacks")

    class Meta(callbacks.Callback.Meta):
        pass
