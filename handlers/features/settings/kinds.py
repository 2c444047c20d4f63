"""All kinds of messages that Attune sends on its own: the nudges and the notices.

Nudges are planned ahead, most of them from a person's calls. Notices tell people that something
has happened.
"""

from handlers.features.access import may_publish
from handlers.knowledge.opened import may_lead
from handlers.notices import NOTICES, group_trouble, health, taken_back, team_changed
from handlers.notices.kind import NoticeKind
from handlers.nudges import KINDS, team
from handlers.nudges.kind import NudgeKind
from storage.tables import Person

Pushed = NudgeKind | NoticeKind

PUSHED: tuple[Pushed, ...] = (*KINDS, *NOTICES)

FOR_MANAGERS = frozenset({team.KIND.name, team_changed.LED})
FOR_ADMINS = frozenset({health.NAME, group_trouble.NAME})
# The notice `taken_back` is added by name, because its audience is "person". In fact, only people
# from marketing get it.
FOR_MARKETERS = frozenset(
    {taken_back.NAME, *(known.name for known in NOTICES if known.audience == "marketing")}
)

_BY_NAME = {known.name: known for known in PUSHED}


def pushed(name: str) -> Pushed | None:
    """Return the kind with this name, or None if this version of Attune has no such kind."""
    return _BY_NAME.get(name)


def stoppable(known: Pushed) -> bool:
    """Check whether a person can stop this kind of message.

    Nobody can stop messages to a channel for themselves: they are stopped in the channel, for
    everybody. Notices with `always_sent` can't be stopped. Examples are a notice that a person has
    asked for, and an update that removes deleted words from a message.
    """
    return isinstance(known, NudgeKind) or not (known.audience == "channel" or known.always_sent)


def for_whom(known: Pushed) -> str:
    """Say which role gets a kind: "for managers". Return "" if people of any role get it."""
    if known.name in FOR_MANAGERS:
        return "for managers"
    if known.name in FOR_ADMINS:
        return "for admins"
    return "for marketing" if known.name in FOR_MARKETERS else ""


def reaches(known: Pushed, person: Person) -> bool:
    """Check whether this person may get this kind in their direct messages."""
    if known.name in FOR_MANAGERS:
        return may_lead(person)
    if known.name in FOR_ADMINS:
        return person.role == "admin"
    if known.name in FOR_MARKETERS:
        return may_publish(person)
    return isinstance(known, NudgeKind) or known.audience == "person"
