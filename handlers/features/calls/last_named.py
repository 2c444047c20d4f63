"""If a line about a call names no account, add the account that was just talked about."""

from dataclasses import replace

from handlers.cards import Reply
from handlers.coaching.names.given_names import GIVEN_NAMES
from handlers.features.briefs import prep_answer
from handlers.features.calls import call_words, typed_call
from handlers.features.calls.typed_call import TypedCall
from handlers.features.customers import account_in_talk, which_account
from handlers.features.reflections import typed_report
from handlers.registry import Turn
from handlers.times import Understood
from handlers.typed.calls.times_agreed import agreed_time
from handlers.typed.calls.unnamed_call import names_them, them_at_start, unnamed_call
from storage.spelling import comparable
from storage.tables import Account


async def with_account(turn: Turn) -> Turn | None:
    """For "second call next tues 10am", return the turn with the account's name in its text.

    Return None in these cases:

    - The person typed the line in a channel.
    - The line is a question, or it does not say when a call takes place.
    - We can't tell which account the line is about.
    - The line names another account, or a contact at another account.
    - The words after "with" may name an account that is not on file: "next one with castell tues".
    """
    is_asked = turn.text.rstrip().endswith("?")
    kind, rest = unnamed_call(turn.text)
    if turn.place is not None or is_asked or not call_words.time_first(turn, rest):
        return None
    account = await just_talked_about(turn)
    if agreed_time(turn.text):  # "emailed pia, shes ok with wed 4pm instead"
        account = await which_account.only_one_named(turn, turn.text) or account
    if " with " in f" {rest} ":  # "next one with mia and tom tues 10"
        account = await which_account.only_one_named(turn, rest) or account
        rest = await _without_account(turn, rest, account)
        if not await _names_a_person(turn, rest):
            return None
    if account is None or not await which_account.named_by(turn, turn.text) <= {account.id}:
        return None
    return replace(turn, text=f"{account.name} {kind} {rest}")


async def _without_account(turn: Turn, rest: str, account: Account | None) -> str:
    """Return "tues 3pm" for "tues 3pm with northwind". A person after "with" stays."""
    before, _, whom = rest.rpartition(" with ")
    begun = await which_account.by_name_or_part_at_start(turn, whom)
    is_account = account is not None and [one.id for one, _ in begun] == [account.id]
    return f"{before} {begun[0][1]}".strip() if is_account else rest


async def _names_a_person(turn: Turn, rest: str) -> bool:
    """Check whether the first word after "with" is a common given name, or names a contact.

    If nobody is named, return True.
    """
    _, has_people, whom = rest.rpartition(" with ")
    first = comparable(whom.split(maxsplit=1)[0]) if has_people else ""
    known = not has_people or first in GIVEN_NAMES
    return known or bool(await which_account.named_by(turn, whom))


async def ask_account(turn: Turn) -> Reply | None:
    """Ask which account the call in "rebook thurs 9am" is with.

    Return None in these cases:

    - The person typed the line in a channel.
    - The line says "them", or names an account or a contact.
    - The line is not about a call, or we can't read the time of the call.
    """
    _, rest = unnamed_call(turn.text) if turn.place is None else ("", "")
    reading = typed_call.read_when(turn, rest) if rest else None
    if not isinstance(reading, Understood) or names_them(turn.text):
        return None
    if await which_account.named_by(turn, turn.text):
        return None
    return await prep_answer.answer(turn, TypedCall("", rest, reading))


async def words_with_account(turn: Turn, words: str) -> str:
    """Turn "them thu 2pm", the rest of "next call with them thu 2pm", into "Northwind thu 2pm".

    Return the words unchanged in these cases:

    - The person typed the line in a channel.
    - The words do not begin with "them", or something other than a time follows "them".
    - We can't tell which account was just talked about.
    """
    rest = them_at_start(words, "")
    if turn.place is not None or rest == words or (rest and not call_words.time_first(turn, rest)):
        return words
    account = await just_talked_about(turn)
    return them_at_start(words, account.name) if account else words


async def just_talked_about(turn: Turn) -> Account | None:
    """Return the account that came up last.

    If there is none, return the account of the call that Attune has just asked the person about.
    """
    return await account_in_talk.current(turn) or await typed_report.account_just_asked(turn)
