"""Where to send messages to a tenant, if the platform names an address (Teams does)."""

from sqlalchemy import Text
from sqlmodel import Field, SQLModel


class Service(SQLModel, table=True):
    """The latest address from a tenant's platform for messages that answer no request."""

    tenant: str = Field(primary_key=True)
    url: str = Field(sa_type=Text)
