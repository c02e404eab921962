"""Sessions that tell little: nobody's address, and no moment at which somebody was here beyond what guards need."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone

BEFORE_SIGNING_IN = timedelta(hours=1)
METHODS = "account_authentication_methods"
KEPT = {"method", "at", "id", "type", "provider", "reauthenticated", "passwordless"}


class SessionStore(DatabaseSessions):
    """Django's sessions in the database. `at` stays: whoever changes a way of signing in must have proved who they are
    in the last minutes. Before somebody has signed in, a session holds half a sign-in, and is over within the hour."""

    @classmethod
    def get_model_class(cls) -> Any:
        """The same table."""
        return DatabaseSessions.get_model_class()

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Leave out the address that somebody signed in with."""
        if METHODS in session_dict:
            records = [{k: v for k, v in record.items() if k in KEPT} for record in session_dict[METHODS]]
            session_dict = session_dict | {METHODS: records}
        return super().encode(session_dict)

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Let the row end with its day, not a fortnight to the second after it was written."""
        row = super().create_model_instance(data)
        row.expire_date = self._end(row.expire_date, signed_in=SESSION_KEY in data)
        return row

    @staticmethod
    def _end(expires: datetime, *, signed_in: bool) -> datetime:
        if not signed_in:
            return timezone.now() + BEFORE_SIGNING_IN
        return datetime.combine(expires.astimezone(UTC).date(), time.max, tzinfo=UTC)
