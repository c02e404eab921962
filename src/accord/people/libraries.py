"""What the fields of the libraries' tables hold, as `FIELDS` says it of ours; and what they are kept from keeping.

Export and erasure follow this as they follow `FIELDS`, except that a row of a library which is about a person is
removed whole: an erased person has no ways of signing in.
"""

from datetime import UTC, datetime
from typing import Any, cast

from django.apps import apps
from django.db import models

from accord.audit.states import Kind

EVERYONE, PSEUDONYMOUS, PERSONAL, SECRET = Kind.PUBLIC, Kind.PSEUDONYMOUS, Kind.PERSONAL, Kind.SECRET
ACCESS = {
    "id": EVERYONE,
    "user_agent": PERSONAL,
    "ip_address": PERSONAL,
    "username": PERSONAL,
    "http_accept": PERSONAL,
    "path_info": EVERYONE,
    "attempt_time": PSEUDONYMOUS,
}
TASK = (
    "id status enqueued_at started_at finished_at args_kwargs priority task_path worker_ids queue_name backend_name "
    "run_after return_value exception_class_path traceback"
)
LIBRARIES: dict[str, dict[str, Kind]] = {
    # Accounts are ours; Django's groups and permissions stand empty.
    "auth.Permission": dict.fromkeys(["id", "name", "content_type", "codename"], EVERYONE),
    "auth.Group": dict.fromkeys(["id", "name", "permissions"], EVERYONE),
    "contenttypes.ContentType": dict.fromkeys(["id", "app_label", "model"], EVERYONE),
    # A session holds an account's id; it is removed when it is over, and leads nowhere once the account is closed.
    "sessions.Session": {"session_key": SECRET, "session_data": PSEUDONYMOUS, "expire_date": EVERYONE},
    # A task is given the id of a job and nothing else.
    "django_tasks_database.DBTaskResult": dict.fromkeys(TASK.split(), EVERYONE),
    # An app's secret, a passkey with its name, recovery codes.
    "mfa.Authenticator": {
        "id": EVERYONE,
        "user": PSEUDONYMOUS,
        "type": PSEUDONYMOUS,
        "data": SECRET,
        "created_at": PSEUDONYMOUS,
        "last_used_at": PSEUDONYMOUS,
    },
    # Whom an organisation vouches for, by its own number for them.
    "socialaccount.SocialAccount": {
        "id": EVERYONE,
        "user": PSEUDONYMOUS,
        "provider": PSEUDONYMOUS,
        "uid": PERSONAL,
        "last_login": PSEUDONYMOUS,
        "date_joined": PSEUDONYMOUS,
        "extra_data": PERSONAL,
    },
    # These stand empty. Addresses are in our own accounts; organisations in a file; tokens are not kept; failures are
    # counted by accord.people.signing_in.failures.
    "account.EmailAddress": {
        "id": EVERYONE,
        "user": PSEUDONYMOUS,
        "email": PERSONAL,
        "verified": EVERYONE,
        "primary": EVERYONE,
    },
    "account.EmailConfirmation": {
        "id": EVERYONE,
        "email_address": PSEUDONYMOUS,
        "created": PSEUDONYMOUS,
        "sent": PSEUDONYMOUS,
        "key": SECRET,
    },
    "socialaccount.SocialApp": {
        "id": EVERYONE,
        "provider": EVERYONE,
        "provider_id": EVERYONE,
        "name": EVERYONE,
        "client_id": EVERYONE,
        "secret": SECRET,
        "key": SECRET,
        "settings": SECRET,
    },
    "socialaccount.SocialToken": {
        "id": EVERYONE,
        "app": EVERYONE,
        "account": PSEUDONYMOUS,
        "token": SECRET,
        "token_secret": SECRET,
        "expires_at": PSEUDONYMOUS,
    },
    "axes.AccessAttempt": ACCESS | {"get_data": PERSONAL, "post_data": PERSONAL, "failures_since_start": EVERYONE},
    "axes.AccessAttemptExpiration": {"access_attempt": EVERYONE, "expires_at": PSEUDONYMOUS},
    "axes.AccessFailureLog": ACCESS | {"locked_out": EVERYONE},
    "axes.AccessLog": ACCESS | {"logout_time": PSEUDONYMOUS, "session_hash": PSEUDONYMOUS},
}

NOT_KEPT: dict[str, dict[str, Any]] = {
    "mfa.Authenticator": {"last_used_at": None},
    "socialaccount.SocialAccount": {"last_login": datetime(1970, 1, 1, tzinfo=UTC), "extra_data": {}},
}
"""Fields that a library would fill at each sign-in, and what is stored instead. When somebody was here is nobody's
business, and could be joined to an answer's time."""


def kinds(model: type[models.Model]) -> dict[str, Kind]:
    """What each field of a model holds: by its own `FIELDS`, or by the table above."""
    own = getattr(model, "FIELDS", None)
    return cast("dict[str, Kind]", own) if own is not None else LIBRARIES[model._meta.label]


def is_ours(model: type[models.Model]) -> bool:
    """Whether the model says itself what its fields hold."""
    return hasattr(model, "FIELDS")


def keep_little() -> None:
    """Let the fields of `NOT_KEPT` store nothing of what the libraries put into them. Called once, at the start."""
    for label, fields in NOT_KEPT.items():
        for name, constant in fields.items():
            _store(apps.get_model(label)._meta.get_field(name), constant)


def _store(field: Any, constant: Any) -> None:
    def pre_save(row: models.Model, add: bool) -> Any:  # noqa: ARG001
        setattr(row, field.attname, constant)
        return constant

    field.pre_save = pre_save
