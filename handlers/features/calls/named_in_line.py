"""Answer a typed line that names a call and its time: "call kestrel foods wed 11"."""

from collections.abc import Collection
from dataclasses import replace

from handlers.cards import Reply
from handlers.coaching.call_kinds import only_kind
from handlers.coaching.names.common_words import TITLES, is_common
from handlers.coaching.names.given_names import GIVEN_NAMES
from handlers.coaching.text.words import FILLERS, SMALL_WORDS, VERBS, singular
from handlers.features import asker_calls
from handlers.features.briefs import prep_answer
from handlers.features.calls import people_along, typed_call
from handlers.features.calls.typed_call import TypedCall
from handlers.features.calls.who_and_why import split_time
from handlers.features.customers import which_account
from handlers.features.typed_time import typed_time
from handlers.registry import Turn
from handlers.times import Unclear, Understood, grammar
from handlers.typed.calls.call_lines import KINDS, MAX_WORDS, CallLine, split_line, without_kind
from handlers.typed.settings.numbers_typed import length_at
from handlers.typed.words import listed
from storage.customers import accounts, contacts
from storage.spelling import comparable
from storage.tables import Account

_ENDS = " ?!.,;:"
# These come before a day on which something is due, not before the day of a call.
_DUE = ("by ", "until ", "before ")
_MAX_NAME_WORDS = 3
_JOINTS = frozenset(("and", "n", "&", "+"))  # between names
_JOINING = frozenset(("and", "&", "of"))  # small words inside names
# Verbs that are missing from `VERBS`, because they are also nouns: "kestrel signs wed 11".
_ALSO_NOUNS = frozenset(
    ("sign", "start", "close", "end", "launch", "land", "order", "pilot", "cancel", "delay", "test")
)

# A line such as "budget friday 10am" names a topic, not an account.
_SUBJECTS = listed(
    "budget pricing price forecast pipeline contract proposal quote invoice deck slides security"
    " legal planning numbers report expenses"
)


async def answer(turn: Turn) -> Reply | None:
    """Show or plan the call that a line names, with its time.

    The beginning of an account's name is enough: "kestrel" for Kestrel Foods. If no account on file
    has such a name, the line is still about a call in these cases:

    - The name comes after words such as "call" or "demo with".
    - The line has both a day and a time.
    - The typed name has the same first word as an account on file, and then other words: "kestrel
      farms" for Kestrel Foods.

    In the first two cases, if the name is a contact's, we plan a call with the contact. Otherwise,
    and always in the third case, we offer to add an account.

    If the line asks for a brief, and the name is mistyped, ask which account is meant. Return None
    for any other line, and outside the person's own chat.
    """
    line = split_line(turn.text.strip(_ENDS)) if turn.place is None else CallLine()
    if not line.words:
        return None
    bare = without_kind(line)
    if line.wanted:
        wanted = await _entered(turn, bare)
        if wanted is None or not _is_appointment(turn, wanted):
            return None  # "alder wants a demo next week"
    for one in (line, bare) if bare != line else (line,):
        entered = await _entered(turn, one)
        account = await which_account.on_file(turn, entered.account) if entered else None
        if (
            entered
            and account
            and (one.begins_with_call or len(entered.account) >= which_account.PART)
        ):
            return await _answer_for(turn, account, entered)
    entered = await _entered(turn, bare)
    if entered and line.wants_brief:
        return await _brief_of_mistyped(turn, entered)
    return await _not_on_file(turn, entered, bare) if entered else None


async def _brief_of_mistyped(turn: Turn, entered: TypedCall) -> Reply | None:
    """Ask which account "nortwind brief" means.

    Return None if no account on file has a similar name.
    """
    name = entered.account
    if not _is_like_a_name(name) or not await which_account.is_mistyped(turn, name):
        return None
    return await prep_answer.answer(turn, entered)


async def _entered(turn: Turn, line: CallLine) -> TypedCall | None:
    """Read the name and the time in a line.

    Return None if the time is missing, unless the line asks for a brief.
    """
    entered = typed_call.read_call(replace(turn, text=line.words))
    if not isinstance(entered.reading, Understood) and "," in line.words:
        entered = await _with_people_behind(turn, line.words) or entered
    if not (_has_time(entered) or line.wants_brief):
        return None
    entered = _with_kind_and_length(turn, entered, line)
    name = entered.account or line.words
    return replace(entered, account=name, plans_only=not line.wants_brief)


async def _with_people_behind(turn: Turn, words: str) -> TypedCall | None:
    """Read "alder fri 2pm, mia berg" as "alder fri 2pm with mia berg".

    "Alder fri 2pm, 45 min, mia + jo" becomes "alder fri 2pm for 45 min with mia and jo".

    Return None if the words after the comma are not names. A name counts if it is a contact's, or
    if it begins with a common given name. Beside such a name, any uncommon word counts: "jo".
    """
    before, _, following = words.partition(",")
    apart = " ".join("," if word in _JOINTS else word for word in following.split())
    parts = [one for part in apart.split(",") if (one := part.strip(_ENDS))]
    lengths = [part for part in parts if length_at(part.lower().split(), 0)[1]]
    people = [part for part in parts if part not in lengths]
    met = await contacts.at_own_accounts(turn.session, turn.person.tenant, turn.person.id)
    known = {form for _, name in met for form in _forms_of(name)}
    sure = [name for name in map(comparable, people) if _is_known(name, known)]
    may_be = all(
        people_along.is_name(one) and one.lower() not in KINDS | _SUBJECTS for one in people
    )
    is_all = len(sure) == len(people) or (sure and may_be)
    if not (people and is_all) or len(lengths) > 1:
        return None
    length = f" for {lengths[0]}" if lengths else ""
    time = f"{before}{length} with {' and '.join(people)}"
    entered = typed_call.read_call(replace(turn, text=time))
    return entered if isinstance(entered.reading, Understood) else None


def _is_known(name: str, known: Collection[str]) -> bool:
    """Check whether a name is one of `known`, or begins with a common given name."""
    words = name.split()
    return 0 < len(words) <= _MAX_NAME_WORDS and (name in known or words[0] in GIVEN_NAMES)


async def planned(turn: Turn) -> Reply | None:
    """Answer what follows "book" in a line: "a demo with alder fri 9".

    Return None if the words do not begin like "a demo with".
    """
    return await answer(turn) if split_line(turn.text).begins_with_call else None


def _with_kind_and_length(turn: Turn, entered: TypedCall, line: CallLine) -> TypedCall:
    """Add the length that the line names, and its kind of call if the playbook has that kind."""
    if line.minutes and not split_time(entered.time)[1]:
        time = f"{entered.time} for {line.minutes} min"
        reading = typed_time(turn, time)
        if isinstance(reading, Understood):
            entered = replace(entered, time=time, reading=reading)
    if entered.time and only_kind(line.kind, turn.playbook.kinds):
        return replace(entered, time=typed_call.with_subject(entered.time, line.kind))
    return entered


async def with_contact(turn: Turn, words: str, *, plans_only: bool) -> Reply | None:
    """Plan a call from a contact's name and a time: "jana friday at 2pm".

    Return None for any other words, and if an account on file has this name. `plans_only` means
    that the words do not ask for a brief.
    """
    entered = replace(typed_call.read_call(replace(turn, text=words)), plans_only=plans_only)
    if not entered.account or await which_account.on_file(turn, entered.account):
        return None
    return await _with_contact(turn, entered)


async def account_to_meet(turn: Turn, name: str) -> Account | None:
    """Return the account of the only contact with this name.

    Return None if none or several contacts have the name, if the person has no upcoming call with
    the account, or in a channel.
    """
    account, _ = await of_contact(turn, name) if turn.place is None else (None, "")
    if account is None:
        return None
    ahead = await asker_calls.planned(turn, account, limit=1)
    return account if ahead else None


async def _with_contact(turn: Turn, entered: TypedCall) -> Reply | None:
    if not isinstance(entered.reading, Understood):
        return None
    account, name = await of_contact(turn, entered.account)
    if account is None:
        return None
    time = entered.time if split_time(entered.time)[1] else f"{entered.time} with {name}"
    return await _answer_for(turn, account, replace(entered, time=time))


async def _not_on_file(turn: Turn, entered: TypedCall, line: CallLine) -> Reply | None:
    """Plan a call with a contact, or offer to add an account, because no account has the name.

    Return None if the words are not clearly about a call.
    """
    appointed = _is_appointment(turn, entered)
    calls = line.begins_with_call or (appointed and bool(line.kind))
    if (calls or appointed) and (planned := await _with_contact(turn, entered)):
        return planned
    first = comparable(entered.account).partition(" ")[0]
    appointed = appointed and not is_common(singular(first)) and first not in GIVEN_NAMES
    if _is_like_a_name(entered.account) and (
        calls or appointed or await which_account.beginning_alike(turn, entered.account)
    ):
        return await prep_answer.answer(turn, entered)
    return None


def _is_appointment(turn: Turn, entered: TypedCall) -> bool:
    """Check that a line names a day and a time: "halden friday 14-15"."""
    if not isinstance(entered.reading, Understood) or ":" in entered.account:
        return False
    said = grammar.read(split_time(entered.time)[0], turn.person.zone)
    return bool(said and said.has_day and said.clock)


async def _answer_for(turn: Turn, account: Account, entered: TypedCall) -> Reply:
    return await prep_answer.answer_for_account(
        turn, account, replace(entered, account=account.name)
    )


def _has_time(entered: TypedCall) -> bool:
    reading = entered.reading
    unread = isinstance(reading, Unclear) and reading.reason == "not_a_time"
    due = entered.time.lower().startswith(_DUE)
    return bool(entered.account and reading) and not (unread or due)


async def of_contact(turn: Turn, name: str) -> tuple[Account | None, str]:
    """Return the account of the only contact with this name, and the contact's full name.

    If none or several contacts have this name, return (None, "").
    """
    person, typed = turn.person, comparable(name)
    met = await contacts.at_own_accounts(turn.session, person.tenant, person.id)
    found = [(account_id, each) for account_id, each in met if typed in _forms_of(each)]
    if len(found) != 1:
        return None, ""
    (account,) = await accounts.by_ids(turn.session, person.tenant, [found[0][0]])
    return account, found[0][1]


def _forms_of(name: str) -> set[str]:
    own = [part for part in comparable(name).split() if part.rstrip(".") not in TITLES]
    return {comparable(name), " ".join(own), *own[:1], *own[-1:]}


def _is_like_a_name(typed: str) -> bool:
    """Check whether words look like an account's name.

    "Kestrel foods" does, and "them again" and "kestrel ->" do not.
    """
    words = [word for word in comparable(typed).split() if word not in _JOINING]
    if not all(any(map(str.isalnum, word)) for word in words):
        return False
    if not 0 < len(words) <= MAX_WORDS or singular(words[0]) in FILLERS or {*words} <= _SUBJECTS:
        return False
    return not any(
        singular(word) in SMALL_WORDS | VERBS | _ALSO_NOUNS or (len(word) > 4 and word[-2:] == "ed")
        for word in words
    )
