"""Answer for the account that a typed name means, or ask which account is meant."""

from collections.abc import Awaitable, Callable, Iterable, Sequence

from handlers.cards import Button, Buttons, Card, Reply, card_saying
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.customers import which_account
from handlers.inputs import Option
from handlers.registry import Refusal, Turn
from storage.spelling import comparable
from storage.tables import Account

LABEL = 40  # a button has at most this many characters
AGAIN = "Which account? Type that again, with the account's name."


async def answer_for_typed(
    turn: Turn,
    answer: Callable[[Turn, Account | None], Awaitable[Reply]],
    *,
    action: str,
    otherwise: str,
) -> Reply:
    """Call `answer` with the typed account, or with None if nothing was typed.

    If only similar names are on file, ask which one is meant. Raises Refusal if no name is similar.
    The docstring of `meant` explains `action` and `otherwise`.
    """
    name = turn.text.strip()
    if not name:
        return await answer(turn, None)
    found = await meant(turn, name, action=action, otherwise=otherwise)
    return found if isinstance(found, Card) else await answer(turn, found)


async def meant(turn: Turn, typed: str, *, action: str, otherwise: str) -> Account | Card:
    """Return the account with this name, or a question with a button for each similar account.

    The beginning of a name is enough if it has at least `which_account.PART` letters and fits only
    one account. The buttons carry `action` and an account's id. Raises Refusal if no name is
    similar. The refusal ends with the sentence `otherwise`.
    """
    account = await which_account.on_file(turn, typed)
    if account is None and len(comparable(typed)) >= which_account.PART:
        account = await which_account.by_beginning(turn, comparable(typed))
    if account is not None:
        return account
    found = await which_account.near(turn, typed)
    if not found:
        raise Refusal(f"{missing(typed, found)} {otherwise}")
    return ask(typed, found, action)


def ask(typed: str, found: Sequence[Account], action: str) -> Card:
    """Ask which account is meant. The buttons carry `action` and an account's id."""
    lead = missing(typed, found)
    picks = tuple(
        Button(label, action, str(one.id), "primary")
        for label, one in zip(labels(found), found, strict=True)
    )
    return card_saying(lead, Buttons(picks))


async def picked(turn: Turn) -> Account:
    """Return the account of the pressed button. Raises Refusal as `access.account` does."""
    return await access.account(turn, access.row_id(turn.text))


def missing(typed: str, found: Sequence[Account]) -> str:
    """Say that there is no such account, and suggest those in `found`."""
    if which_account.is_mention(typed):
        return "That mentions a person or a channel. Type the account's name."
    lead = f"There is no account called “{shortened(which_account.name_in(typed) or typed)}” yet."
    if not found:
        return lead
    return f"{lead} Did you mean {' or '.join(shortened(one.name) for one in found)}?"


def options(found: Sequence[Account]) -> tuple[Option, ...]:
    """Return accounts as the options of a form's choice."""
    return tuple(Option(str(one.id), shortened(one.name)) for one in found)


def labels(found: Iterable[Account]) -> list[str]:
    return [shortened(one.name, LABEL) for one in found]
