"""The roster of a partnership: staff who may be asked, and the files that say who they are."""

import uuid

from django.db import models
from django.db.models import Q

from accord.audit.states import Kind
from accord.jobs.models import Job
from accord.people.models.partnerships import Organisation, Partnership, Seat


class Person(models.Model):
    """A person on the roster; no account. `reference` is what the employer calls them, such as a payroll number.

    Somebody who left keeps their row, so that they are the same person when they come back. The record does not cover
    these rows: a roster of 200,000 would put as many digests into one event. It keeps the counts of every import and
    the digest of its file.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="persons")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="persons")
    reference = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=120, blank=True)
    email = models.CharField(max_length=254, blank=True)
    staff_group = models.CharField(max_length=80, blank=True)
    site = models.CharField(max_length=80, blank=True)
    leads = models.CharField(max_length=120, blank=True)
    left_at = models.DateTimeField(null=True)

    FIELDS = {
        "id": Kind.PSEUDONYMOUS,
        "partnership": Kind.PUBLIC,
        "organisation": Kind.PSEUDONYMOUS,
        "reference": Kind.PERSONAL,
        "name": Kind.PERSONAL,
        "email": Kind.PERSONAL,
        "staff_group": Kind.PSEUDONYMOUS,
        "site": Kind.PSEUDONYMOUS,
        "leads": Kind.PERSONAL,
        "left_at": Kind.PSEUDONYMOUS,
    }
    ADDRESSED = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reference"], condition=~Q(reference=""), name="people_one_person_a_reference"
            ),
            models.UniqueConstraint(
                fields=["partnership", "email"], condition=~Q(email=""), name="people_one_person_an_address"
            ),
        ]
        indexes = [
            models.Index(
                fields=["partnership", "organisation", "staff_group", "site"],
                condition=Q(left_at=None),
                name="people_on_the_roster",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)  # never a name: it would reach logs and error pages


class RosterFile(models.Model):
    """A roster that was uploaded and is not brought in yet. The row and both files are gone once it is, or in a day.

    `token`: the file in the data folder. `plan`: the changes worked out of it, a file there, too. `counts`: how many
    these are. `content`: the digest of all that they depend on. `problems`: what is wrong in the file.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="roster_files")
    name = models.CharField(max_length=120)
    token = models.CharField(max_length=32, unique=True)
    plan = models.CharField(max_length=32, blank=True)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    content = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(null=True)
    sectors = models.JSONField(null=True)
    problems = models.JSONField(null=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    created_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    held_until = models.DateTimeField()

    FIELDS = {
        "id": Kind.PUBLIC,
        "partnership": Kind.PUBLIC,
        "name": Kind.PUBLIC,
        "token": Kind.PUBLIC,
        "plan": Kind.PUBLIC,
        "size": Kind.PUBLIC,
        "digest": Kind.PUBLIC,
        "content": Kind.PUBLIC,
        "counts": Kind.PUBLIC,
        "sectors": Kind.PUBLIC,
        "problems": Kind.ANSWER,
        "job": Kind.PUBLIC,
        "created_by": Kind.PSEUDONYMOUS,
        "created_at": Kind.PUBLIC,
        "held_until": Kind.PUBLIC,
    }
    AUDITED = ("partnership", "name", "token", "size", "digest", "created_by", "created_at")

    def __str__(self) -> str:
        return f"roster {self.token}"
