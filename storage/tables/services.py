"""Where to send messages to a tenant, if the platform names an address (Teams does)."""

from sqlalchemy import Text
from sqlmodel import Field, SQLModel


class Service(SQLModel, table=True):
    """Where to send messages that answer no request, as a tenant's platform last told us."""

    tenant: str = Field(primary_key=True)
    url: str = Field(sa_type=Text)
