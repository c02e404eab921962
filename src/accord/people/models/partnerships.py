"""Partnerships, their organisations, and the seats in them."""

import uuid

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from accord.audit.states import Kind
from accord.people.models.accounts import User
from accord.people.states import MINIMUM_GROUP, SMALLEST_GROUP, Role, Sector


class Partnership(models.Model):
    """Organisations that build trust with each other here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True, max_length=60)
    fictional = models.BooleanField(default=False)
    minimum_group = models.PositiveSmallIntegerField(
        default=MINIMUM_GROUP, validators=[MinValueValidator(SMALLEST_GROUP)]
    )
    created_at = models.DateTimeField()

    FIELDS = {
        "id": Kind.PUBLIC,
        "name": Kind.PUBLIC,
        "slug": Kind.PUBLIC,
        "fictional": Kind.PUBLIC,
        "minimum_group": Kind.PUBLIC,
        "created_at": Kind.PUBLIC,
    }
    AUDITED = ("name", "slug", "fictional", "minimum_group", "created_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum_group__gte=SMALLEST_GROUP), name="people_minimum_group_at_least_5"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """One organisation of a partnership. `kind` is what people there call it: acute trust, council, hospice.

    `headcount`: staff in all, where only their number is known and nobody of it stands on the roster.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="organisations")
    name = models.CharField(max_length=120)
    sector = models.CharField(max_length=12, choices=Sector.choices)
    kind = models.CharField(max_length=60, blank=True)
    headcount = models.PositiveIntegerField(null=True)

    FIELDS = {
        "id": Kind.PUBLIC,
        "partnership": Kind.PUBLIC,
        "name": Kind.PUBLIC,
        "sector": Kind.PUBLIC,
        "kind": Kind.PUBLIC,
        "headcount": Kind.PUBLIC,
    }
    AUDITED = ("partnership", "name", "sector", "kind", "headcount")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "name"], name="people_one_organisation_a_name")]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A person's place in a partnership, in one role; a person with two roles holds two seats.

    What was done from a seat leads to it for good, so a seat that is given up is ended, never removed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seats")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="seats")
    role = models.CharField(max_length=12, choices=Role.choices)
    taken_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    FIELDS = {
        "id": Kind.PSEUDONYMOUS,
        "user": Kind.PSEUDONYMOUS,
        "partnership": Kind.PUBLIC,
        "organisation": Kind.PUBLIC,
        "role": Kind.PUBLIC,
        "taken_at": Kind.PSEUDONYMOUS,
        "ended_at": Kind.PSEUDONYMOUS,
    }
    AUDITED = ("user", "partnership", "organisation", "role", "taken_at", "ended_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "partnership", "role"], condition=Q(ended_at=None), name="people_one_seat_a_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.id}"
