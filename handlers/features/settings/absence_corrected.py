"""Move an absence that somebody has just asked for: "actually thursday not wed"."""

from dataclasses import replace
from datetime import timedelta

from handlers.cards import Reply
from handlers.features.settings import absence_undo, absences
from handlers.features.settings.absence_days import days_named
from handlers.registry import Turn
from handlers.times.absences import ISO_DAY, part_in, part_in_words, part_of_day
from handlers.typed.day_corrections import day_instead
from storage.conversation import drafts, just_said, offers

_A_MOMENT = timedelta(microseconds=1)


async def answer(turn: Turn) -> Reply | None:
    """Answer as if the person had asked for the absence on the right day.

    "Actually thursday not wed" is answered like "away thursday".

    Return None in these cases:

    - The line does not correct a day.
    - The person typed the line in a channel.
    - The person asked for no absence in the last ten minutes.
    - The person has changed something else since they asked for an absence.
    - The absence does not begin on the day that the line calls wrong ("wed").
    - We can't read one of the two days.
    """
    new, old = day_instead(turn.text) if turn.place is None else ("", "")
    since = turn.now - drafts.ANSWERED_WITHIN
    last = await offers.latest(turn.session, turn.person, since) if new and old else None
    if last and last.is_undo and last.undo_button[0] != absence_undo.UNDO:
        # `last` is not about an absence. The line may correct `last`, so we ignore an absence that
        # the person asked for before `last`.
        since = last.made_at + _A_MOMENT
    asked = await just_said.absence(turn.session, turn.person, since) if new and old else ""
    if not asked:
        return None
    first, part = asked[:ISO_DAY], part_in(asked[ISO_DAY:])
    was = days_named(turn, part_of_day(old)[0])
    if was.unread or was.first.isoformat() != first or days_named(turn, part_of_day(new)[0]).unread:
        return None
    days = new if part_of_day(new)[1] else f"{new} {part_in_words(part)}".strip()
    return await absences.away(replace(turn, text=days), corrects=True)
