"""Where to send posts, for platforms that name an address for each tenant, as Teams does."""

from sqlalchemy import Text
from sqlmodel import Field, SQLModel


class ServiceAddress(SQLModel, table=True):
    """The latest address that the platform gave us for posts to a tenant's channels."""

    # An old name, because renaming a table would break a rolling upgrade.
    __tablename__ = "service"

    tenant: str = Field(primary_key=True)
    url: str = Field(sa_type=Text)
