"""The addresses for sending to a tenant's platform."""

from sqlalchemy import Text
from sqlmodel import Field, SQLModel


class Service(SQLModel, table=True):
    """The address that a tenant's platform named last, used for messages that answer no request."""

    tenant: str = Field(primary_key=True)
    url: str = Field(sa_type=Text)
