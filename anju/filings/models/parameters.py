from django.db import models


class SigningParameter(models.Model):
    """From which day on 备案前是否必须进行合同网签 is answered how, and who said so. Never changed: a later row stands.

    Of several rows for one day the last one counts.
    """

    must_sign_online = models.BooleanField()
    from_on = models.DateField()
    because = models.CharField(max_length=200)
    set_by = models.CharField(max_length=80)
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-from_on", "-id"], name="filings_parameter_in_force")]
