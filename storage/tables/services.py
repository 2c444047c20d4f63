"""Where a tenant's platform is reached."""

from sqlalchemy import Text
from sqlmodel import Field, SQLModel


class Service(SQLModel, table=True):
    """The address that a tenant's platform named last, for what goes out unasked."""

    tenant: str = Field(primary_key=True)
    url: str = Field(sa_type=Text)
