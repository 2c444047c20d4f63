"""What marketing and sales owe each other, counted."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from storage.types import Moment


class Exchange(SQLModel, table=True):
    """A tenant's counts over the time [since, until), as they stood then; the last ones alone."""

    tenant: str = Field(primary_key=True)
    since: datetime = Field(sa_type=Moment)
    until: datetime = Field(sa_type=Moment)
    marketers: int
    asked: int  # of marketing
    closed: int
    # the median wait, in microseconds
    first_answer_us: int | None = Field(default=None, sa_type=BigInteger)
    published: int  # insights
    used: int
    reps: int  # who had calls
    calls: int  # each counts for everybody of ours who sat in it
    prepared: int  # in time
    reflected: int
