"""A vote of owners: its frozen roll, the voices, the objections. (Civil Code 278; WDR-09)"""

from django.db import models
from django.db.models import F, Q

from anju.core.crypto import EncryptedTextField
from anju.core.db import is_positive, status_is_known
from anju.votes import rules


class Vote(models.Model):
    """表决: some homes of a community decide about one `cause`, named by the package that asks.

    The roll (Head, Elector, Seat) is written at the opening and never changes: who buys a home later does not vote.
    """

    cause = models.CharField(max_length=60, unique=True)
    community = models.ForeignKey("homes.Community", models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", help_text="who enters the paper"
    )
    title = models.CharField(max_length=120)
    opened_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    noticed_on = models.DateField(help_text="通知日期")
    closes_on = models.DateField(help_text="the last day on which a voice counts")
    closed_on = models.DateField(null=True)
    published_on = models.DateField(null=True, help_text="结果公布日期, as the company states it")
    status = models.CharField(
        max_length=20, choices=rules.VoteStatus, default=rules.VoteStatus.OPEN
    )
    MOVES = rules.VOTE_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.VoteStatus),
            models.CheckConstraint(
                condition=Q(closes_on__gt=F("noticed_on")), name="votes_vote_closes_after_notice"
            ),
            models.CheckConstraint(
                condition=~Q(status="open") | Q(closed_on__isnull=True),
                name="votes_vote_open_has_no_end",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("closed", "published")) | Q(closed_on__isnull=False),
                name="votes_vote_closed_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | Q(published_on__gte=F("closed_on")),
                name="votes_vote_published_after_its_end",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="votes_vote_of_organisation"),
            models.Index(fields=["closes_on"], condition=Q(status="open"), name="votes_vote_open"),
        ]

    def __str__(self) -> str:
        return self.title


class Head(models.Model):
    """One of those who are counted (人数): an owner with all their homes, a set of co-owners, or the developer.

    `digest` is of the set of owners, so that the same set is one head. (rule B4.6)
    """

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="heads", db_index=False)
    digest = models.BinaryField(max_length=32)
    area_hundredths = models.PositiveBigIntegerField(help_text="of all its homes on this roll")
    is_developer = models.BooleanField(default=False, help_text="stands for the unsold homes")
    told_at = models.DateTimeField(null=True, help_text="when its owners were told of the vote")

    class Meta:
        constraints = [
            is_positive("area_hundredths"),
            models.UniqueConstraint(fields=["vote", "digest"], name="votes_head_once"),
        ]
        indexes = [
            models.Index(
                fields=["vote", "id"], condition=Q(told_at__isnull=True), name="votes_head_to_tell"
            )
        ]


class Elector(models.Model):
    """Who may speak for a head online: one of its owners as they were at the opening, or the developer.

    `digest` is that of homes.Owner, by which somebody who is signed in is known.
    """

    head = models.ForeignKey(Head, models.PROTECT, related_name="electors", db_index=False)
    digest = models.BinaryField(max_length=32)
    owner = models.ForeignKey("homes.Owner", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", help_text="开发单位"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["head", "digest"], name="votes_elector_once"),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) ^ Q(organisation__isnull=True),
                name="votes_elector_is_one_of_two",
            ),
        ]
        indexes = [models.Index(fields=["digest", "head"], name="votes_elector_by_digest")]


class Seat(models.Model):
    """One home on the roll, with its area at the opening; `id` follows the order of buildings, units and rooms."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="seats", db_index=False)
    head = models.ForeignKey(Head, models.PROTECT, related_name="seats")
    dwelling = models.ForeignKey("homes.Dwelling", models.PROTECT, related_name="+")
    area_hundredths = models.PositiveIntegerField()

    class Meta:
        constraints = [
            is_positive("area_hundredths"),
            models.UniqueConstraint(fields=["vote", "dwelling"], name="votes_seat_once"),
        ]
        indexes = [models.Index(fields=["vote", "id"], name="votes_seat_roll")]


class Voice(models.Model):
    """What a head said, once: later voices correct it, an upheld objection strikes it; none is ever deleted.

    On paper it was entered at one home (`seat`) by the company, perhaps signed by a proxy (代理人); online it is said
    by one of the electors.
    """

    head = models.ForeignKey(Head, models.PROTECT, related_name="voices", db_index=False)
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10, choices=rules.Channel)
    agrees = models.BooleanField()
    elector = models.ForeignKey(Elector, models.PROTECT, null=True, related_name="+")
    signed_on = models.DateField(help_text="as the paper says, or the day online")
    proxy_name = EncryptedTextField(null=True)
    proxy_id_number = EncryptedTextField(null=True)
    paper = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()
    status = models.CharField(
        max_length=20, choices=rules.VoiceStatus, default=rules.VoiceStatus.COUNTED
    )
    MOVES = rules.VOICE_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.VoiceStatus),
            models.UniqueConstraint(
                fields=["head"], condition=Q(status="counted"), name="votes_voice_one_counted"
            ),
            models.CheckConstraint(
                condition=Q(channel="online", elector__isnull=False, seat__isnull=True, paper=None)
                | Q(channel="paper", elector__isnull=True, seat__isnull=False),
                name="votes_voice_on_paper_or_online",
            ),
            models.CheckConstraint(
                condition=Q(proxy_name__isnull=True, proxy_id_number__isnull=True)
                | Q(
                    proxy_name__isnull=False,
                    proxy_id_number__isnull=False,
                    channel="paper",
                    paper__isnull=False,
                ),
                name="votes_voice_proxy_with_number_and_paper",
            ),
        ]
        indexes = [models.Index(fields=["head", "id"], name="votes_voice_history")]


class VoiceCode(models.Model):
    """A code sent to an elector's phone, by its digest; it confirms one answer, once, within minutes."""

    elector = models.ForeignKey(Elector, models.PROTECT, related_name="codes", db_index=False)
    agrees = models.BooleanField()
    digest = models.BinaryField(max_length=32)
    sent_at = models.DateTimeField()
    wrong = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, help_text="when it was typed in rightly")
    spent_at = models.DateTimeField(null=True, help_text="when a voice was taken by it")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(spent_at__isnull=True) | Q(used_at__isnull=False),
                name="votes_voicecode_spent_was_used",
            )
        ]
        indexes = [models.Index(fields=["elector", "-sent_at"], name="votes_voicecode_of_elector")]


class Objection(models.Model):
    """异议: a counted owner says a voice is not theirs (不是我签的); the authority decides by `decide_by`. (BEY-02)"""

    voice = models.ForeignKey(Voice, models.PROTECT, related_name="objections", db_index=False)
    vote = models.ForeignKey(Vote, models.PROTECT, related_name="objections", db_index=False)
    elector = models.ForeignKey(Elector, models.PROTECT, related_name="+")
    grounds = models.CharField(max_length=500, blank=True)
    by_link = models.BooleanField(help_text="by the link of a message, without signing in")
    raised_by = models.CharField(max_length=80)
    raised_at = models.DateTimeField()
    decide_by = models.DateField()
    status = models.CharField(
        max_length=20, choices=rules.ObjectionStatus, default=rules.ObjectionStatus.OPEN
    )
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    opinion = models.CharField(max_length=1000, blank=True)
    MOVES = rules.OBJECTION_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.ObjectionStatus),
            models.UniqueConstraint(
                fields=["voice"], condition=Q(status="open"), name="votes_objection_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("upheld", "dismissed"))
                | (Q(decided_at__isnull=False) & ~Q(opinion="") & ~Q(decided_by=F("raised_by"))),
                name="votes_objection_decided_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "decide_by", "id"], name="votes_objection_to_decide"),
            models.Index(fields=["vote", "status"], name="votes_objection_of_vote"),
            models.Index(fields=["voice", "id"], name="votes_objection_history"),
        ]


class PaperFile(models.Model):
    """A spreadsheet of paper voices from the company. (WDR-09)"""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="files", db_index=False)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    received_by = models.CharField(max_length=80)
    received_at = models.DateTimeField()
    row_count = models.PositiveIntegerField()
    status = models.CharField(
        max_length=20, choices=rules.FileStatus, default=rules.FileStatus.RECEIVED
    )
    finished_at = models.DateTimeField(null=True)
    MOVES = rules.FILE_MOVES

    class Meta:
        constraints = [status_is_known(rules.FileStatus)]
        indexes = [
            models.Index(fields=["vote", "-id"], name="votes_paperfile_of_vote"),
            models.Index(fields=["id"], condition=~Q(status="done"), name="votes_paperfile_to_do"),
        ]


class PaperRow(models.Model):
    """One row of it: the voice that it became, or what is wrong with it. `place` is the home as the row says it."""

    upload = models.ForeignKey(PaperFile, models.PROTECT, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(help_text="as the spreadsheet program shows it")
    place = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=20, choices=rules.RowOutcome)
    sentence = EncryptedTextField(blank=True, help_text="it may repeat what the row says of people")
    voice = models.ForeignKey(Voice, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="votes_paperrow_once"),
            models.CheckConstraint(
                condition=Q(outcome="entered", voice__isnull=False)
                | Q(outcome="wrong", voice__isnull=True),
                name="votes_paperrow_entered_has_a_voice",
            ),
        ]


class AttendanceSheet(models.Model):
    """表决情况清册 as a PDF, made by the worker: who took part, how, and the count at that moment. (BEY-03)"""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="sheets", db_index=False)
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")
    status = models.CharField(
        max_length=20, choices=rules.SheetStatus, default=rules.SheetStatus.ASKED
    )
    MOVES = rules.SHEET_MOVES

    class Meta:
        constraints = [
            status_is_known(rules.SheetStatus),
            models.CheckConstraint(
                condition=Q(status="asked", file__isnull=True)
                | Q(status="made", file__isnull=False),
                name="votes_attendancesheet_made_has_a_file",
            ),
            models.UniqueConstraint(
                fields=["vote"], condition=Q(status="asked"), name="votes_attendancesheet_one_asked"
            ),
        ]
        indexes = [models.Index(fields=["vote", "-id"], name="votes_attendancesheet_of_vote")]
