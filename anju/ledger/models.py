"""Models for reading. The tables, their constraints and their guards stand in `sql/`; only the database's own
functions write them, so nothing here is ever saved."""

from django.db import models


class Pot(models.Model):
    """A pot of money; its code says whose. `balance_fen` stays zero on a pooled pot, whose balance is derived."""

    code = models.TextField(unique=True)
    kind = models.TextField()
    pooled = models.BooleanField()
    may_go_negative = models.BooleanField()
    balance_fen = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField()


class Transfer(models.Model):
    """Money going from one pot to another. Never changed, never deleted; a mistake is undone by another."""

    id = models.BigIntegerField(primary_key=True)
    source = models.ForeignKey(Pot, models.DO_NOTHING, related_name="+", db_constraint=False)
    destination = models.ForeignKey(Pot, models.DO_NOTHING, related_name="+", db_constraint=False)
    amount_fen = models.BigIntegerField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    number = models.SmallIntegerField()
    key = models.TextField()
    reason = models.TextField()
    cause = models.TextField()


class Key(models.Model):
    """The promise that one cause books once: whose legs stand between two ids."""

    key = models.TextField(primary_key=True)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()


class Seal(models.Model):
    """A block of up to a thousand transfers, its digests, and one over them and the seal before."""

    no = models.BigIntegerField(primary_key=True)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    count = models.IntegerField()
    total_fen = models.DecimalField(max_digits=24, decimal_places=0)
    max_recorded_at = models.DateTimeField()
    row_digests = models.BinaryField()
    digest = models.BinaryField()
    sealed_at = models.DateTimeField()


class CarriedForward(models.Model):
    """What a pooled pot held after a transfer that nothing can come before any more."""

    pk = models.CompositePrimaryKey("pot_id", "upto_id")
    pot = models.ForeignKey(Pot, models.DO_NOTHING, related_name="+", db_constraint=False)
    upto_id = models.BigIntegerField()
    balance_fen = models.BigIntegerField()
    max_recorded_at = models.DateTimeField()

    class Meta:
        db_table = "ledger_carried_forward"


class Least(models.Model):
    """What a pooled pot that money was taken from holds at least: what came in since is not in it."""

    pot = models.OneToOneField(
        Pot, models.DO_NOTHING, primary_key=True, related_name="+", db_constraint=False
    )
    fen = models.BigIntegerField()


class DayHead(models.Model):
    """The digest of the last seal of a Beijing day, to be published: it vouches for all before it."""

    day = models.DateField(primary_key=True)
    seal = models.ForeignKey(
        Seal, models.DO_NOTHING, db_column="seal_no", related_name="+", db_constraint=False
    )
    digest = models.BinaryField()

    class Meta:
        db_table = "ledger_day_head"


class Total(models.Model):
    """What all pots of each kind held after some seals: the trial balance, kept as of every moment."""

    no = models.BigIntegerField(primary_key=True)
    first_id = models.BigIntegerField()
    upto_id = models.BigIntegerField()
    min_recorded_at = models.DateTimeField()
    max_recorded_at = models.DateTimeField()
    held = models.JSONField()


class PooledDay(models.Model):
    """What came into a pooled pot and went out of it on a Beijing day (or in a month) for one reason, as far as the
    totals reach."""

    pk = models.CompositePrimaryKey("pot_id", "span", "day", "reason")
    pot = models.ForeignKey(Pot, models.DO_NOTHING, related_name="+", db_constraint=False)
    span = models.TextField()
    day = models.DateField()
    reason = models.TextField()
    in_fen = models.BigIntegerField()
    out_fen = models.BigIntegerField()

    class Meta:
        db_table = "ledger_pooled_day"
