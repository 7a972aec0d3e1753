from django.db import models

OFFICES = ["association", "authority", "centre"]  # the portals of staff


class Event(models.Model):
    """One line of history: who moved which record, whence, whither, by which door, why, when.

    Written only by `core.db.move` and `move_many`; the database refuses any change or deletion. Its key there begins
    with `kind` and `record_id`: history is asked for by record.
    """

    kind = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    move = models.CharField(max_length=40)
    old_status = models.CharField(max_length=20)
    new_status = models.CharField(max_length=20)
    actor = models.CharField(max_length=80)
    portal = models.CharField(max_length=20)
    because = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            # What staff did, for those who look after them; the masses of machines are left out.
            models.Index(
                fields=["portal", "at", "id"],
                condition=models.Q(portal__in=OFFICES),
                name="core_event_of_office",
            ),
            *(
                models.Index(
                    fields=["portal", narrowed_by, "at", "id"],
                    condition=models.Q(portal__in=OFFICES),
                    name=f"core_event_of_office_{narrowed_by}",
                )
                for narrowed_by in ("actor", "kind", "record_id")
            ),
        ]


class AccessRefused(models.Model):
    """Somebody asked for a record that is not theirs, or that is not there: answered 404, and written down here.

    `path` is without its query. Written only by `core.actions.record_refused_access`; the database refuses
    any change or deletion.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    portal = models.CharField(max_length=20)
    method = models.CharField(max_length=10)
    path = models.CharField(max_length=300)
    view_name = models.CharField(max_length=100)
    ip = models.GenericIPAddressField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["actor", "at"], name="core_accessrefused_of_actor"),
            models.Index(fields=["portal", "at", "id"], name="core_accessrefused_of_office"),
        ]


class Look(models.Model):
    """A member of staff looked at personal data that is not masked: at what, whose, on which page, what for.

    Written only by `core.actions.record_look`; the database refuses any change or deletion.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    portal = models.CharField(max_length=20)
    kind = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    whose = models.CharField(max_length=120)
    view_name = models.CharField(max_length=100)
    purpose = models.CharField(max_length=120)
    ip = models.GenericIPAddressField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["portal", "at", "id"], name="core_look_of_office"),
            models.Index(fields=["portal", "actor", "at", "id"], name="core_look_of_actor"),
            models.Index(fields=["portal", "whose", "at", "id"], name="core_look_of_whom"),
        ]


class ClockOffset(models.Model):
    """How far the movable clock of a demo is ahead of the real one. One row; it never goes back."""

    only = models.BooleanField(primary_key=True, default=True)
    seconds = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(only=True), name="core_clockoffset_one_row"),
            models.CheckConstraint(
                condition=models.Q(seconds__gte=0), name="core_clockoffset_never_back"
            ),
        ]


class DayRun(models.Model):
    """A daily job that has been done for a day. A day that is missing here is simply run again."""

    job = models.CharField(max_length=60)
    day = models.DateField()
    begun_at = models.DateTimeField(null=True, help_text="null: before this was written down")
    finished_at = models.DateTimeField()
    report = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "day"], name="core_dayrun_once")]
        indexes = [models.Index(fields=["day"], name="core_dayrun_day")]


class RunAttempt(models.Model):
    """The last attempt to do a daily job for a day, and how many there were. (CTR-04)

    Written outside of the job's own transaction, so that it is still there when that was rolled back: with an
    `error` it failed, without an end it was interrupted. What is done stands in `DayRun` alone. `asked_at` is when
    somebody asked that it be done again, until it is.
    """

    job = models.CharField(max_length=60)
    day = models.DateField()
    attempts = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True)
    asked_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "day"], name="core_runattempt_once")]
        indexes = [
            models.Index(fields=["day"], name="core_runattempt_day"),
            models.Index(
                fields=["asked_at"],
                condition=models.Q(asked_at__isnull=False),
                name="core_runattempt_asked",
            ),
        ]


class CalendarYear(models.Model):
    """A year of working days, as announced by the State Council or provisional until then."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    official = models.BooleanField()
    source = models.CharField(max_length=200)
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=80)


class CalendarDay(models.Model):
    """Every day of every year entered; `name` is the holiday's, or says what it makes up for."""

    day = models.DateField(primary_key=True)
    is_workday = models.BooleanField()
    name = models.CharField(max_length=40)

    class Meta:
        indexes = [
            models.Index(
                fields=["day"],
                condition=models.Q(is_workday=True),
                name="core_calendarday_workdays",
            )
        ]


class StoredFile(models.Model):
    """A file as it was handed in, checked before. Its content never changes: it is its digest."""

    digest = models.BinaryField(max_length=32)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    stored_at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "name", "by"], name="core_storedfile_once_for_each"
            ),
            models.CheckConstraint(
                condition=models.Q(digest=models.Func("content", function="sha256")),
                name="core_storedfile_is_its_digest",
            ),
        ]
