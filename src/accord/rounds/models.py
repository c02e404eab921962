"""The tables of rounds. Answers themselves are in none of them."""

import uuid

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from accord.audit.states import Kind
from accord.booth.models import Asking
from accord.jobs.models import Job
from accord.people.models import Partnership, Seat
from accord.people.states import MINIMUM_GROUP, SMALLEST_GROUP
from accord.rounds.states import TAKEN, FileKind, Source, State


class Round(models.Model):
    """One asking of a questionnaire. Until it is released it is held: nobody but those who prepare it sees it.

    `questionnaire`: TOML, as confirmed. `columns`, `problems`: what stands in the columns of the file, and what is
    wrong in it, for the pages that prepare it; emptied at the release. `checked`: counts of what would be used.
    `content`: digest of all that its picture depends on. `job`: the long work last asked for. `asking`: of a round that
    is asked here, how it reaches people and what came in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="rounds")
    title = models.CharField(max_length=120)
    period = models.CharField(max_length=60)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.FILE)
    state = models.CharField(max_length=14, choices=State.choices, default=State.DRAFT)
    minimum_group = models.PositiveSmallIntegerField(
        default=MINIMUM_GROUP, validators=[MinValueValidator(SMALLEST_GROUP)]
    )
    fictional = models.BooleanField(default=False)
    questionnaire = models.TextField(blank=True)
    columns = models.JSONField(null=True)
    problems = models.JSONField(null=True)
    checked = models.JSONField(null=True)
    asking = models.OneToOneField(Asking, on_delete=models.PROTECT, null=True, related_name="round")
    proposed_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, related_name="+")
    countersigned_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, related_name="+")
    countersigned_at = models.DateTimeField(null=True)
    before = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="later")
    content = models.CharField(max_length=64, blank=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    created_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)

    FIELDS = {
        "id": Kind.PUBLIC,
        "partnership": Kind.PUBLIC,
        "title": Kind.PUBLIC,
        "period": Kind.PUBLIC,
        "source": Kind.PUBLIC,
        "state": Kind.PUBLIC,
        "minimum_group": Kind.PUBLIC,
        "fictional": Kind.PUBLIC,
        "questionnaire": Kind.PUBLIC,
        "columns": Kind.ANSWER,
        "problems": Kind.ANSWER,
        "checked": Kind.PUBLIC,
        "asking": Kind.PUBLIC,
        "proposed_by": Kind.PSEUDONYMOUS,
        "countersigned_by": Kind.PSEUDONYMOUS,
        "countersigned_at": Kind.PUBLIC,
        "before": Kind.PUBLIC,
        "content": Kind.PUBLIC,
        "job": Kind.PUBLIC,
        "created_by": Kind.PSEUDONYMOUS,
        "created_at": Kind.PUBLIC,
        "held_until": Kind.PUBLIC,
        "released_at": Kind.PUBLIC,
    }
    AUDITED = (
        "partnership",
        "title",
        "period",
        "source",
        "state",
        "minimum_group",
        "fictional",
        "questionnaire",
        "asking",
        "proposed_by",
        "countersigned_by",
        "countersigned_at",
        "before",
        "content",
        "created_by",
        "created_at",
        "released_at",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum_group__gte=SMALLEST_GROUP), name="rounds_minimum_group_at_least_5"
            ),
            models.CheckConstraint(
                condition=Q(state=State.RELEASED, released_at__isnull=False)
                | (~Q(state=State.RELEASED) & Q(released_at__isnull=True)),
                name="rounds_released_at_when_released",
            ),
            models.CheckConstraint(
                condition=Q(source=Source.ASKED, asking__isnull=False) | Q(source=Source.FILE, asking__isnull=True),
                name="rounds_asking_when_asked",
            ),
            models.UniqueConstraint(
                fields=["partnership", "content"], condition=Q(state__in=TAKEN), name="rounds_one_of_a_content"
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state", "released_at"], name="rounds_latest")]

    def __str__(self) -> str:
        return f"{self.period} {self.id}"


class Upload(models.Model):
    """A file in the data folder, under the random name `token`. It is gone when its round is released."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="uploads")
    kind = models.CharField(max_length=10, choices=FileKind.choices)
    name = models.CharField(max_length=120)
    token = models.CharField(max_length=32, unique=True)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    FIELDS = {
        "id": Kind.PUBLIC,
        "round": Kind.PUBLIC,
        "kind": Kind.PUBLIC,
        "name": Kind.PUBLIC,
        "token": Kind.PUBLIC,
        "size": Kind.PUBLIC,
        "digest": Kind.PUBLIC,
    }
    AUDITED = ("round", "kind", "name", "token", "size", "digest")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "kind"], name="rounds_one_upload_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.token}"


class Result(models.Model):
    """A released round's picture, as `accord.analysis.to_json` wrote it, and where the round stood.

    `headline`: the sentence that titles the picture, by language. `standing` is for comparing a later round with this
    one; it tells more than the picture, and is never shown.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, primary_key=True, related_name="result")
    picture = models.TextField()
    standing = models.TextField(blank=True)
    headline = models.JSONField()

    FIELDS = {"round": Kind.PUBLIC, "picture": Kind.PUBLIC, "standing": Kind.ANSWER, "headline": Kind.PUBLIC}
    AUDITED = ("round", "picture", "standing", "headline")

    def __str__(self) -> str:
        return f"result {self.pk}"
