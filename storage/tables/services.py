"""The URLs to which we send posts. Some platforms, such as Teams, give us one for each tenant."""

from sqlalchemy import Text
from sqlmodel import Field, SQLModel


class ServiceAddress(SQLModel, table=True):
    """The latest URL that the platform gave us for posts to a tenant's channels."""

    # An old name, because renaming a table would break a rolling upgrade.
    __tablename__ = "service"

    tenant: str = Field(primary_key=True)
    url: str = Field(sa_type=Text)
