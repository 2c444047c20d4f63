"""Build the options of a choice.

Slack and Teams have no simple way to unselect an option. So an extra option clears an earlier
answer.
"""

from handlers.cards import ChoiceInput, Option

NO_ANSWER = "attune:none"  # the value of the option that clears an answer
CLEAR = "Clear my answer"
CHOOSE = "Choose one"


def offered(part: ChoiceInput) -> tuple[Option, ...]:
    """Return the options to show. If the choice is clearable, the last option clears the answer."""
    clear = Option(NO_ANSWER, part.none or CLEAR)
    return (*part.options, clear) if part.clearable else part.options


def placeholder(part: ChoiceInput) -> str:
    """Return the text that a closed list shows while nothing is chosen."""
    return part.none or CHOOSE


def submitted(value: str) -> str:
    """Return the answer for a submitted value, or "" if the person cleared the answer."""
    return "" if value == NO_ANSWER else value
