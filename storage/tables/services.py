"""Where to send posts to a tenant's channels, if the platform names an address (Teams does)."""

from sqlalchemy import Text
from sqlmodel import Field, SQLModel


class Service(SQLModel, table=True):
    """Where to send posts to a tenant's channels, as the platform last told us."""

    tenant: str = Field(primary_key=True)
    url: str = Field(sa_type=Text)
