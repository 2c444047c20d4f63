"""Say which calls in a calendar moved, left the calendar, are new, or changed in another way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handlers.cards import Button
from handlers.coaching.text.words import joined, shortened
from handlers.notices import call_moved
from handlers.notices.calendar_news import ORDER, CallNews, Kind, News, read
from handlers.notices.call_changed import still
from handlers.notices.kind import Notice
from handlers.rhythm_settings import day_of
from handlers.times import format_absolute
from storage.choices import CANCELLED, PLANNED
from storage.customers import accounts, attendees
from storage.sales_calls import call_seats, calls
from storage.tables import Call, Contact

# Name at most this many calls of a kind. For moved calls, the limit is for each account.
NAMED: Mapping[Kind, int] = {"moved": 3, "left": 5, "new": 5, "changed": 3}
GUESTS = 2  # how many new guests of a call to name
NAME = 40  # cut the name of an account or a guest to this many characters
TITLE = 60  # cut a title to this many characters
MORE: Mapping[Kind, str] = {  # the words for calls that are counted but not named
    "moved": "{} moved",
    "left": "{} left the calendar",
    "new": "New: {}",
    "changed": "Changed: {}",
}


class Changes(NamedTuple):
    """What has changed, in sentences, and buttons to restore calls that were cancelled."""

    said: str
    undo: tuple[Button, ...] = ()


@dataclass(frozen=True)
class _Told:
    """A notice, its news, and the names that go into its sentences."""

    notice: Notice
    news: News
    names: Mapping[int, str]  # the names of the accounts, by row id
    guests: Mapping[int, Contact]

    def when(self, call: Call) -> str:
        zone = self.notice.to.zone
        return format_absolute(call.starts_at, now=self.notice.now, zone=zone, own=zone)

    def name(self, call: Call) -> str:
        return self.names[call.account_id]


async def described(notice: Notice, parts: Sequence[str]) -> Changes:
    """Return "Northwind moved to Tuesday 1 December 13:30. New: Toradex, Wednesday …".

    `parts` are the results of `calendar_news.noted`, the oldest first. If exactly one call with an
    account has moved, and its brief comes today, also say when the brief comes.
    """
    news = read(parts)
    found = await calls.by_ids(notice.session, notice.to.tenant, news.calls)
    told = await _with_names(notice, news, found)
    of_kind = await _by_kind(told, found)
    for kind, here in of_kind.items():
        if kind != "moved":
            news.more[kind] += len(here[NAMED[kind] :])
            del here[NAMED[kind] :]
    said = await _moved(told, of_kind["moved"])
    said += [
        f"{told.name(one)}, {told.when(one)}, is "
        f"{'cancelled' if one.status == CANCELLED else 'no longer in your calendar'}."
        for one in of_kind["left"]
    ]
    said += _new(told, of_kind["new"])
    said += [_changed(told, one) for one in of_kind["changed"]]
    for kind in (one for one in ORDER if news.more[one]):
        number = f"{news.more[kind]} more {'call' if news.more[kind] == 1 else 'calls'}"
        said.append(f"{MORE[kind].format(number)}.")
    return Changes(" ".join(said) or "No calls have changed.", _undo(told, of_kind["left"]))


async def _with_names(notice: Notice, news: News, found: Mapping[int, Call]) -> _Told:
    ids = sorted({one.account_id for one in found.values()})
    named = await accounts.by_ids(notice.session, notice.to.tenant, ids)
    names = {one.id: shortened(one.name, NAME) for one in named}
    coming = await attendees.of_calls(notice.session, found)
    guests = {one.id: one for each in coming.values() for one in each}
    return _Told(notice, news, names, guests)


def _new(told: _Told, new: Sequence[Call]) -> list[str]:
    named = [f"{told.name(one)}, {told.when(one)}" for one in new]
    if named and told.news.more["new"]:
        named.append(f"and {told.news.more.pop('new')} more")
    return [f"New: {'; '.join(named)}."] if named else []


def _undo(told: _Told, left: Sequence[Call]) -> tuple[Button, ...]:
    """Return a button for each upcoming call that a calendar cancelled, to restore the call."""
    return tuple(
        Button(
            still(told.name(one)),
            "call.restore",
            str(one.id),
            beside=True,
            about=f"{told.name(one)}, {told.when(one)}",
        )
        for one in left
        if one.status == CANCELLED and not one.changed_by and one.starts_at > told.notice.now
    )


async def _by_kind(told: _Told, found: Mapping[int, Call]) -> dict[Kind, list[Call]]:
    """Sort the calls by kind and time, and drop the calls that are not news to the reader.

    - Drop a call that is no longer in a calendar if the reader has the call in another calendar.
    - Drop a moved, new or changed call if it will not take place.
    """
    of_kind: dict[Kind, list[Call]] = {kind: [] for kind in ORDER}
    to = told.notice.to
    for one in sorted(found.values(), key=lambda one: (one.starts_at, one.id)):
        kind = told.news.calls[one.id].kind
        if kind == "left" and one.status == PLANNED:
            if await call_seats.seat(told.notice.session, to.tenant, one.id, to.id):
                continue
        elif kind != "left" and one.status != PLANNED:
            continue
        of_kind[kind].append(one)
    return of_kind


async def _moved(told: _Told, moved: Sequence[Call]) -> list[str]:
    """Return "Northwind moved to Tuesday 24 November 12:00.", a sentence for each account.

    If several calls with an account have moved, also say when each call was before the move.
    """
    said = []
    of_account: dict[int, list[Call]] = {}
    for one in moved:
        of_account.setdefault(one.account_id, []).append(one)
    for first, *others in of_account.values():
        if not others:
            brief = await _brief_today(told.notice, first)
            said.append(f"{told.name(first)} moved to {told.when(first)}{brief}.")
            continue
        listed = [_from_to(told, one) for one in (first, *others)]
        if (left := len(listed) - NAMED["moved"]) > 0:
            listed[NAMED["moved"] :] = [f"and {left} more"]
        said.append(f"{told.name(first)} moved: {'; '.join(listed)}.")
    return said


def _from_to(told: _Told, call: Call) -> str:
    """Return "from Tuesday 24 November 10:00 to 12:00". Give both days if the day changed."""
    was_at, to, zone = told.news.calls[call.id].was_at, told.when(call), told.notice.to.zone
    if was_at is None:
        return f"to {to}"
    before = format_absolute(was_at, now=told.notice.now, zone=zone, own=zone)
    if day_of(was_at, zone) == day_of(call.starts_at, zone):
        to = f"{call.starts_at.astimezone(ZoneInfo(zone)):%H:%M}"
    return f"from {before} to {to}"


def _changed(told: _Told, call: Call) -> str:
    lead = f"{told.name(call)}, {told.when(call)}"
    what = _what(told, call, told.news.calls[call.id])
    return f"{lead}: {'; '.join(what)}." if what else f"Changed: {lead}."


def _what(told: _Told, call: Call, news: CallNews) -> list[str]:
    """Return each change to a call in words: "fewer guests", "a new link to join"."""
    what = []
    if "account" in news.details:
        what.append(f"now a call with {told.name(call)}")
    new = [shortened(told.guests[one].name, NAME) for one in news.guests if one in told.guests]
    if new:
        more = [f"{len(new) - GUESTS} more"] if len(new) > GUESTS else []
        who = joined([*new[:GUESTS], *more])
        what.append(f"{who} {'is' if len(new) == 1 else 'are'} coming too")
    if "fewer" in news.details:
        what.append("fewer guests")
    if "title" in news.details and call.title:
        what.append(f"now called “{shortened(call.title, TITLE)}”")
    if "length" in news.details:
        minutes = (call.ends_at - call.starts_at).total_seconds() / 60
        what.append(f"now {minutes:.0f} minutes")
    if "link" in news.details:
        what.append("a new link to join")
    return what


async def _brief_today(notice: Notice, call: Call) -> str:
    """Return "; its brief comes at 15:00", or "" if no brief comes today."""
    brief, zone = await call_moved.brief_due(notice, call.id), notice.to.zone
    if brief is None or day_of(brief, zone) != day_of(notice.now, zone):
        return ""
    return f"; its brief comes at {brief.astimezone(ZoneInfo(zone)):%H:%M}"
