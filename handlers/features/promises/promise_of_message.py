"""Open the form that adds a promise from a message: the menu entry “Save as a promise”."""

from handlers.cards import Form, Reply
from handlers.features import colleagues
from handlers.features.customers import which_account
from handlers.features.promises import promise_form, promise_words
from handlers.registry import Refusal, Registry, Shortcut, Turn
from handlers.transcripts.promises.noted_promises import noted_promises
from handlers.typed.notes_and_promises import promised_words
from handlers.typed.privacy.confidential import is_confidential
from handlers.typed.promises import promised_to_them
from handlers.views.promises.promise_lines import PROMISING
from storage.customers import contacts


def register(registry: Registry) -> None:
    """Register the entry in the menu of a message."""
    registry.shortcut(
        Shortcut("promise", "Save as a promise", on_message=True, words=tuple(sorted(PROMISING))),
        from_message,
    )


async def from_message(turn: Turn) -> Reply:
    """Open the form, filled with the promise and the due day that a message names."""
    if turn.text.lstrip().startswith("/"):
        raise Refusal("That is a command, not a promise. /promises shows yours.")
    return (
        await promise_form.said_by_them(turn)
        or await _in_short(turn)
        or await promise_form.as_written(turn)
    )


async def _in_short(turn: Turn) -> Form | None:
    """Return the form, filled with the promise in the message, but in fewer words.

    From "owe pia a link", the form gets "a link". Return None if the text is confidential, has
    several lines, or does not have exactly one promise.
    """
    if "\n" in turn.text or is_confidential(turn.text):
        return None
    if words := promised_words(turn.text):
        is_to_them = promised_to_them.begins_with_them(words)
        return await promise_form.said_by_us(
            turn, promised_to_them.named(words, "") if is_to_them else words
        )
    account = await which_account.only_one_named(turn, turn.text)
    known = await contacts.by_accounts(turn.session, [account.id]) if account else {}
    names = [account.name, *(each.name for each in known.get(account.id, ()))] if account else []
    found = noted_promises(turn.text, names, [turn.person.name, *await colleagues.names(turn)])
    if len(found) != 1:
        return None
    short = await promise_words.shortened(turn, account, found[0]) if account else found[0].words
    return promise_form.filled_form(
        account.name if account else "", promise_form.read(turn, short), side=found[0].side
    )
