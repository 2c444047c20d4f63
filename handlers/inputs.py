"""The inputs of forms. They are the same for every platform."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from handlers import limits


@dataclass(frozen=True)
class TextInput:
    """A text field. Its `id` decides how long the text may be (see `handlers.limits`)."""

    id: str
    label: str
    hint: str = ""
    value: str = ""
    multiline: bool = False
    required: bool = False

    @property
    def limit(self) -> int:
        """How many characters we accept."""
        return limits.of_input(self.id)


@dataclass(frozen=True)
class Option:
    """One answer in a choice. If a person chooses it, the form submits its `id`."""

    id: str
    label: str


@dataclass(frozen=True)
class ChoiceInput:
    """A choice of one answer.

    - `value` is the id of the option that is selected at first, or "".
    - `none` is the text that stands for no answer, such as "Any stage". Platforms show `none` while
      no option is selected, and as the label of the option that clears the answer. If `none` is "",
      they show general words.
    """

    id: str
    label: str
    options: tuple[Option, ...]
    value: str = ""
    hint: str = ""
    required: bool = False
    none: str = ""

    @property
    def clearable(self) -> bool:
        """Whether to offer a way to clear the answer, such as one more option."""
        return not self.required and any(each.id == self.value for each in self.options)


@dataclass(frozen=True)
class ChecksInput:
    """A choice of any number of answers. The form submits the chosen ids, separated by commas."""

    id: str
    label: str
    options: tuple[Option, ...]
    value: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class DateInput:
    """A date field, submitted as YYYY-MM-DD."""

    id: str
    label: str
    value: date | None = None
    hint: str = ""
    required: bool = False


Input = TextInput | ChoiceInput | ChecksInput | DateInput


def refilled(part: Input, filled: Mapping[str, str]) -> Input:
    """Return the input with the value that a person has entered in it.

    `filled` has the entered values, by the id of the input. Without a value for this input, return
    the input unchanged. An invalid date leaves a date field empty.
    """
    typed = filled.get(part.id)
    if typed is None:
        return part
    match part:
        case TextInput() | ChoiceInput():
            return replace(part, value=typed)
        case ChecksInput():
            return replace(part, value=tuple(filter(None, typed.split(","))))
        case DateInput():
            return replace(part, value=_day(typed))
        case _:
            assert_never(part)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
