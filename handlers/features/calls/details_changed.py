"""Change the people, the length, the kind and the goal of a call at once, with one *Undo*."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from handlers.cards import Button, Buttons, Card, Note, Reply, card_saying, spans, typed
from handlers.coaching.text.words import joined, shortened
from handlers.features import access
from handlers.features.calls import call_notes, changing, coming_said
from handlers.features.customers import contacts
from handlers.features.fields import one_of
from handlers.registry import Refusal, Registry, Turn
from handlers.times import Understood, format_short
from storage.choices import CALL_KINDS, CallKind
from storage.conversation import offers, undos
from storage.conversation.undos import Undo
from storage.customers import attendees, suppressed_names
from storage.customers import contacts as stored_contacts
from storage.sales_calls.own_calls import Seated
from storage.tables import Contact

UNDO = "details.back"
NO_COLLEAGUE = "I know no colleague of yours called {}, so I put nobody on the list."
BEGUN = "That call has begun, so it stays as it is."
CHANGED_SINCE = "That call has been changed since, so it stays as it is."
_SHOWN = 200  # characters of a goal


@dataclass(frozen=True)
class Coming:
    """A person who comes to a call, and the person's role, which may be "".

    `is_unknown` is true for somebody whom the rep calls a colleague, but who does not use Attune.
    """

    name: str
    role: str = ""
    is_colleague: bool = False
    is_unknown: bool = False


@dataclass(frozen=True)
class Details:
    """What to change about a call.

    `comes` are people to put on the list of attendees. `off` has the names of contacts on file to
    take off the list.
    """

    comes: tuple[Coming, ...] = ()
    off: tuple[str, ...] = ()
    minutes: int = 0
    kind: CallKind | None = None
    goal: str = ""


def register(registry: Registry) -> None:
    """Register the button that takes the changes back."""
    registry.button(UNDO, undo)


async def change(turn: Turn, seated: Seated, details: Details) -> Card:
    """Change the call, and say what was changed.

    A colleague can't be put on the list: the answer says how they can join. Raises Refusal if
    `access.own_call` does. Also raises Refusal if a customer in `details.comes` has been erased.
    """
    seated = await access.own_call(turn, str(seated.call.id), locked=True)
    call, account = seated.call, seated.account
    before = _now(seated)
    people = await _change_people(turn, seated, details)
    overlap = await _set_length(turn, seated, details.minutes)
    call.kind = details.kind or call.kind
    seated.seat.goal = details.goal or seated.seat.goal
    await turn.session.flush()
    told = _told(turn, seated, details)
    said = _said(turn, seated, details, people)
    lead = " ".join(filter(None, (said or told.pop(0), overlap)))
    notes = [Note(spans(typed(one))) for one in told]
    buttons = [Button("Brief", "brief.open", str(call.id), about=account.name)]
    if people.added or people.removed or before != _now(seated):
        buttons.insert(0, await _undo_button(turn, seated, before, people))
    return card_saying(typed(lead), *notes, Buttons((*buttons,)))


@dataclass(frozen=True)
class _People:
    """Who comes and who does not, and the ones among them whose place on the list has changed."""

    coming: Sequence[Contact]
    gone: Sequence[Contact]
    added: Sequence[Contact]
    removed: Sequence[Contact]


async def _change_people(turn: Turn, seated: Seated, details: Details) -> _People:
    call, account = seated.call, seated.account
    customers = [one for one in details.comes if not one.is_colleague]
    names = [one.name for one in customers]
    if await suppressed_names.among(turn.session, turn.person.tenant, names):
        raise Refusal(coming_said.ERASED)
    there = await attendees.of_calls(turn.session, [call.id])
    ids = {one.id for one in there.get(call.id, ())}
    coming = [(await contacts.save(turn, account, one.name, one.role)).contact for one in customers]
    known = [await contacts.known(turn, account, name) for name in details.off]
    gone = [one for one in known if one is not None]
    added = [one for one in coming if one.id not in ids]
    removed = [one for one in gone if one.id in ids]
    await attendees.change(turn.session, call, add=added, remove=removed)
    return _People(coming, gone, added, removed)


def _told(turn: Turn, seated: Seated, details: Details) -> list[str]:
    """Say of each colleague how they can join."""
    return [
        NO_COLLEAGUE.format(shortened(one.name, 40))
        if one.is_unknown
        else coming_said.how_to_join(turn, one.name, seated)
        for one in details.comes
        if one.is_colleague
    ]


def unchanged(turn: Turn, seated: Seated) -> Card:
    """Say that a call stays as it is."""
    return card_saying(typed(f"Your call with {_named(turn, seated)}, stays as it is."))


@dataclass(frozen=True)
class _Before:
    length: timedelta
    kind: CallKind | None
    goal: str

    @property
    def mark(self) -> str:
        """A short hash, which tells whether somebody has changed the call since."""
        return undos.mark(f"{self.length} {self.kind} {self.goal}")


def _now(seated: Seated) -> _Before:
    return _Before(seated.call.ends_at - seated.call.starts_at, seated.call.kind, seated.seat.goal)


async def _set_length(turn: Turn, seated: Seated, minutes: int) -> str | None:
    """Set the length of the call. Return a warning of overlaps, or None."""
    call = seated.call
    length = timedelta(minutes=minutes)
    if not minutes or call.ends_at - call.starts_at == length:
        return None
    await changing.move(
        turn, call, Understood(call.starts_at, call.starts_at + length, call.zone, None)
    )
    return await call_notes.overlap_note(turn, call)


def _named(turn: Turn, seated: Seated) -> str:
    when = format_short(seated.call.starts_at, now=turn.now, zone=turn.person.zone)
    return f"{shortened(seated.account.name, 40)}, {when}"


def _said(turn: Turn, seated: Seated, details: Details, people: _People) -> str:
    """Say what was changed. Return "" if only colleagues were named."""
    said = [f"{details.minutes} minutes"] if details.minutes else []
    kinds = {one.id: one.name for one in turn.playbook.kinds}
    said += [f"kind of call: {kinds[details.kind]}"] if details.kind else []
    who = [
        shortened(f"{one.name} ({one.role})" if one.role else one.name, 60) for one in people.coming
    ]
    said += [f"with {joined(who)}"] if who else []
    gone = [shortened(one.name, 40) for one in people.gone]
    said += [f"without {joined(gone)}"] if gone else []
    said += [f"your goal: “{shortened(details.goal, _SHOWN)}”"] if details.goal else []
    return f"{_named(turn, seated)}: {', '.join(said)}." if said else ""


async def _undo_button(turn: Turn, seated: Seated, before: _Before, people: _People) -> Button:
    minutes = before.length // timedelta(minutes=1)
    changed = [",".join(str(one.id) for one in some) for some in (people.added, people.removed)]
    ids = f"{seated.call.id}:{minutes}:{before.kind or ''}:{':'.join(changed)}:{_now(seated).mark}"
    kept = Undo(UNDO, seated.account.name, ids, before.goal)
    value = str(await undos.keep(turn.session, turn.person, kept, turn.now))
    await offers.save(turn.session, turn.person, offers.to_undo(UNDO, value, turn.now))
    return Button("Undo", UNDO, value, about=shortened(seated.account.name, 40))


async def undo(turn: Turn) -> Reply:
    """Give the call its earlier people, length, kind and goal.

    New contacts stay on file. Raises Refusal if the call has begun, if it is gone, or if its
    length, kind or goal has been changed since.
    """
    kept = await access.kept_undo(turn, UNDO, turn.text)
    call_id, minutes, kind, added_ids, removed_ids, *mark = kept.ids.split(":")
    seated = await access.own_call(turn, call_id, locked=True)
    if seated.call.starts_at <= turn.now:
        raise Refusal(BEGUN)
    if mark and mark != [_now(seated).mark]:
        raise Refusal(CHANGED_SINCE)
    await _set_length(turn, seated, int(minutes))
    added, removed = [await _contacts(turn, some) for some in (added_ids, removed_ids)]
    await attendees.change(turn.session, seated.call, add=removed, remove=added)
    seated.call.kind = one_of(kind, CALL_KINDS)
    seated.seat.goal = kept.words
    await turn.session.flush()
    await offers.close(turn.session, turn.person)
    return card_saying(typed(f"Undone: {_named(turn, seated)}, is as before."))


async def _contacts(turn: Turn, ids: str) -> list[Contact]:
    wanted = [int(one) for one in ids.split(",") if one]
    found = [await stored_contacts.by_id(turn.session, turn.person.tenant, one) for one in wanted]
    return [one for one in found if one is not None]
