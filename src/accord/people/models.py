"""The tables of people and partnerships."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.core.validators import MinValueValidator
from django.db import models

from accord.audit.states import Kind
from accord.people.states import MINIMUM_GROUP, SMALLEST_GROUP, Role, Sector


class UserManager(BaseUserManager["User"]):
    """Finds a user by e-mail address, however it is written."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this address."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person with an account. Staff who only answer need none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True, max_length=254)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    last_login = None  # when somebody was here is nobody's business, and could be joined to an answer's time

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    FIELDS = {
        "id": Kind.PSEUDONYMOUS,
        "email": Kind.PERSONAL,
        "name": Kind.PERSONAL,
        "password": Kind.SECRET,
        "is_active": Kind.PUBLIC,
        "is_staff": Kind.PUBLIC,
        "joined_at": Kind.PSEUDONYMOUS,
    }
    AUDITED = ("email", "name", "password", "is_active", "is_staff", "joined_at")

    def __str__(self) -> str:
        return str(self.id)  # never the address: it would reach logs and error pages

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the password. Unlike Django's own, it never rewrites the row outside an action."""
        return check_password(raw_password, self.password)


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
                condition=models.Q(minimum_group__gte=SMALLEST_GROUP), name="people_minimum_group_at_least_5"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """One organisation of a partnership. `kind` is what people there call it: acute trust, council, hospice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="organisations")
    name = models.CharField(max_length=120)
    sector = models.CharField(max_length=12, choices=Sector.choices)
    kind = models.CharField(max_length=60, blank=True)

    FIELDS = {
        "id": Kind.PUBLIC,
        "partnership": Kind.PUBLIC,
        "name": Kind.PUBLIC,
        "sector": Kind.PUBLIC,
        "kind": Kind.PUBLIC,
    }
    AUDITED = ("partnership", "name", "sector", "kind")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "name"], name="people_one_organisation_a_name")]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A person's place in a partnership, in one role; a person with two roles holds two seats."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seats")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="seats")
    role = models.CharField(max_length=12, choices=Role.choices)
    taken_at = models.DateTimeField()

    FIELDS = {
        "id": Kind.PSEUDONYMOUS,
        "user": Kind.PSEUDONYMOUS,
        "partnership": Kind.PUBLIC,
        "organisation": Kind.PUBLIC,
        "role": Kind.PUBLIC,
        "taken_at": Kind.PSEUDONYMOUS,
    }
    AUDITED = ("user", "partnership", "organisation", "role", "taken_at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "partnership", "role"], name="people_one_seat_a_role")]

    def __str__(self) -> str:
        return f"{self.role} {self.id}"


class Failures(models.Model):
    """How often signing in failed in a row for one address, and when next it may be tried. The address itself is not
    kept: `key` is a keyed digest of it."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    wait_until = models.DateTimeField()

    FIELDS = {"key": Kind.PSEUDONYMOUS, "count": Kind.PUBLIC, "wait_until": Kind.PUBLIC}

    class Meta:
        verbose_name_plural = "failures"

    def __str__(self) -> str:
        return str(self.count)
