"""The same questions in FastAPI: a pydantic model, SQLAlchemy's session, `commit`.

`python fast_api.py` makes the table; `fast_api:application` is served. URL names the database; SQLite has the same
settings as Accord's.
"""

import os
from typing import Annotated

from fastapi import FastAPI
from pydantic import Field, create_model
from sqlalchemy import Column, Integer, SmallInteger, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Session

QUESTIONS = [f"q{n}" for n in range(24)]
PRAGMAS = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA busy_timeout=60000")
engine = create_engine(os.environ["URL"], pool_size=40)

if engine.dialect.name == "sqlite":

    @event.listens_for(engine, "connect")
    def set_up(connection: object, _record: object) -> None:
        for pragma in PRAGMAS:
            connection.execute(pragma)


class Base(DeclarativeBase):
    pass


columns = {name: Column(SmallInteger, nullable=False) for name in QUESTIONS}
Answer = type("Answer", (Base,), {"__tablename__": "answers", "id": Column(Integer, primary_key=True)} | columns)
Sent = create_model("Sent", **{name: (Annotated[int, Field(ge=1, le=5)], ...) for name in QUESTIONS})
application = FastAPI()


@application.post("/answer")
def answer(sent: Sent) -> dict[str, bool]:
    with Session(engine) as session:
        session.add(Answer(**sent.model_dump()))
        session.commit()
    return {"received": True}


if __name__ == "__main__":
    Base.metadata.create_all(engine)
