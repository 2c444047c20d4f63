"""What was found in a person's calendars in the next seven days, and why."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    Reply,
    Strong,
    spans,
    typed,
)
from handlers.coaching.words import shortened
from handlers.features.fields import whole_number
from handlers.notices.calendar_connected import FOUND
from handlers.registry import Registry, Turn
from handlers.sources import kept_events
from handlers.times import format_absolute
from handlers.views.meeting_reasons import why
from storage import accounts, calendars, calls
from storage.tables import SeenMeeting

LEFT_OUT = "meetings.left_out"
AHEAD = timedelta(days=7)
PAGE = 5  # meetings on a page
PAGE_LEFT_OUT = 8
TITLE = 60  # limit of characters
SAID: tuple[str, ...] = ("you said no", "asleep")  # reasons that the person gave


def register(registry: Registry) -> None:
    """Register the lists."""
    registry.button(FOUND, show)
    registry.button(LEFT_OUT, show_left_out)


class _Listed(NamedTuple):
    """The meetings of the next seven days: those to show, and those that are plainly no calls."""

    shown: Sequence[SeenMeeting]
    left_out: Sequence[SeenMeeting]


async def _listed(turn: Turn) -> _Listed:
    rows = await calendars.meetings(
        turn.session, turn.person, since=turn.now, until=turn.now + AHEAD
    )
    once = {meeting.source_id: meeting for meeting, _ in reversed(rows)}  # of two calendars
    found = sorted(once.values(), key=lambda one: (one.starts_at, one.id))
    plain = [one for one in found if one.verdict == "no" and one.reason not in SAID]
    return _Listed([one for one in found if one not in plain], plain)


async def show(turn: Turn) -> Reply:
    """A page of calls and of meetings in doubt. The button's value is the page, from 0."""
    listed = await _listed(turn)
    page = _page(turn, len(listed.shown), PAGE)
    lead = "Found in the next 7 days"
    blocks: list[Block] = [Heading(lead)]
    here = listed.shown[page * PAGE : (page + 1) * PAGE]
    names = await _accounts(turn, here)
    for meeting in here:
        blocks += _meeting(turn, meeting, names.get(meeting.call_id or 0, ""))
    if not here:
        blocks.append(Paragraph(spans("No meeting in the next 7 days looks like a call.")))
    others = _pages(FOUND, page, len(listed.shown), PAGE)
    if listed.left_out:
        number = len(listed.left_out)
        others.append(Button(f"Left out: {number}", LEFT_OUT, "0", beside=True))
    return Card(lead, (*blocks, *([Buttons(tuple(others))] if others else [])))


def _meeting(turn: Turn, meeting: SeenMeeting, account: str) -> list[Block]:
    when = format_absolute(
        meeting.starts_at, now=turn.now, zone=turn.person.zone, own=turn.person.zone
    )
    parts = [account, _title(meeting)]
    words = ", ".join(part for part in parts if part)
    series = " One of a series." if meeting.series else ""
    return [
        Paragraph(spans(Strong(when), typed(f" {words}".rstrip()))),
        Note(spans(f"{why(meeting.reason)}{series}")),
    ]


def _title(meeting: SeenMeeting) -> str:
    title = kept_events.from_text(meeting.event).title if meeting.event else meeting.title
    return f"“{shortened(title, TITLE)}”" if title.strip() else ""


async def _accounts(turn: Turn, meetings: Sequence[SeenMeeting]) -> Mapping[int, str]:
    """The names of the accounts that these meetings are with, by the row id of the call."""
    tenant = turn.person.tenant
    planned = await calls.by_ids(turn.session, tenant, {one.call_id or 0 for one in meetings})
    ids = sorted({one.account_id for one in planned.values()})
    named = {one.id: one.name for one in await accounts.by_ids(turn.session, tenant, ids)}
    return {id_: shortened(named.get(one.account_id, "")) for id_, one in planned.items()}


async def show_left_out(turn: Turn) -> Reply:
    """A page of the meetings that are plainly no calls, by time: their titles are not kept."""
    listed = (await _listed(turn)).left_out
    page = _page(turn, len(listed), PAGE_LEFT_OUT)
    lead = "Left out in the next 7 days"
    blocks: list[Block] = [Heading(lead)]
    for meeting in listed[page * PAGE_LEFT_OUT : (page + 1) * PAGE_LEFT_OUT]:
        blocks += _meeting(turn, meeting, "")
    if not listed:
        blocks.append(Paragraph(spans("Nothing was left out.")))
    others = _pages(LEFT_OUT, page, len(listed), PAGE_LEFT_OUT)
    return Card(lead, (*blocks, *([Buttons(tuple(others))] if others else [])))


def _page(turn: Turn, total: int, size: int) -> int:
    return min(whole_number(turn.text), max(0, (total - 1) // size))


def _pages(action: str, page: int, total: int, size: int) -> list[Button]:
    buttons = []
    if page:
        buttons.append(Button("Earlier", action, str(page - 1)))
    if (page + 1) * size < total:
        buttons.append(Button("Later", action, str(page + 1)))
    return buttons
