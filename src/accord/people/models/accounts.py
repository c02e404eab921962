"""Accounts, and the failures to sign in to them."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models

from accord.audit.states import Kind


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
