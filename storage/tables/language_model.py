"""How much a tenant asked of the language model, and what it answered about public text."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, Text
from sqlmodel import Field, SQLModel

from storage.tables.types import Moment


class ModelUse(SQLModel, table=True):
    """What was asked on one day (UTC), counted before it is sent.

    Requests that nobody in particular caused have `person_id` 0.
    """

    tenant: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    person_id: int = Field(primary_key=True, sa_type=BigInteger)
    requests: int = 0
    tokens: int = 0  # estimated before sending
    failures: int = 0


class ModelAnswer(SQLModel, table=True):
    """An answer to keep, so that nothing is asked twice. Never about a transcript."""

    __table_args__ = (Index("model_answer_by_age", "made_at"),)

    tenant: str = Field(primary_key=True)
    key: str = Field(primary_key=True)  # a hash of the model, the instructions and the text
    answer: str = Field(sa_type=Text)
    made_at: datetime = Field(sa_type=Moment)
