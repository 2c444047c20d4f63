"""List the meetings in a person's calendars. Say whether each is a call, and why.

When the person answers a question about a meeting, we update the list or the agenda that has the
pressed button.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import time

from handlers.cards import (
    Aside,
    Block,
    Button,
    Buttons,
    Card,
    CardWithUpdates,
    Heading,
    Note,
    Paragraph,
    spans,
)
from handlers.coaching.text.words import shortened
from handlers.composing.as_now import as_now
from handlers.features.fields import whole_number
from handlers.features.meetings.meeting_shown import meeting_blocks
from handlers.features.meetings.meetings_of_week import (
    AHEAD,
    by_series,
    calls_of,
    meetings_of_week,
    plain_of,
)
from handlers.notices.calendar_connected import FOUND
from handlers.nudges.agenda import today_card
from handlers.registry import Turn
from handlers.rhythm_settings import at, day_of
from handlers.views.meetings.calendar_words import LOOK_AT_PRIVATE
from handlers.views.meetings.meeting_questions import AGENDA, YES_TO_ALL
from storage import outbox
from storage.customers import accounts
from storage.meetings import calendars, meeting_answers
from storage.tables import Call, SeenMeeting

LEFT_OUT = "meetings.left_out"
# In the value of a page's buttons, one of these comes before the page's number.
LIST, LIST_LEFT_OUT = "found-", "left-"
PAGE = 4  # meetings on a page; a page fits on a screen
PAGE_LEFT_OUT = 8


async def plain_questions(turn: Turn, page: int) -> Sequence[SeenMeeting]:
    """Return a meeting for each plain question on a page.

    A question asks whether one or several meetings are sales calls. We return the first of these
    meetings. `plain_of` says which questions are plain.
    """
    listed = await meetings_of_week(turn)
    return plain_of(turn, _on_page(listed.shown, page))


async def questions_left(turn: Turn) -> int:
    """Count the open questions in the list."""
    return sum(first.verdict == "ask" for first, *_ in (await meetings_of_week(turn)).shown)


async def found(turn: Turn, page: int) -> Card:
    """Show a page of the list. The first page is 0.

    Uncertain meetings come first. Calls follow, together with the meetings of which the person said
    that they are not calls. Both parts are in order of time.
    """
    listed = await meetings_of_week(turn)
    page = _page_in_range(page, len(listed.shown), PAGE)
    far = any(one[0].starts_at >= turn.now + AHEAD for one in listed.shown)
    lead = f"Found in the next 7 days{', and questions about the week after' if far else ''}"
    here = _on_page(listed.shown, page)
    counted = _counted(listed.shown)
    blocks: list[Block] = [
        Heading(lead),
        *([Note(spans(counted))] if counted else []),
        *_yes_to_all(len(plain_of(turn, here)), page),
        *await _entries(turn, here, f"{LIST}{page}"),
    ]
    if not here:
        blocks.append(Paragraph(spans("No meeting in the next 7 days looks like a call.")))
    others = _pages(FOUND, page, len(listed.shown), PAGE)
    if listed.left_out:
        # Count a series once, because the list that the button opens shows it as one entry.
        number = len(by_series(listed.left_out))
        others.append(Button(f"Left out: {number}", LEFT_OUT, "0", beside=True))
    return Card(lead, (*blocks, *([Buttons(tuple(others))] if others else [])))


async def _entries(turn: Turn, here: Sequence[Sequence[SeenMeeting]], shown: str) -> list[Block]:
    """Show the meetings of a page. The values of the buttons contain `shown`, the page's name."""
    on_file = await calls_of(turn, [first for first, *_ in here])
    names = await _accounts(turn, on_file)
    of_demo = await _of_demo(turn)
    blocks: list[Block] = []
    for first, *rest in here:
        call = on_file.get(first.call_id or 0)
        blocks += await meeting_blocks(
            turn,
            first,
            names.get(first.call_id or 0, ""),
            shown,
            more=len(rest),
            of_demo=of_demo,
            starts_at=call.starts_at if call else None,
        )
    return blocks


def _yes_to_all(plain: int, page: int) -> list[Block]:
    """Return a button that says yes to the plain questions of a page, if there are at least two.

    `plain` is the number of questions that `plain_questions` finds.
    """
    if plain < 2:
        return []
    said = f"{plain} questions on this page are about just one company each."
    all_of_them = Button(f"Yes to all {plain}", YES_TO_ALL, str(page), beside=True)
    return [Note(spans(said)), Buttons((all_of_them,))]


def _counted(shown: Sequence[Sequence[SeenMeeting]]) -> str:
    asked = sum(first.verdict == "ask" for first, *_ in shown)
    others = len(shown) - asked
    if not asked or not others:
        return ""
    questions = "One question comes" if asked == 1 else f"{asked} questions come"
    meetings = "One meeting" if others == 1 else f"{others} meetings"
    follow = "follows" if others == 1 else "follow"
    return f"{questions} first. {meetings} without a question {follow}."


async def _of_demo(turn: Turn) -> Collection[int]:
    """Return the ids of the demo's calendars, or () if the person has no other calendars."""
    owned = await calendars.of_person(turn.session, turn.person)
    of_demo = {one.id for one in owned if calendars.is_of_demo(one)}
    return of_demo if len(of_demo) < len(owned) else ()


async def _accounts(turn: Turn, planned: Mapping[int, Call]) -> Mapping[int, str]:
    tenant = turn.person.tenant
    ids = sorted({one.account_id for one in planned.values()})
    named = {one.id: one.name for one in await accounts.by_ids(turn.session, tenant, ids)}
    return {id_: shortened(named.get(one.account_id, "")) for id_, one in planned.items()}


async def left_out(turn: Turn, page: int) -> Card:
    """Show a page of meetings that are clearly not calls, without titles. The first page is 0."""
    listed = by_series((await meetings_of_week(turn)).left_out)
    page = _page_in_range(page, len(listed), PAGE_LEFT_OUT)
    lead = "Left out in the next 7 days"
    blocks: list[Block] = [Heading(lead)]
    here = listed[page * PAGE_LEFT_OUT : (page + 1) * PAGE_LEFT_OUT]
    said = await meeting_answers.by_subject(
        turn.session, turn.person, [subject_in_list(one) for one, *_ in here]
    )
    of_demo = await _of_demo(turn)
    for first, *rest in here:
        shown, answer = f"{LIST_LEFT_OUT}{page}", said.get(subject_in_list(first))
        blocks += await meeting_blocks(
            turn, first, "", shown, more=len(rest), said=answer, of_demo=of_demo
        )
    if listed:
        blocks.insert(
            1,
            Note(
                spans(
                    "I don't keep the titles or guests of these meetings. To see what they are, "
                    "look in your calendar at these times."
                )
            ),
        )
    else:
        blocks.append(Paragraph(spans("Nothing was left out.")))
    others = _pages(LEFT_OUT, page, len(listed), PAGE_LEFT_OUT)
    if any(one.reason == "private" for one, *_ in here):
        others.append(LOOK_AT_PRIVATE)
    return Card(lead, (*blocks, *([Buttons(tuple(others))] if others else [])))


def subject_in_list(meeting: SeenMeeting) -> str:
    """Return the subject of answers about a meeting: the meeting's series, or else the meeting."""
    return f"series:{meeting.series}" if meeting.series else f"meeting:{meeting.source_id}"


def _on_page(shown: Sequence[Sequence[SeenMeeting]], page: int) -> Sequence[Sequence[SeenMeeting]]:
    page = _page_in_range(page, len(shown), PAGE)
    return shown[page * PAGE : (page + 1) * PAGE]


def _page_in_range(page: int, total: int, size: int) -> int:
    return min(page, max(0, (total - 1) // size))


def _pages(action: str, page: int, total: int, size: int) -> list[Button]:
    buttons = []
    if page:
        buttons.append(Button(f"Previous {size}", action, str(page - 1)))
    if left := max(0, total - (page + 1) * size):
        first, last = (page + 1) * size + 1, (page + 1) * size + min(size, left)
        label = f"Next {min(size, left)} ({first}–{last} of {total})"
        label = "The last one" if left == 1 else label
        buttons.append(Button(label, action, str(page + 1)))
    return buttons


async def answered(
    turn: Turn, card: Card, shown: str, message: str, meeting: SeenMeeting
) -> Aside | CardWithUpdates:
    """Show the reply to an answer about a meeting, and update the card that has the pressed button.

    `shown` says which card had the button. For an agenda, it is `AGENDA`. For a list, it is `LIST`
    or `LIST_LEFT_OUT`, followed by the page's number. `message` is the platform's id of the card's
    message, or "" to update no card. An agenda from another day is not updated.
    """
    above = await _redrawn(turn, shown, message, meeting) if message else None
    return CardWithUpdates(card, message, above) if above else Aside(card)


async def _redrawn(turn: Turn, shown: str, message: str, meeting: SeenMeeting) -> Card | None:
    """Return the card that has the pressed button, as it must look now.

    Return None for an agenda from another day.
    """
    await turn.session.flush()
    if shown.startswith(LIST):
        return await found(turn, whole_number(shown.removeprefix(LIST)))
    if shown.startswith(LIST_LEFT_OUT):
        return await left_out(turn, whole_number(shown.removeprefix(LIST_LEFT_OUT)))
    this_morning = at(day_of(turn.now, turn.person.zone), time(), turn.person.zone)
    if shown == AGENDA and meeting.asked_at and meeting.asked_at >= this_morning:
        if await outbox.in_message(turn.session, turn.person, message):
            return await as_now(turn.session, turn.person, turn.playbook, message, turn.now)
        return await today_card(turn.session, turn.person, turn.playbook, turn.now)
    return None
