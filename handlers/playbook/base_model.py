"""What every model of the playbook builds on: its base class, and its kinds of short texts."""

from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=280)]
ONE_WORD = r"^[a-z]+$"
OneWord = Annotated[str, StringConstraints(pattern=ONE_WORD, max_length=30)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=75)]


class Model(BaseModel):
    """A frozen piece of the playbook. It rejects unknown fields.

    It may have many words, so its hash is computed only once.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __hash__(self) -> int:
        return self.hashed

    @cached_property
    def hashed(self) -> int:
        """The hash of all fields."""
        return hash(tuple(getattr(self, name) for name in type(self).model_fields))
