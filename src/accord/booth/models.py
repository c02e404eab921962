"""The tables of askings: who is asked, and what came in while they are open.

No table joins a person to an answer. While an asking is open its answers are sealed to a key that is kept elsewhere
(`accord.booth.keys`); once it is closed all of them are one row, in random order.
"""

import secrets
import uuid

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from accord.audit.states import Kind
from accord.booth.states import REMINDERS, Segment, Way
from accord.people.models import Partnership, Person
from accord.people.states import MINIMUM_GROUP, SMALLEST_GROUP


def new_door() -> str:
    """The part of an asking's address that tells it from others; it gives no access."""
    return secrets.token_hex(5)


class Asking(models.Model):
    """One questionnaire put to one roll, from a day to a day.

    `door`: its part of the respondents' address. `owner`: the app that asks (`accord.booth.owners`). `questionnaire`:
    TOML, with its forms. `sealing_key`: what intake is sealed to (public half). `prepared_at`: when roll and keys were
    there; what stands above it changes no more. `approved`: whether it was countersigned. `reminders`: how many were
    sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    door = models.CharField(max_length=12, unique=True, default=new_door)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="askings")
    owner = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    period = models.CharField(max_length=60)
    way = models.CharField(max_length=12, choices=Way.choices)
    segment = models.CharField(max_length=12, choices=Segment.choices, blank=True)
    questionnaire = models.TextField()
    minimum_group = models.PositiveSmallIntegerField(
        default=MINIMUM_GROUP, validators=[MinValueValidator(SMALLEST_GROUP)]
    )
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    sealing_key = models.BinaryField(default=b"")
    prepared_at = models.DateTimeField(null=True)
    approved = models.BooleanField(default=False)
    invited_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    FIELDS = {
        "id": Kind.PUBLIC,
        "door": Kind.PUBLIC,
        "partnership": Kind.PUBLIC,
        "owner": Kind.PUBLIC,
        "title": Kind.PUBLIC,
        "period": Kind.PUBLIC,
        "way": Kind.PUBLIC,
        "segment": Kind.PUBLIC,
        "questionnaire": Kind.PUBLIC,
        "minimum_group": Kind.PUBLIC,
        "opens_at": Kind.PUBLIC,
        "closes_at": Kind.PUBLIC,
        "sealing_key": Kind.PUBLIC,
        "prepared_at": Kind.PUBLIC,
        "approved": Kind.PUBLIC,
        "invited_at": Kind.PUBLIC,
        "reminders": Kind.PUBLIC,
        "closed_at": Kind.PUBLIC,
    }
    AUDITED = tuple(name for name in FIELDS if name != "id")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum_group__gte=SMALLEST_GROUP), name="booth_minimum_group_at_least_5"
            ),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="booth_opens_before_it_closes"),
            models.CheckConstraint(condition=Q(reminders__lte=REMINDERS), name="booth_at_most_two_reminders"),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.id}"


class Stratum(models.Model):
    """People who are told apart from others by nothing but this: at least the minimum group.

    `organisation`, `group`: what it is called in the results; `group` is empty where it is the whole of an
    organisation. `key`: the public half of the key that signs its tokens (SPKI, DER).
    """

    asking = models.ForeignKey(Asking, on_delete=models.PROTECT, related_name="strata")
    number = models.PositiveSmallIntegerField()
    organisation = models.CharField(max_length=120)
    sector = models.CharField(max_length=12, blank=True)
    group = models.CharField(max_length=80, blank=True)
    headcount = models.PositiveIntegerField()
    key = models.BinaryField(default=b"")

    FIELDS = {
        "id": Kind.PUBLIC,
        "asking": Kind.PUBLIC,
        "number": Kind.PUBLIC,
        "organisation": Kind.PUBLIC,
        "sector": Kind.PUBLIC,
        "group": Kind.PUBLIC,
        "headcount": Kind.PUBLIC,
        "key": Kind.PUBLIC,
    }
    AUDITED = ("asking", "number", "organisation", "sector", "group", "headcount", "key")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asking", "number"], name="booth_one_stratum_a_number")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.organisation} {self.group}".strip()


class Invitee(models.Model):
    """One who may answer once. All of an asking are deleted when it closes. No event covers them: they are many.

    `number`: from which the invitation's code is derived, in random order. `digest`: by which a code is found.
    `address`: a keyed digest of their e-mail address when the roll was frozen; empty where they had none. `sent`: the
    letters that are out, counted alike for those who had begun. Nothing here tells who was admitted.
    """

    asking = models.ForeignKey(Asking, on_delete=models.PROTECT, related_name="roll")
    stratum = models.ForeignKey(Stratum, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    address = models.CharField(max_length=64, blank=True)
    sent = models.PositiveSmallIntegerField(default=0)

    FIELDS = {
        "id": Kind.PUBLIC,
        "asking": Kind.PUBLIC,
        "stratum": Kind.PSEUDONYMOUS,
        "number": Kind.PSEUDONYMOUS,
        "person": Kind.PSEUDONYMOUS,
        "digest": Kind.SECRET,
        "address": Kind.PSEUDONYMOUS,
        "sent": Kind.PSEUDONYMOUS,
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asking", "number"], name="booth_one_invitee_a_number")]

    def __str__(self) -> str:
        return str(self.pk)


class Admission(models.Model):
    """Somebody of a stratum was admitted: who, tells only the key file, and nobody once that is destroyed.

    `mark`: made of an invitee's number and the asking's secret (`codes.mark`). It says that a token was signed for
    them, not that they answered: nobody can know. `blinded`: the digest of what was signed, so that the same is signed
    again when the reply was lost.
    """

    mark = models.UUIDField(primary_key=True)
    asking = models.ForeignKey(Asking, on_delete=models.PROTECT, related_name="admissions")
    stratum = models.ForeignKey(Stratum, on_delete=models.PROTECT, related_name="+")
    blinded = models.CharField(max_length=64, blank=True)

    FIELDS = {
        "mark": Kind.PSEUDONYMOUS,
        "asking": Kind.PUBLIC,
        "stratum": Kind.PUBLIC,
        "blinded": Kind.PSEUDONYMOUS,
    }

    def __str__(self) -> str:
        return "an admission"


class Received(models.Model):
    """One answer that was acknowledged: the digest of its token, and the answer, sealed, until it is in a batch."""

    token = models.UUIDField(primary_key=True)
    asking = models.ForeignKey(Asking, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    box = models.BinaryField(null=True)

    FIELDS = {"token": Kind.ANSWER, "asking": Kind.PUBLIC, "box": Kind.ANSWER}

    class Meta:
        verbose_name_plural = "received"

    def __str__(self) -> str:
        return "an answer"


class Batch(models.Model):
    """At least fifty answers, shuffled, sealed as one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asking = models.ForeignKey(Asking, on_delete=models.PROTECT, related_name="batches")
    count = models.PositiveIntegerField()
    box = models.BinaryField()

    FIELDS = {"id": Kind.PUBLIC, "asking": Kind.PUBLIC, "count": Kind.PUBLIC, "box": Kind.ANSWER}

    class Meta:
        verbose_name_plural = "batches"

    def __str__(self) -> str:
        return f"{self.count} answers"


class Gathered(models.Model):
    """All answers of a closed asking in one piece (Parquet), in random order, and the frame they belong to (CSV)."""

    asking = models.OneToOneField(Asking, on_delete=models.PROTECT, primary_key=True, related_name="gathered")
    count = models.PositiveIntegerField()
    answers = models.BinaryField()
    frame = models.TextField()

    FIELDS = {"asking": Kind.PUBLIC, "count": Kind.PUBLIC, "answers": Kind.ANSWER, "frame": Kind.PUBLIC}
    AUDITED = ("asking", "count", "frame")

    class Meta:
        verbose_name_plural = "gathered"

    def __str__(self) -> str:
        return f"{self.count} answers"


class Daily(models.Model):
    """How many of a stratum had begun by the morning of a day, in tens (`counting.told`); null where too few."""

    stratum = models.ForeignKey(Stratum, on_delete=models.PROTECT, related_name="days")
    day = models.DateField()
    begun = models.PositiveIntegerField(null=True)

    FIELDS = {"id": Kind.PUBLIC, "stratum": Kind.PUBLIC, "day": Kind.PUBLIC, "begun": Kind.PUBLIC}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stratum", "day"], name="booth_one_count_a_day")]
        verbose_name_plural = "daily"

    def __str__(self) -> str:
        return f"{self.day}"
