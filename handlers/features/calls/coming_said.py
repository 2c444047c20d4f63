"""Answer lines that say who is coming to a call: "add tom to the northwind call"."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.cards import Button, Reply
from handlers.coaching.names.common_words import TITLES
from handlers.coaching.names.people_lines import people_in
from handlers.coaching.text.words import shortened
from handlers.features import access, asker_calls
from handlers.features.calls import last_call, named_call
from handlers.features.customers import account_in_talk, contacts
from handlers.features.customers.contacts import card_of
from handlers.features.customers.people_said import (
    is_a_name,
    is_full_name,
    named_account,
    on_file,
)
from handlers.registry import Refusal, Registry, Turn
from handlers.times import format_short
from handlers.typed.calls.details_said import role_and_name
from handlers.typed.customers.job_titles import job_title
from handlers.typed.customers.name_and_job import name_and_job
from handlers.typed.customers.people_said import PersonSaid, cased, person_said
from handlers.typed.privacy.confidential import is_confidential
from storage.customers import attendees, suppressed_names
from storage.sales_calls.own_calls import Seated
from storage.tables import Account

COMES = "person.comes"
ERASED = "That person has since been erased, so nobody was added."
_LENGTH = 80  # a name or a role has at most this many characters
_MAX_WORDS = 5  # how many words a name may have
_CALL_WORDS = frozenset(("call", "meeting", "demo"))
_CALL = _CALL_WORDS | {"the", "with", "my", "our", "at", "for"}


@dataclass(frozen=True)
class _Who:
    """A person's name, and the person's role or team. `role` is "" if the line gives neither."""

    name: str
    role: str


def register(registry: Registry) -> None:
    """Register the button that adds a person to a call."""
    registry.button(COMES, comes)


async def answer(turn: Turn) -> Reply | None:
    """Add a person to the call that a line names. Ask if the call or the person is unclear.

    If the person is a colleague, say how they can join the call. If the person is not on file and
    the line says only "add" and a name, put the person on file, and offer to add them to a call.

    Return None for any other line. Also return None outside the rep's own chat with Attune.
    """
    told = None
    if turn.place is None and not is_confidential(turn.text):
        told = person_said(turn.text)
    if told is None or told.what not in ("add", "adds", "coming", "joins", "order"):
        return None
    who = _person_in(told.name)
    return await _answer_about(turn, told, who) if who else None


async def _answer_about(turn: Turn, told: PersonSaid, who: _Who) -> Reply | None:
    """Answer a line about a person: a colleague, a contact, or somebody who is not on file."""
    name = await contacts.colleague(turn, who.name)
    calls = await _calls(turn, told, of_colleague=bool(name))
    is_known = bool(calls) and await contacts.known(turn, calls[0].account, who.name) is not None
    if name and not is_known:
        return card_of(how_to_join(turn, name, calls[0])) if calls else None
    if told.what == "adds" and not is_known:
        return await _put_on_file(turn, who, calls)
    if not calls or told.what == "order":
        return None
    # "anders is bringing pricing data" adds nobody: the words after "bringing" must name a known
    # person, or look like a name.
    is_person = is_a_name(who.name if told.what == "joins" else cased(who.name))
    may_be = told.what == "joins" and is_full_name(who.name)
    is_unsure = told.what == "coming" or (may_be and not (is_person or told.rest))
    if told.when and not is_unsure:
        current = await account_in_talk.current(turn)
        is_unsure = current is None or current.id != calls[0].account.id
    if is_known or is_person or may_be:
        return await _add_or_ask(turn, calls, who, asks=not is_known and is_unsure)
    return None


async def _calls(turn: Turn, told: PersonSaid, *, of_colleague: bool) -> Sequence[Seated]:
    """Return the calls that the line may mean.

    "Tomas joins me on northwind" is about a call only if Tomas is a colleague.
    """
    if told.when:
        return await _on_day(turn, told.when)
    means_latest = told.what in ("joins", "adds") or not (told.account or told.rest)
    if told.what in ("joins", "adds", "add") and means_latest:
        return await _just_talked_about(turn)  # "sonja is coming too", "add marlene to it"
    where = await _account_and_time(turn, told, of_colleague=of_colleague)
    if where is None:
        return ()
    account, when = where
    found = await named_call.find(turn, account, when)
    fitting = found.fitting or (found.calls if account else ())
    return fitting[:1] if told.rest.lower().startswith("next ") and not when else fitting


async def _on_day(turn: Turn, when: str) -> Sequence[Seated]:
    """Return the calls on the day in "karl joins too today".

    If the account that we just talked about has calls on this day, return only these calls.
    """
    account = await account_in_talk.current(turn)
    with_account = (await named_call.find(turn, account, when)).fitting
    return with_account or (await named_call.find(turn, None, when)).fitting


async def _put_on_file(turn: Turn, who: _Who, calls: Sequence[Seated]) -> Reply | None:
    """Answer "add dr omar feld": put the person on file at the account that we just talked about.

    If there are `calls`, offer to add the person to the first call. If we did not talk about an
    account, ask which account the person is at.

    The line must have a title such as "dr", a job title, or words that look like a name. If it has
    none of these, return None.
    """
    bare = [word for word in who.name.split() if word.casefold().rstrip(".") not in TITLES]
    titled = 0 < len(bare) < len(who.name.split()) or bool(job_title(who.role))
    if not (titled or is_a_name(" ".join(bare))):
        return None
    account = await account_in_talk.current(turn)
    if account is None:
        return card_of(f"Which account is {cased(who.name)} at? Type “add {cased(who.name)} to …”.")
    saved = await contacts.save(turn, account, who.name, job_title(who.role) or who.role)
    buttons = [await contacts.undo_button(turn, saved)]
    if calls:
        when = format_short(calls[0].call.starts_at, now=turn.now, zone=turn.person.zone)
        how = f"{calls[0].call.id}:{saved.contact.name}|"
        buttons.append(Button(f"Comes to the call {when}", COMES, how))
    return card_of(on_file(account, saved.contact), *buttons)


async def _just_talked_about(turn: Turn) -> Sequence[Seated]:
    """Return the call that the last message was about.

    If the message was only about an account, return the next call with this account.
    """
    if last := await last_call.of_last_message(turn):
        return [last]
    account = await account_in_talk.current(turn)
    if account is None:
        return ()
    return await asker_calls.planned(turn, account, limit=1)


async def _add_or_ask(turn: Turn, calls: Sequence[Seated], who: _Who, *, asks: bool) -> Reply:
    """Add the person to the call. If there are several calls, ask which one is meant.

    With `asks`, first ask whether the person is coming.
    """
    how = f"{who.name}|{who.role}"
    if len(calls) > 1:
        return await named_call.choice(
            turn, f"Which call is {cased(who.name)} coming to?", calls, COMES, how
        )
    return _ask(turn, calls[0], who, how) if asks else await _add_to_call(turn, calls[0], who)


def _person_in(words: str) -> _Who | None:
    """Return the name and the role or team in "tom from finance" or "tom (cfo)"."""
    name, _, team = words.partition(" from ")
    people_named = people_in(name)
    if len(people_named) != 1 or " and " in name or _is_somebodys(name):
        return None  # `details_said` reads several people, "mia's boss" and "our engineer Omar"
    ((name, role),) = people_named.items()
    said = name_and_job(f"{name} {role}")
    name, role = name_and_job(name).name, said.job or role
    fits = len(name) <= _LENGTH and len(team) <= _LENGTH and len(role) <= _LENGTH
    fits = fits and 0 < len(name.split()) <= _MAX_WORDS
    return _Who(name, role or team.strip()) if fits else None


def _is_somebodys(name: str) -> bool:
    return bool(role_and_name(name)[0]) or name_and_job(name).ours


async def _account_and_time(
    turn: Turn, told: PersonSaid, *, of_colleague: bool
) -> tuple[Account | None, str] | None:
    """Return the account that a line names, and the words that say when the call is.

    Return None in these cases:

    - The account is not on file.
    - The line has words that belong neither to the account nor to the time.
    - The line gives neither an account nor a time.
    - The line gives an account but no time, and cannot mean a call. It can mean a call if it has a
      word such as "call", if it says "add", or if the person is a colleague.
    """
    rest = " ".join(word for word in told.rest.split() if word.lower() not in _CALL)
    account = await named_account(turn, told.account) if told.account else None
    if told.account and account is None:
        return None
    words = rest.split()
    words = words[1:] if words[:1] == ["next"] and not named_call.time_in(turn, words) else words
    for count in range(len(words), 0, -1):
        if account is None and (named := await named_account(turn, " ".join(words[:count]))):
            account, words = named, words[count:]
            break
    when = " ".join(words)
    if when and named_call.time_in(turn, words) != when:
        return None
    names_call = (
        told.what == "add" or of_colleague or not _CALL_WORDS.isdisjoint(told.rest.lower().split())
    )
    return (account, when) if when or (account and names_call) else None


def how_to_join(turn: Turn, colleague: str, seated: Seated) -> str:
    """Tell the rep how a colleague can join the rep's call."""
    when = format_short(seated.call.starts_at, now=turn.now, zone=turn.person.zone)
    name = shortened(colleague, 40)
    return (
        f"{name} is your colleague, and has to join the call themselves. If they "
        f"type “prep {shortened(seated.account.name, 40)} {when}” in their own chat with me, I'll "
        "offer them your call."
    )


def _ask(turn: Turn, seated: Seated, who: _Who, how: str) -> Reply:
    when = format_short(seated.call.starts_at, now=turn.now, zone=turn.person.zone)
    name = cased(who.name)
    lead = f"Is {name} from {shortened(seated.account.name, 40)}, and coming to your call {when}?"
    return card_of(lead, Button(f"Add {shortened(name, 30)}", COMES, f"{seated.call.id}:{how}"))


async def comes(turn: Turn) -> Reply:
    """Add the person that the button names. Raises Refusal if the person has been erased."""
    call_id, _, how = turn.text.partition(":")
    name, _, role = how.partition("|")
    if await suppressed_names.among(turn.session, turn.person.tenant, [name]):
        raise Refusal(ERASED)
    return await _add_to_call(turn, await access.own_call(turn, call_id), _Who(name, role))


async def _add_to_call(turn: Turn, seated: Seated, who: _Who) -> Reply:
    """Add a person to a call. Raises Refusal as `access.own_call` does."""
    seated = await access.own_call(turn, str(seated.call.id), locked=True)
    call, account = seated.call, seated.account
    when = format_short(call.starts_at, now=turn.now, zone=turn.person.zone)
    before = await contacts.known(turn, account, who.name)
    show = Button("Brief", "brief.open", str(call.id), about=account.name)
    if before and await _is_coming(turn, seated, before.id):
        coming = f"{shortened(before.name)} is already on the list"
        lead = f"{coming} for {shortened(account.name)}, {when}."
        return card_of(lead, show)
    role = "" if before and before.role else who.role
    saved = await contacts.save(turn, account, who.name, role)
    await attendees.change(turn.session, call, add=[saved.contact], remove=())
    lead = f"{shortened(saved.contact.name)} is coming to {shortened(account.name)}, {when}."
    return card_of(lead, await contacts.undo_button(turn, saved, call=call), show)


async def _is_coming(turn: Turn, seated: Seated, contact_id: int) -> bool:
    coming = await attendees.of_calls(turn.session, [seated.call.id])
    return contact_id in [one.id for one in coming.get(seated.call.id, ())]
