"""How much the language model was used, its answers about public text, and theme names."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, String, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.choices import ThemeNameState
from storage.tables.columns import key_field
from storage.tables.types import Moment


class ModelUse(SQLModel, table=True):
    """How much the model was used on one day (UTC). Requests are counted before they are sent.

    `person_id` is 0 for requests that no single person caused.
    """

    tenant: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    person_id: int = Field(primary_key=True, sa_type=BigInteger)
    requests: int = 0
    tokens: int = 0  # estimated before sending
    failures: int = 0


class ModelAnswer(SQLModel, table=True):
    """A model's answer about public text. We store it so that we don't ask the model twice."""

    __table_args__ = (Index("model_answer_by_age", "made_at"),)

    tenant: str = Field(primary_key=True)
    key: str = Field(primary_key=True)  # see handlers.model.prompts.ModelPrompt.key
    answer: str = Field(sa_type=Text)
    made_at: datetime = Field(sa_type=Moment)


class ThemeName(SQLModel, table=True):
    """A name that a model gave to a theme, made of words in the theme's sentences.

    A theme is a phrase that buyers at several accounts have used.
    """

    __table_args__ = (
        UniqueConstraint("tenant", "phrase"),
        Index("theme_name_by_age", "seen_at"),
    )

    id: int = key_field()
    tenant: str
    phrase: str = Field(sa_type=Text)  # the stems of the theme's phrase
    # The team whose themes the model was to name, or 0 for marketing.
    team_id: int = Field(sa_type=BigInteger)
    # "" if the model has not proposed a name, or if somebody refused the name.
    name: str = Field(default="", sa_type=Text)
    model: str = ""
    state: ThemeNameState = Field(default="asked", sa_type=String)
    asked_at: datetime = Field(sa_type=Moment)
    # When somebody last looked at the theme. Updated at most once a day.
    seen_at: datetime = Field(sa_type=Moment)
