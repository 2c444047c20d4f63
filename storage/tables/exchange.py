"""Counts that show how marketing and sales work together."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from storage.tables.types import Moment


class ExchangeCounts(SQLModel, table=True):
    """A tenant's latest counts for the period [since, until). They replace earlier counts."""

    # An old name, because renaming a table would break a rolling upgrade.
    __tablename__ = "exchange"

    tenant: str = Field(primary_key=True)
    since: datetime = Field(sa_type=Moment)
    until: datetime = Field(sa_type=Moment)
    marketers: int
    asked: int  # asks made to marketing in the period, without withdrawn asks
    closed: int  # how many of these asks have been closed
    # The median wait until marketing first answered or took on an ask, in microseconds.
    first_answer_us: int | None = Field(default=None, sa_type=BigInteger)
    published: int  # insights that were published in the period
    used: int  # published insights used by anybody but their author and owner
    reps: int  # people who had calls
    # In the numbers below, a call counts once for each of our people in it.
    calls: int
    # Calls before which the person read the brief. If the person read the brief again after the
    # call began, the call is not counted, because we store only the last reading.
    prepared: int
    reflected: int  # calls on which the person has reflected
