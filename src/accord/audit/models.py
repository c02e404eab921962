"""The record's tables."""

from django.db import models

from accord.audit.states import Kind


class Event(models.Model):
    """One thing done. `payload` is canonical JSON of everything but its hash; the other columns repeat it."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=80)
    partnership = models.UUIDField(null=True, db_index=True)
    verb = models.CharField(max_length=80)
    payload = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    FIELDS = {
        "sequence": Kind.PUBLIC,
        "at": Kind.PUBLIC,
        "actor": Kind.PSEUDONYMOUS,
        "partnership": Kind.PUBLIC,
        "verb": Kind.PUBLIC,
        "payload": Kind.PSEUDONYMOUS,
        "previous": Kind.PUBLIC,
        "hash": Kind.PUBLIC,
    }

    class Meta:
        ordering = ["sequence"]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb}"


class Head(models.Model):
    """The last event's number and hash (one row): without it, taking the last events away would not show."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    FIELDS = {"id": Kind.PUBLIC, "sequence": Kind.PUBLIC, "hash": Kind.PUBLIC}

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_one_head")]

    def __str__(self) -> str:
        return f"head {self.sequence}"


class Salt(models.Model):
    """The salt of a covered row's latest digest. Each new digest has a new salt, so that none of the old ones can be
    tried against a guess of what stood there."""

    model = models.CharField(max_length=80)
    row = models.CharField(max_length=80)
    salt = models.CharField(max_length=32)

    FIELDS = {"id": Kind.PUBLIC, "model": Kind.PUBLIC, "row": Kind.PSEUDONYMOUS, "salt": Kind.SECRET}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "row"], name="audit_one_salt_a_row")]

    def __str__(self) -> str:
        return f"{self.model} {self.row}"


class Words(models.Model):
    """Personal words said with an event. They stand outside the chain, which holds their salted hash only."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="words")
    name = models.CharField(max_length=40)
    actor = models.CharField(max_length=80, db_index=True)
    text = models.TextField()
    salt = models.CharField(max_length=32)

    FIELDS = {
        "id": Kind.PUBLIC,
        "event": Kind.PUBLIC,
        "name": Kind.PUBLIC,
        "actor": Kind.PSEUDONYMOUS,
        "text": Kind.PERSONAL,
        "salt": Kind.SECRET,
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="audit_one_name_an_event")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.name}"
