"""Lead the rep from a transcript to the figures.

If necessary, ask which speaker is the rep and which call the transcript belongs to.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.cards import Button, Card, Reply
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.transcripts import (
    call_labels,
    doubts,
    forgetting,
    from_calendar,
    measuring,
    possible_calls,
)
from handlers.knowledge import rep_names
from handlers.registry import Refusal, Turn, Unfinished
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_date_with_year, format_full_date
from handlers.transcripts.file_day import day_in
from handlers.transcripts.whose import Whose, WhyNotRep, allow_any_name, whose, why_not_rep
from handlers.views.transcripts import talk_questions
from storage.sales_calls.own_calls import Seated
from storage.tables import OpenTranscript

# We look for an upcoming call this close to the time in the file. If there is one, we say that it
# has not begun.
_NEAR = timedelta(minutes=20)
NONE_THAT_DAY = "The file's name says {day}, but I have no call of yours on file for that day. "
NOT_FOUND = "I can't tell which of your calls this file is from. "
ANOTHERS = (
    "“{name}” is the name of a colleague here, and figures go only to the person they are about. "
    "I've kept nothing from the file: your colleague can drop it here themselves."
)
REFUSED: Mapping[WhyNotRep, str] = {
    "colleague": ANOTHERS,
    "short": (
        "“{name}” may be short for the name of a colleague here, and figures go only to the person "
        "they are about. I've kept nothing from the file. If that is you, bring a transcript with "
        "your full name."
    ),
    "contact": (
        "“{name}” is on file as a customer, and figures go only to the person they are about. I've "
        "kept nothing from the file. If you speak in it, bring a transcript with your own name."
    ),
    "stranger": (
        "“{name}” is not a name like yours, and figures go only to the person they are about. I've "
        "kept nothing from the file. If “{name}” is you, connect the calendar that has that call, "
        "then drop the file again."
    ),
    "strangers": (
        "That looks like somebody else's call, {me}: nobody in it has a name like yours, and it "
        "fits no call in your calendar. I've kept nothing from the file. If you speak in it, "
        "connect the calendar that has that call, then drop the file again."
    ),
    "colleague speaks": (
        "“{name}” is the name of a colleague here, and nobody in the file has a name like yours. "
        "Figures go only to the person they are about, so I've kept nothing from the file: your "
        "colleague can drop it here themselves. If you speak in it too, bring a transcript with "
        "your own name."
    ),
    "short speaks": (
        "“{name}” may be short for the name of a colleague here, and nobody in the file has a name "
        "like yours. Figures go only to the person they are about, so I've kept nothing from the "
        "file. If “{name}” is a customer, put them on file as a contact, then drop the file again."
    ),
}


async def go_on(
    turn: Turn,
    row: OpenTranscript,
    excerpts: Mapping[str, Sequence[str]],
    *,
    sure: bool = False,
) -> Reply | Unfinished:
    """Ask what is still unknown about a transcript, or measure the transcript.

    If the call has figures from another file, ask before we replace them. Don't ask if the rep is
    `sure`.

    `excerpts` has some sentences of each speaker, by the speaker's name, and may be empty. We show
    them only if we know that the call is the rep's.

    If the rep can't be the chosen speaker, or can't be any of the speakers, we forget the file and
    say why. `why_not_rep` decides this.
    """
    seated = await possible_calls.calls_of(turn, row)
    found = await _find_rep(turn, row, seated)
    mine: Collection[str] | None = row.mine if row.mine is not None else found.mine
    call = None if mine is None else await _sure_call(turn, row, seated, mine)
    at = [call] if isinstance(call, Seated) else seated
    guests = await possible_calls.contact_names(turn, at) if found.anothers else ()
    if refused := why_not_rep(mine, row.labels, found, guests):
        reason, name = refused
        return await forgetting.forget_file(
            turn,
            row,
            REFUSED[reason].format(name=shortened(name, 40), me=shortened(turn.person.name, 40)),
        )
    if mine is None:
        known = await possible_calls.is_known(turn, row, seated)
        shown = excerpts if known else None
        return talk_questions.who(call_labels.ref_of(row), row.labels, found, shown)
    if isinstance(call, Seated):
        asked = None if sure else await doubts.question(turn, row, call)
        return asked or await measuring.measure(turn, row, call, mine)
    past = await from_calendar.question(turn, row, seated)
    return past or await _ask_which(turn, row, seated, call or ())


async def ask_of_calls_on_file(turn: Turn, row: OpenTranscript) -> Card:
    """Ask which call on file the transcript belongs to.

    The rep has said that it belongs to none of the past meetings that we offered.
    """
    seated = await possible_calls.calls_of(turn, row)
    mine = row.mine if row.mine is not None else (await _find_rep(turn, row)).mine
    found = await _sure_call(turn, row, seated, mine or ())
    likely = [found.call.id] if isinstance(found, Seated) else found
    return await _ask_which(turn, row, seated, likely)


async def ask_again(turn: Turn, row: OpenTranscript, was: Collection[str], back: Button) -> Card:
    """Ask again which speaker the rep is.

    `was` are the names under which we measured the rep. `back` is the button that keeps these
    names.
    """
    found = await _find_rep(turn, row)
    rest = [label for label in row.labels if label not in was and label not in found.closed]
    found = replace(found, likely=tuple(rest[:1]))
    return talk_questions.who(call_labels.ref_of(row), row.labels, found, {}, back=[back])


async def _find_rep(
    turn: Turn, row: OpenTranscript, seated: Sequence[Seated] | None = None
) -> Whose:
    """Find the rep among the speakers.

    If nobody has a name like the rep's, but the transcript fits a meeting in the rep's calendar,
    the rep may be any speaker who is not a colleague or a contact. `seated` are the calls that the
    transcript may belong to, or None if we have not read them yet.
    """
    found = whose(row.labels, await rep_names.of(turn.session, turn.person, row.labels))
    if found.own or not found.strangers:
        return found
    calls_ = await possible_calls.calls_of(turn, row) if seated is None else seated
    return allow_any_name(found) if await from_calendar.fits(turn, row, calls_) else found


async def _sure_call(
    turn: Turn, row: OpenTranscript, seated: Sequence[Seated], mine: Collection[str]
) -> Seated | Sequence[int]:
    """Return the call of the transcript if we are sure.

    Otherwise return the ids of likely calls, the likeliest first.
    """
    if row.call_id is not None:
        try:
            return await possible_calls.chosen(turn, row.call_id)
        except Refusal:  # the call was cancelled or moved, or the rep has left it
            row.call_id = None
    possible = [one for one in seated if one.call.id != row.not_call_id]
    others = [label for label in row.labels if label not in mine]
    found = await possible_calls.matched(turn, row, possible, others)
    by_id = {one.call.id: one for one in possible}
    return by_id[found.sure] if found.sure is not None else found.likely


async def _ask_which(
    turn: Turn, row: OpenTranscript, seated: Sequence[Seated], likely: Sequence[int]
) -> Card:
    if not likely:
        return await not_on_file(turn, row)
    by_id = {one.call.id: one for one in seated}
    offers = [call_labels.offered(turn, by_id[id_]) for id_ in likely]
    lead = "Which call is that transcript from?"
    return talk_questions.which(call_labels.ref_of(row), list(row.labels), offers, lead)


async def others(turn: Turn, row: OpenTranscript) -> Card:
    """List the rep's latest calls, except the likely ones. *Back* returns to the likely calls."""
    seated = await possible_calls.calls_of(turn, row)
    mine = row.mine if row.mine is not None else (await _find_rep(turn, row)).mine
    found = await _sure_call(turn, row, seated, mine or ())
    offered = () if isinstance(found, Seated) else found
    rest = [
        one
        for one in await possible_calls.latest(turn, row)
        if one.id not in offered and one.id != row.not_call_id
    ]
    back = [Button("Back", talk_questions.BACK, call_labels.ref_of(row))] if offered else []
    return talk_questions.others(call_labels.ref_of(row), rest, back=back)


async def not_on_file(turn: Turn, row: OpenTranscript) -> Card:
    """Offer to note the call. First say why we did not find it on file."""
    at, day = row.starts_at, day_in(row.title)
    lead = await _no_call_then(turn, at) if at and row.zoned else NOT_FOUND
    dated = call_labels.dated(turn, at) if at else ""
    if at is None and day:
        dated = format_date_with_year(day)
    if at is None and day and not await possible_calls.calls_of(turn, row):
        today = day_of(turn.now, turn.person.zone)
        lead = NONE_THAT_DAY.format(day=format_full_date(day, today))
    lead += "If the call was yours, tell me who it was with and when. I'll note it and measure it."
    return talk_questions.note_call(call_labels.ref_of(row), lead, "", dated)


async def _no_call_then(turn: Turn, at: datetime) -> str:
    """Say that no call is on file for the time `at`, or that a call near `at` has not begun."""
    ahead = await asker_calls.planned(
        turn, since=max(turn.now, at - _NEAR), until=at + _NEAR, limit=1
    )
    if ahead:
        with_whom = shortened(ahead[0].account.name, 60)
        when = call_labels.moment(turn, ahead[0].call.starts_at)
        return f"Your call with {with_whom}, {when}, has not begun yet. "
    return f"I have no call of yours on file for {call_labels.moment(turn, at)}. "
