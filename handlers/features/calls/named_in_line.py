"""Answer a typed line that names a call with its time: "call kestrel foods wed 11"."""

from dataclasses import replace

from handlers.cards import Reply
from handlers.coaching.call_kinds import only_kind
from handlers.coaching.common_words import TITLES
from handlers.coaching.words import FILLERS, SMALL_WORDS, VERBS, singular
from handlers.features import which_account
from handlers.features.calls import prep_answer, typed_call
from handlers.features.calls.typed_call import TypedCall
from handlers.features.calls.who_and_why import split_time
from handlers.features.typed_time import typed_time
from handlers.registry import Turn
from handlers.times import Unclear, Understood
from handlers.typed.call_lines import MOST, CallLine, split_line
from storage import accounts, own_calls
from storage.spelling import comparable
from storage.tables import Account

_ENDS = " ?!.,;:"
_DUE = ("by ", "until ", "before ")  # a day on which something is due, not that of a call
_JOINING = frozenset(("and", "&", "of"))  # small words inside names
# Verbs that are missing in `VERBS`, because they are also nouns: "kestrel signs wed 11".
_ALSO_NOUNS = frozenset(
    ("sign", "start", "close", "end", "launch", "land", "order", "pilot", "cancel", "delay", "test")
)


async def answer(turn: Turn) -> Reply | None:
    """Show or plan the call that a line names with its time.

    The account may be named by its first word or, after "call" or the like, by a contact. A name
    that only begins like that of an account on file may be a new account: then we offer both.
    Return None for any other line, and outside the person's own chat.
    """
    line = split_line(turn.text.strip(_ENDS)) if turn.place is None else CallLine()
    entered = typed_call.read_call(replace(turn, text=line.words))
    if not line.words or not (_has_time(entered) or line.briefs):
        return None
    entered = _with_kind_and_length(turn, entered, line)
    entered = replace(entered, account=entered.account or line.words)
    account = await which_account.on_file(turn, entered.account)
    if account and (line.calls or len(entered.account) >= which_account.PART):
        return await _with(turn, account, entered)
    return None if line.briefs else await _not_on_file(turn, entered, line.calls)


async def planned(turn: Turn) -> Reply | None:
    """Answer the rest of "book a demo with alder fri 9", if it names a kind of call."""
    return await answer(turn) if split_line(turn.text).calls else None


def _with_kind_and_length(turn: Turn, entered: TypedCall, line: CallLine) -> TypedCall:
    """Add what the line says of the call, if the playbook has such a kind, and how long it is."""
    if line.minutes and not split_time(entered.time)[1]:
        time = f"{entered.time} for {line.minutes} min"
        reading = typed_time(turn, time)
        if isinstance(reading, Understood):
            entered = replace(entered, time=time, reading=reading)
    if entered.time and only_kind(line.kind, turn.playbook.kinds):
        return replace(entered, time=typed_call.with_subject(entered.time, line.kind))
    return entered


async def with_contact(turn: Turn, words: str) -> Reply | None:
    """Plan the call that a contact's name and a time stand for: "jana friday at 2pm".

    Return None for any other words, and if an account on file has this name.
    """
    entered = typed_call.read_call(replace(turn, text=words))
    if not entered.account or await which_account.on_file(turn, entered.account):
        return None
    return await _with_contact(turn, entered)


async def account_to_meet(turn: Turn, name: str) -> Account | None:
    """Return the account of the only contact with this name, if a call with it is planned."""
    account, _ = await _of_contact(turn, name) if turn.place is None else (None, "")
    if account is None:
        return None
    person = turn.person
    ahead = await own_calls.planned_for(
        turn.session, person.tenant, person.id, since=turn.now, account_id=account.id, limit=1
    )
    return account if ahead else None


async def _with_contact(turn: Turn, entered: TypedCall) -> Reply | None:
    if not isinstance(entered.reading, Understood):
        return None
    account, name = await _of_contact(turn, entered.account)
    if account is None:
        return None
    time = entered.time if split_time(entered.time)[1] else f"{entered.time} with {name}"
    return await _with(turn, account, replace(entered, time=time))


async def _not_on_file(turn: Turn, entered: TypedCall, calls: bool) -> Reply | None:
    if calls and (planned := await _with_contact(turn, entered)):
        return planned
    if _is_like_a_name(entered.account) and (
        calls or await which_account.beginning_alike(turn, entered.account)
    ):
        return await prep_answer.answer(turn, entered)
    return None


async def _with(turn: Turn, account: Account, entered: TypedCall) -> Reply:
    return await prep_answer.answer_for_account(
        turn, account, replace(entered, account=account.name)
    )


def _has_time(entered: TypedCall) -> bool:
    reading = entered.reading
    unread = isinstance(reading, Unclear) and reading.reason == "not_a_time"
    due = entered.time.lower().startswith(_DUE)
    return bool(entered.account and reading) and not (unread or due)


async def _of_contact(turn: Turn, name: str) -> tuple[Account | None, str]:
    """Return the account of the only contact with this name, and the contact's whole name."""
    person, typed = turn.person, comparable(name)
    met = await accounts.contacts_met(turn.session, person.tenant, person.id)
    found = [(account_id, each) for account_id, each in met if typed in _forms_of(each)]
    if len(found) != 1:
        return None, ""
    (account,) = await accounts.by_ids(turn.session, person.tenant, [found[0][0]])
    return account, found[0][1]


def _forms_of(name: str) -> set[str]:
    own = [part for part in comparable(name).split() if part.rstrip(".") not in TITLES]
    return {comparable(name), " ".join(own), *own[:1], *own[-1:]}


def _is_like_a_name(typed: str) -> bool:
    """Check that these words may be the name of an account: "kestrel foods", not "them again"."""
    words = [word for word in comparable(typed).split() if word not in _JOINING]
    if not 0 < len(words) <= MOST or singular(words[0]) in FILLERS:
        return False
    return not any(
        singular(word) in SMALL_WORDS | VERBS | _ALSO_NOUNS or (len(word) > 4 and word[-2:] == "ed")
        for word in words
    )
