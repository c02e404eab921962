"""One answer, one statement: it is on the disk when the statement is done, and a token that is there already stays."""

from uuid import UUID

from django.db import connection

from accord.booth.models import Received

INSERT = "INSERT INTO booth_received (token, asking_id, box) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
FIELDS = Received._meta.concrete_fields


def keep(*, token: UUID, asking: UUID, box: bytes) -> bool:
    """Keep a sealed answer; False where this token's answer is here already.

    By hand, since Django would begin and end a transaction around the same statement: two more exchanges with the
    database for every answer.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT, [f.get_db_prep_value(v, connection) for f, v in zip(FIELDS, (token, asking, box), strict=True)]
        )
        return bool(cursor.rowcount == 1)
