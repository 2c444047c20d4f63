"""Say which calls have moved, were cancelled or are new, after a calendar was read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from handlers.cards import Button
from handlers.coaching.words import shortened
from handlers.notices import call_moved
from handlers.notices.call_changed import still
from handlers.notices.kind import Notice
from handlers.rhythm_settings import day_of
from handlers.times import format_absolute
from storage import accounts, calls
from storage.choices import CANCELLED, PLANNED
from storage.tables import Call

NAMED = 5  # name at most this many calls
NAME = 40  # the most characters of an account's name

# What has happened to a call in a calendar. "left": the call is no longer in this calendar.
Kind = Literal["moved", "left", "new", "changed"]

ORDER: tuple[Kind, ...] = ("moved", "left", "new", "changed")  # the most important kind comes first
MORE: Mapping[Kind, str] = {  # these calls are counted but not named
    "moved": "{} moved",
    "left": "{} left the calendar",
    "new": "New: {}",
    "changed": "Changed: {}",
}


def noted(changed: Mapping[int, Kind]) -> str:
    """Return what has changed, as a part of a row's key: "moved12-left15-new20-3new".

    `changed` has the kind of change for each call id. "moved12" means that the call with id 12 has
    moved, and "3new" that three more calls are new. Return "0" if nothing has changed.
    """
    listed = sorted(changed.items(), key=lambda one: (ORDER.index(one[1]), one[0]))
    words = [f"{kind}{call_id}" for call_id, kind in listed[:NAMED]]
    more = Counter(kind for _, kind in listed[NAMED:])
    return "-".join([*words, *(f"{number}{kind}" for kind, number in more.items())]) or "0"


class Changes(NamedTuple):
    """What has changed, in sentences, and buttons to restore calls that were cancelled."""

    said: str
    undo: tuple[Button, ...] = ()


async def described(notice: Notice, parts: Sequence[str]) -> Changes:
    """Return "Northwind moved to Tuesday 1 December 13:30. New: Toradex, Wednesday …".

    `parts` are the results of `noted`, the oldest first. If a call has moved and the brief comes
    today, also say when the brief comes.
    """
    kinds: dict[int, Kind] = {}
    more: Counter[str] = Counter()
    for word in (word for part in parts for word in part.split("-")):
        if word[:1].isdecimal():
            of_kind = word.lstrip("0123456789")
            more[of_kind or "changed"] += int(word.removesuffix(of_kind))
        else:
            kind = next(one for one in ORDER if word.startswith(one))
            kinds[int(word.removeprefix(kind))] = kind
    found = await calls.by_ids(notice.session, notice.to.tenant, kinds)
    ids = sorted({one.account_id for one in found.values()})
    named = await accounts.by_ids(notice.session, notice.to.tenant, ids)
    names = {one.id: shortened(one.name, NAME) for one in named}
    by_time = sorted(found.values(), key=lambda one: (one.starts_at, one.id))
    # These calls have left this calendar, but the reader may have them in another calendar.
    kept = {
        one.id
        for one in by_time
        if kinds[one.id] == "left"
        and one.status == PLANNED
        and await calls.seat(notice.session, notice.to.tenant, one.id, notice.to.id)
    }

    zone = notice.to.zone
    at = {
        one.id: format_absolute(one.starts_at, now=notice.now, zone=zone, own=zone)
        for one in by_time
    }
    calls_of = {
        kind: [
            one
            for one in by_time
            if kinds[one.id] == kind
            and one.id not in kept
            and (kind == "left" or one.status == PLANNED)
        ]
        for kind in ORDER
    }
    said = [
        f"{names[one.account_id]} moved to {at[one.id]}{await _brief_today(notice, one)}."
        for one in calls_of["moved"]
    ]
    said += [
        f"{names[one.account_id]}, {at[one.id]}, is "
        f"{'cancelled' if one.status == CANCELLED else 'no longer yours'}."
        for one in calls_of["left"]
    ]
    for lead, kind in (("New", "new"), ("Changed", "changed")):
        listed = [f"{names[one.account_id]}, {at[one.id]}" for one in calls_of[kind]]
        if listed and more[kind]:
            listed.append(f"and {more.pop(kind)} more")
        if listed:
            said.append(f"{lead}: {'; '.join(listed)}.")
    for kind in (one for one in ORDER if more[one]):
        number = f"{more[kind]} more {'call' if more[kind] == 1 else 'calls'}"
        said.append(f"{MORE[kind].format(number)}.")
    gone = [one for one in calls_of["left"] if one.status == CANCELLED and not one.changed_by]
    gone = [one for one in gone if one.starts_at > notice.now]
    undo = []
    for one in gone:
        name = names[one.account_id]
        label = still(name)
        about = f"{name}, {at[one.id]}"
        undo.append(Button(label, "call.restore", str(one.id), beside=True, about=about))
    return Changes(" ".join(said) or "No call has changed.", tuple(undo))


async def _brief_today(notice: Notice, call: Call) -> str:
    """Return "; its brief comes at 15:00", or "" if it does not come today."""
    brief, zone = await call_moved.brief_due(notice, call.id), notice.to.zone
    if brief is None or day_of(brief, zone) != day_of(notice.now, zone):
        return ""
    return f"; its brief comes at {brief.astimezone(ZoneInfo(zone)):%H:%M}"
