"""Answer requests about named data: "forget the Northwind call", "who sees …".

The call is found by account and day. If several calls fit, Attune asks which one.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from handlers.cards import Button, Buttons, Card, Note, Reply, card_saying, spans, typed
from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.words import shortened
from handlers.features import colleagues
from handlers.features.calls import call_words
from handlers.features.customers import which_account
from handlers.features.privacy import (
    call_data,
    deletion_questions,
    my_data,
    this_seen,
    what_is_shared,
)
from handlers.features.promises import promise_list
from handlers.registry import Turn
from handlers.times.words import DAY_NAMES, MONTH_NAMES
from handlers.typed.privacy.colleague_data import is_named
from handlers.typed.privacy.data_questions import DataQuestion, question
from handlers.typed.privacy.deletions import Deleted, ToDelete, to_delete
from handlers.typed.words import words_of
from handlers.views.team import team_words
from storage.rights import of_call
from storage.rights.of_call import OwnOfCall
from storage.tables import Account

LOOKED_AT = 20  # if no account is named, we look for the day among this many of the newest calls
WHAT_IS_KEPT = my_data.WHAT_IS_KEPT
DELETE = Button("Delete a call…", deletion_questions.CHOOSE)
NOT_DELETED = "I'm not sure what you want to delete, so nothing was deleted."
_ELSEWHERE = (
    "No account has that name, so nothing was deleted. I can't delete a customer's contact here. "
    "Whoever runs Attune for you can do it with the command “account erase”."
)
_OF_PERSON = card_saying(_ELSEWHERE, Buttons((WHAT_IS_KEPT, DELETE)))
_OF_COLLEAGUE = (
    "I can't delete a colleague's data here, so nothing was deleted. {name} can do it: “delete "
    "everything about me”. Whoever runs Attune for you can do it with the command “person erase”."
)
_WHERE = "All of this is in Attune's database, which whoever runs Attune can read."
_ONLY_YOU = {
    "file": "Nobody but you sees the file, which stays in this chat. Attune's database has only "
    "the file's figures and the lines that you keep.",
    "figures": "Nobody but you sees your figures, unless you share one.",
    "transcript": "Only you see a transcript. Colleagues see only the promises you save from it, "
    "and what you share.",
    "goals": "Only you see your goals and guesses, unless you share them.",
}
_TEAM = {
    "promises": "Your colleagues see your promises, with your name. Nobody else does.",
    "calls": "Your manager sees your upcoming calls only if you open them. If a colleague has or "
    "plans a call with the same account within two days of yours, they see the time of yours, "
    "unless you keep it to yourself.",
}
_KEPT = {
    "file": "Only in part: I keep its figures, and the lines that you keep.",
    "this": "Not the call: I record nothing, and keep a transcript for half an hour at most. "
    f"What you save here is kept: notes, goals, promises, figures. {_WHERE}",
    "figures": "Yes, for you alone: the figures of a call are kept as long as your reflections.",
    "transcript": "Only in part: I keep its figures, and the lines that you keep. The other words "
    "are gone after half an hour.",
    "notes": "Yes: your own notes are kept for you alone. So are the notes in a reflection, until "
    "you share the reflection.",
    "goals": "Yes, for you alone: your goals and guesses are kept with the call.",
    "promises": "Yes: promises are kept, and your colleagues see them, with your name.",
    "calls": "Yes: your calls with customers are kept. A colleague who has a call with the same "
    "account can see the time of yours, but nothing else. Of a call that you keep to yourself, "
    "they see nothing.",
}
_DAYS = {name.lower() for name in DAY_NAMES}
_MONTHS = {name.lower() for name in MONTH_NAMES} | {name[:3].lower() for name in MONTH_NAMES}
_NEAR = {"today": 0, "yesterday": 1, "tomorrow": -1}  # how many days ago


def answer(asked: DataQuestion) -> str:
    """Return the answer to a question about the person's own data."""
    if asked.asks == "kept":
        return _KEPT[asked.topic]
    if asked.topic in _TEAM:
        return _TEAM[asked.topic]
    lead = {"seen": "No. ", "private": "Yes. "}.get(asked.asks, "")
    return f"{lead}{_ONLY_YOU[asked.topic]}"


async def who_sees(turn: Turn, colleagues: Collection[str] = ()) -> Card | None:
    """Say who sees the person's own data, or whether it is kept.

    `colleagues` are names, for questions such as "does Tomas see this". Return None if the person
    asks something else.
    """
    asked = question(turn.text, colleagues)
    if asked is None:
        return None
    if asked.topic == "this" and asked.asks != "kept":
        return await this_seen.card(turn, asked.asks)
    if asked.topic == "notes" and asked.asks != "kept":
        return await what_is_shared.card(turn, asked.asks)
    if asked.topic == "typed":
        return await what_is_shared.typed_card(turn, Buttons((WHAT_IS_KEPT, DELETE)))
    lead = answer(asked)
    team = (Button("My team", team_words.MINE),) if asked.topic == "calls" else ()
    buttons = Buttons((WHAT_IS_KEPT, DELETE, *team))
    return card_saying(lead, Note(spans(what_is_shared.OUTSIDE)), buttons)


async def delete(turn: Turn) -> Reply | None:
    """Ask whether to delete what was named. If several calls fit, ask which call is meant.

    If promises were named, list them. Return None in a channel, or if the words name nothing that
    we can delete.
    """
    wanted = to_delete(turn.text) if turn.place is None else None
    if wanted is None:
        return None
    names = " ".join(word for word in wanted.of.split() if not _says_day(word))
    named = bool(names)
    account = await _account(turn, names) if named else None
    if wanted.what == "promises":
        return await promise_list.list_card(turn, account)
    found = await _own(turn, wanted.what, account)
    if named and account is None:
        return await of_colleague(turn) or _of_unknown(turn, found, wanted.what)
    if not found:
        return await _nothing(turn, wanted, account)
    today = turn.now.astimezone(ZoneInfo(turn.person.zone)).date()
    days = [word.removesuffix("'s") for word in wanted.of.split() if _says_day(word)]
    on_day = [own for own in found if _is_on(days, _began(turn, own), today)]
    if len(on_day) == 1:
        return call_data.ask(turn, on_day[0], wanted.what)
    return _which(turn, on_day or found, wanted.what)


def _which(turn: Turn, found: Sequence[OwnOfCall], what: Deleted) -> Card:
    more = [Button("More calls", deletion_questions.CHOOSE)] if len(found) > call_data.PAGE else []
    return call_data.which(turn, found[: call_data.PAGE], what, *more)


def _of_unknown(turn: Turn, found: Sequence[OwnOfCall], what: Deleted) -> Card | None:
    """Answer a request that names something other than an account on file."""
    if _names_person(turn.text):
        return _OF_PERSON
    return _which(turn, found, what) if found else None


def _names_person(text: str) -> bool:
    """Check whether the words are like "everything about Jana", and not about a call."""
    words = text.casefold().split()
    of_call = {"call", "calls", "meeting", "meetings", "reflection", "reflections"}
    about = {"about", "on", "of"} & {*words}
    return bool(about) and "everything" in words and of_call.isdisjoint(words)


async def _account(turn: Turn, names: str) -> Account | None:
    account = await which_account.mentioned(turn, turn.text)
    if account is None:
        found = await which_account.by_name_or_part_at_start(turn, names)
        account = found[0][0] if len(found) == 1 and not found[0][1] else None
    return account


async def delete_what(turn: Turn) -> Card:
    """Answer a request that does not say clearly what to delete.

    If the request names an account, and the person has data about calls with it, ask which call is
    meant. In any other case, say that nothing was deleted.
    """
    account = await which_account.mentioned(turn, turn.text)
    found = await _own(turn, "call", account) if account else []
    if found:
        return call_data.which(turn, found, "call")
    if _asks_to_erase(turn.text) and (about := await of_colleague(turn)):
        return about
    return card_saying(NOT_DELETED, Buttons((WHAT_IS_KEPT, DELETE)))


async def of_colleague(turn: Turn) -> Card | None:
    """Say who can delete a colleague's data, if the words name a colleague and no customer."""
    known = await colleagues.names_unlike_contacts(turn)
    words = words_of(turn.text)
    name = next((one for one in known if is_named(words, one)), "")
    if not name:
        return None
    lead = _OF_COLLEAGUE.format(name=shortened(first_name(name), 40))
    return card_saying(typed(lead), Buttons((WHAT_IS_KEPT,)))


def _asks_to_erase(text: str) -> bool:
    """Check for "erase bram visser" and "delete bram's data", not "remove bram from the team"."""
    words = words_of(text)
    return words[:1] in (["erase"], ["delete"]) and "team" not in words


async def _nothing(turn: Turn, wanted: ToDelete, account: Account | None) -> Card:
    if wanted.what == "call" and account is not None:
        planned = await call_words.find_calls(turn, wanted.of)
        if planned.calls:
            return await call_words.listed(turn, wanted.of, planned)
    with_whom = f"call with {shortened(account.name)}" if account else "call"
    lead = f"I keep nothing of that kind about a {with_whom}."
    return card_saying(typed(lead), Buttons((WHAT_IS_KEPT,)))


async def _own(turn: Turn, what: Deleted, account: Account | None) -> list[OwnOfCall]:
    if account is None:
        found = await of_call.latest(turn.session, turn.person, turn.now, limit=LOOKED_AT)
    else:
        found = await of_call.of_account(turn.session, turn.person, account.id, turn.now)
    return [own for own in found if call_data.has(own, what)]


def _began(turn: Turn, own: OwnOfCall) -> datetime:
    return own.call.starts_at.astimezone(ZoneInfo(turn.person.zone))


def _says_day(word: str) -> bool:
    bare = word.removesuffix("'s")
    return bare in _DAYS or bare in _NEAR or bare in _MONTHS or bare[:1].isdecimal()


def _is_on(words: Sequence[str], began: datetime, today: date) -> bool:
    """Check that all words for a day, a month or a time fit the start of a call."""
    day, month = began.date(), MONTH_NAMES[began.month - 1].lower()
    fits = {
        *(DAY_NAMES[day.weekday()].lower(), month, month[:3], day.isoformat(), str(day.year)),
        *(f"{day.day}{ending}" for ending in ("", "st", "nd", "rd", "th")),
        *(f"{began:%H:%M}", f"{began.hour}:{began:%M}"),
        *(name for name, ago in _NEAR.items() if (today - day).days == ago),
    }
    return fits.issuperset(words)
