"""The options of a choice. If an answer was given before, one option takes it back.

On Slack and Teams, a chosen option cannot simply be unchosen.
"""

from handlers.cards import ChoiceInput, Option

NO_ANSWER = "attune:none"  # the value of the option that takes an answer back
CLEAR = "Clear my answer"
CHOOSE = "Choose one"


def offered(part: ChoiceInput) -> tuple[Option, ...]:
    """The options to show. Only an answer that was given before can be taken back."""
    clear = Option(NO_ANSWER, part.none or CLEAR)
    return (*part.options, clear) if part.clearable else part.options


def placeholder(part: ChoiceInput) -> str:
    """What a closed list shows while nothing is chosen."""
    return part.none or CHOOSE


def submitted(value: str) -> str:
    """The answer that a submitted value stands for; "" if it was taken back."""
    return "" if value == NO_ANSWER else value
