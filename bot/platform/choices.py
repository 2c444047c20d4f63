"""Build the options of a choice. If an answer was given before, one option takes that answer back.

Slack and Teams have no simple way to unselect an option.
"""

from handlers.cards import ChoiceInput, Option

NO_ANSWER = "attune:none"  # the value of the option that takes an answer back
CLEAR = "Clear my answer"
CHOOSE = "Choose one"


def offered(part: ChoiceInput) -> tuple[Option, ...]:
    """Return the options to show.

    If the person has answered before, the last option takes the answer back.
    """
    clear = Option(NO_ANSWER, part.none or CLEAR)
    return (*part.options, clear) if part.clearable else part.options


def placeholder(part: ChoiceInput) -> str:
    """Return what a closed list shows while nothing is chosen."""
    return part.none or CHOOSE


def submitted(value: str) -> str:
    """Return the answer for a submitted value, or "" if the person took the answer back."""
    return "" if value == NO_ANSWER else value
