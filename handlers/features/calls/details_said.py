"""Change the people, the length, the kind and the goal of a call that a line is about.

For example: "castell at 12:30 is 45min and their CTO Max Weil comes too".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.cards import Reply
from handlers.coaching.call_kinds import only_kind
from handlers.coaching.text.words import shortened
from handlers.features import access, asker_calls
from handlers.features.calls import call_words, details_changed, last_call, named_call, people_along
from handlers.features.calls.details_changed import Coming, Details
from handlers.features.customers import account_in_talk, contacts, person_removed, which_account
from handlers.features.customers.people_said import is_a_name, is_full_name
from handlers.features.notes import note_beside
from handlers.registry import Registry, Turn
from handlers.typed.calls.call_lines import KINDS
from handlers.typed.calls.details_said import (
    Detail,
    DetailsSaid,
    details_said,
    words_for_call,
)
from handlers.typed.customers.name_and_job import name_and_job
from handlers.typed.customers.people_said import cased
from handlers.typed.line_kinds import kind_of
from handlers.typed.privacy.confidential import is_confidential
from handlers.typed.words import bare_word, first_name
from storage.customers import attendees
from storage.sales_calls.own_calls import Seated
from storage.tables import Account

OF_CALL = "details.call"
_NO_ORDERS = ("question", "quote", "crm", "label", "done")  # kinds of lines that change no call
_SHORTEST = 2  # letters in a name


@dataclass(frozen=True)
class _Where:
    """The calls that a line may be about.

    `at_other_time` are the words for a time at which the account has no call, or "".
    """

    calls: Sequence[Seated]
    account: Account | None = None
    at_other_time: str = ""


def register(registry: Registry) -> None:
    """Register the button that chooses the call."""
    registry.button(OF_CALL, of_call)


async def answer(turn: Turn) -> Reply | None:
    """Change the call that the line is about, or ask which call is meant.

    Return None in these cases:

    - The line gives no detail of a call, or it is a question or a quote.
    - The line is confidential, or was typed in a channel.
    - The words that should name the call name something else.
    - We can't tell which account is meant.
    - A person in the line has no name that we recognise, and the line gives no other detail.
    """
    text = turn.text.strip()
    said = await _said(turn, text)
    where = await _where(turn, said) if said else None
    if said is None or where is None or not where.calls:
        return None
    if where.at_other_time and all(one.what == "minutes" for one in said.details):
        return None  # "alder fri 10 30min" plans a call
    if len(where.calls) > 1 or where.at_other_time:
        if not (await _details(turn, where.calls[0], said))[0]:
            return None
        name = f" with {shortened(where.account.name, 40)}" if where.account else ""
        when = shortened(where.at_other_time.removeprefix("at "), 40)
        none_then = f"I found no call{name} for “{when}”. " if when else ""
        lead = f"{none_then}Which call{name} do you mean?"
        return await named_call.choice(turn, lead, where.calls, OF_CALL, text)
    return await _change(turn, where.calls[0], said)


async def of_call(turn: Turn) -> Reply:
    """Change the chosen call as the line on the button says."""
    call_id, _, line = turn.text.partition(":")
    seated = await access.own_call(turn, call_id, locked=True)
    said = details_said(line)
    changed = await _change(replace(turn, text=line), seated, said) if said else None
    return changed or details_changed.unchanged(turn, seated)


async def _change(turn: Turn, seated: Seated, said: DetailsSaid) -> Reply | None:
    details, rest = await _details(turn, seated, said)
    if not details:
        return None
    kept = await note_beside.keep_rest(turn, seated.account, "; ".join(rest))
    return note_beside.with_rest(await details_changed.change(turn, seated, details), kept)


async def _where(turn: Turn, said: DetailsSaid) -> _Where | None:
    """Find the calls that the line may be about.

    If the line names no call, use the first of these that we find:

    - the account of a person in the line who is not coming, or who brings somebody
    - the call that the last message was about
    - the account that was just talked about

    Return None if the words that should name a call name something else.
    """
    for words in (one.whose for one in said.details if one.whose):
        named = words_for_call(words)
        if named:
            return await _named(turn, named)
    for name in (one.host or one.other_than or one.value for one in said.details if _met(one)):
        if found := await person_removed.named(turn, name):
            return await _of_account(turn, found[0])
    if last := await last_call.of_last_message(turn):
        return _Where([last])
    account = await account_in_talk.current(turn)
    return await _of_account(turn, account) if account else None


async def _said(turn: Turn, text: str) -> DetailsSaid | None:
    """Read the details in a line. Before a colon, the words must name a call.

    "Alder today: 45 min" is about a call, and "alder: 45 min per truck" is a note.
    """
    said = details_said(text) if turn.place is None and not is_confidential(text) else None
    if said and said.label:
        return said if await _names_call(turn, said.label) else None
    return said if said and kind_of(text) not in _NO_ORDERS else None


async def _names_call(turn: Turn, label: str) -> bool:
    """Check whether a label names a call, as "alder today" and "alder call" do."""
    if not KINDS.isdisjoint(map(bare_word, label.split())):
        return True
    begun = await which_account.by_name_or_part_at_start(turn, words_for_call(label))
    return len(begun) == 1 and call_words.is_time_of_call(turn, begun[0][1])


def _met(one: Detail) -> bool:
    """Check whether a detail names somebody who may be on file at an account."""
    return bool(one.host or one.other_than or one.what == "off")


async def _of_account(turn: Turn, account: Account) -> _Where:
    """Return the account's upcoming calls, or only the one that the last message was about."""
    last = await last_call.of_last_message(turn)
    if last and last.account.id == account.id:
        return _Where([last], account)
    return _Where(await asker_calls.planned(turn, account, limit=named_call.OFFERED), account)


async def _named(turn: Turn, words: str) -> _Where | None:
    """Find the calls that words such as "castell at 12:30" or "tomorrow" name."""
    begun = await which_account.by_name_or_part_at_start(turn, words)
    account, when = begun[0] if len(begun) == 1 else (None, words)
    if account is None and (found := await person_removed.named(turn, words)):
        account, when = found[0], ""
    if when and not call_words.is_time_of_call(turn, when):
        return None
    if not when:
        return await _of_account(turn, account) if account else None
    found_calls = await named_call.find(turn, account, when)
    if found_calls.fitting or account is None:
        return _Where(found_calls.fitting[: named_call.OFFERED], account)
    return _Where(found_calls.calls[: named_call.OFFERED], account, when)


async def _details(
    turn: Turn, seated: Seated, said: DetailsSaid
) -> tuple[Details | None, Sequence[str]]:
    """Return the details that fit the call, and the parts of the line that are left."""
    details, rest = Details(), [*said.rest]
    for one in said.details:
        changed = await _with(turn, seated, details, one)
        if changed is None:
            who = f"{one.host} brings {one.value}" if one.host else one.value
            rest.append(who)
        details = changed or details
    return (details if details != Details() else None), rest


async def _with(turn: Turn, seated: Seated, details: Details, one: Detail) -> Details | None:
    """Add a detail. Return None if it does not fit the call."""
    match one.what:
        case "minutes":
            return replace(details, minutes=int(one.value))
        case "goal":
            return replace(details, goal=one.value)
        case "kind":
            kind = only_kind(one.value, turn.playbook.kinds)
            return replace(details, kind=kind) if kind else None
        case "named":
            return await _named_in_full(turn, seated, details, one.value)
        case "comes" | "off":
            return await _with_person(turn, seated, details, one)


async def _with_person(turn: Turn, seated: Seated, details: Details, one: Detail) -> Details | None:
    """Add who comes or does not come. Return None if we don't know who that is."""
    leaves = one.value if one.what == "off" else one.other_than
    gone = await contacts.known(turn, seated.account, leaves) if leaves else None
    off = (gone.name,) if gone and gone.name not in details.off else ()
    details = replace(details, off=(*details.off, *off))
    if leaves and gone is None:
        return None
    if one.what == "off":
        return details
    who = await _coming(turn, seated.account, one.value, replaces=bool(one.other_than))
    return replace(details, comes=(*details.comes, who)) if who else None


async def _named_in_full(turn: Turn, seated: Seated, details: Details, name: str) -> Details | None:
    """If the name is "mia thorne", put Mia Thorne in the place of the attendee Mia.

    Return None if there is no attendee Mia, or if there are several.
    """
    there = (await attendees.of_calls(turn.session, [seated.call.id])).get(seated.call.id, ())
    same = [one for one in there if first_name(one.name) == first_name(name)]
    if len(same) != 1:
        return None
    comes = (*details.comes, Coming(cased(name), same[0].role))
    return replace(details, comes=comes, off=(*details.off, same[0].name))


async def _coming(
    turn: Turn, account: Account, typed: str, *, replaces: bool = False
) -> Coming | None:
    """Return the person in "their CTO Max Weil". Return None if the words are no person's name.

    `replaces` is whether the person comes instead of somebody. If so, any uncommon word may be the
    name.
    """
    said = name_and_job(typed)
    name, role = said.name, said.job
    if not name or not name.replace(" ", "").replace(".", "").replace("-", "").isalpha():
        return None
    known = await contacts.known(turn, account, name)
    may_be_ours = said.ours or not role
    colleague = await contacts.colleague(turn, name) if may_be_ours and not known else ""
    if known or colleague:
        return Coming(known.name if known else colleague, role, is_colleague=not known)
    if said.ours:
        return Coming(cased(name), role, is_colleague=True, is_unknown=True)
    may_be = people_along.is_name(name) if replaces else bool(role) and len(name) > _SHORTEST
    fits = is_a_name(cased(name)) or is_full_name(name) or may_be
    return Coming(cased(name), role) if fits else None
