"""The table of long work."""

import uuid

from django.conf import settings
from django.db import models

from accord.audit.states import Kind
from accord.jobs.states import WANTED, State


class Job(models.Model):
    """One piece of long work that somebody asked for. `content` is the digest of everything its result depends on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    partnership = models.UUIDField()
    askers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="jobs")
    content = models.CharField(max_length=64)
    arguments = models.JSONField(default=dict)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    progress = models.FloatField(default=0)
    words = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    FIELDS = {
        "id": Kind.PUBLIC,
        "kind": Kind.PUBLIC,
        "partnership": Kind.PUBLIC,
        "askers": Kind.PSEUDONYMOUS,
        "content": Kind.PUBLIC,
        "arguments": Kind.PUBLIC,
        "language": Kind.PUBLIC,
        "state": Kind.PUBLIC,
        "progress": Kind.PUBLIC,
        "words": Kind.PUBLIC,
        "attempts": Kind.PUBLIC,
        "lease_until": Kind.PUBLIC,
        "result": Kind.PUBLIC,
        "error": Kind.PUBLIC,
        "asked_at": Kind.PUBLIC,
        "ended_at": Kind.PUBLIC,
    }
    AUDITED = ("kind", "partnership", "content", "arguments", "state", "attempts", "result", "error")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(progress__gte=0, progress__lte=1), name="jobs_progress_0_to_1"),
            models.UniqueConstraint(
                fields=["kind", "partnership", "content"],
                condition=models.Q(state__in=WANTED),
                name="jobs_one_for_a_content",
            ),
        ]
        indexes = [models.Index(fields=["state", "lease_until"], name="jobs_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
