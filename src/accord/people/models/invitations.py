"""Invitations to a seat."""

import uuid

from django.db import models

from accord.audit.states import Kind
from accord.people.models.partnerships import Organisation, Partnership, Seat
from accord.people.states import Role


class Invitation(models.Model):
    """An invitation to one seat, by e-mail. Its row is gone once it is taken, withdrawn or long over.

    `key`: the digest of the secret in its link; the secret itself stands in the message only. `sent`: how often it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="invitations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=12, choices=Role.choices)
    email = models.EmailField(max_length=254)
    key = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent = models.PositiveSmallIntegerField(default=1)

    FIELDS = {
        "id": Kind.PUBLIC,
        "partnership": Kind.PUBLIC,
        "organisation": Kind.PUBLIC,
        "role": Kind.PUBLIC,
        "email": Kind.PERSONAL,
        "key": Kind.SECRET,
        "invited_by": Kind.PSEUDONYMOUS,
        "invited_at": Kind.PUBLIC,
        "expires_at": Kind.PUBLIC,
        "sent": Kind.PUBLIC,
    }
    AUDITED = ("partnership", "organisation", "role", "email", "key", "invited_by", "expires_at")
    ADDRESSED = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "email", "role"], name="people_one_invitation_a_role")
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.id}"  # never the address
