"""Build the options of a choice.

Slack and Teams have no simple way to unselect an option. So if a choice is clearable, its last
option clears the answer.
"""

from handlers.inputs import ChoiceInput, Option

NO_ANSWER = "attune:none"  # the value of the option that clears an answer
CLEAR = "Clear my answer"
CHOOSE = "Choose one"


def offered(part: ChoiceInput) -> tuple[Option, ...]:
    """Return the options to show. In a clearable choice, the last option clears the answer."""
    clear = Option(NO_ANSWER, part.none or CLEAR)
    return (*part.options, clear) if part.clearable else part.options


def placeholder(part: ChoiceInput) -> str:
    """Return the text that a drop-down list shows while nothing is chosen."""
    return part.none or CHOOSE


def submitted(value: str) -> str:
    """Return the answer for a submitted value, or "" if it was cleared."""
    return "" if value == NO_ANSWER else value
