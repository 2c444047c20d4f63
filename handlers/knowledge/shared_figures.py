"""Put one of a rep's own figures into words, for the person with whom the rep shares it."""

from collections.abc import Sequence
from statistics import median

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.transcripts.records import TalkFigures
from handlers.transcripts.stored import from_stored
from storage.choices import SharedFigureName
from storage.sales_calls import reflections
from storage.sources import measured_calls
from storage.tables import Person

CALLS = 10  # a figure is from at most this many of the latest calls or reflections
ENOUGH = 3  # with fewer calls or reflections, there is no figure
TOO_FEW = "too little to count yet"


async def said(session: AsyncSession, person: Person, figure: SharedFigureName) -> str:
    """Return one of a person's figures in words, without the person's name.

    The result says how many calls or reflections the figure is from, or that there are too few.
    """
    if figure == "surprises":
        written = await reflections.last_of(session, person.tenant, person.id, limit=CALLS)
        heard = [bool(row.surprise.strip()) for row, _ in written]
        return counted(heard, "a surprise in {} of the last {} reflections")
    rows = await measured_calls.latest(session, person, CALLS, seen=True)
    return measured([from_stored(row.figures) for row in rows], figure)


def counted(cases: Sequence[bool], sentence: str) -> str:
    """Fill a sentence's first "{}" with the number of true cases, and its second with len(cases).

    With fewer than `ENOUGH` cases, return `TOO_FEW`.
    """
    if len(cases) < ENOUGH:
        return TOO_FEW
    return sentence.format(sum(cases), len(cases))


def measured(calls: Sequence[TalkFigures], figure: SharedFigureName) -> str:
    """Return the usual value in these calls, with the lowest and the highest, in words.

    If fewer than `ENOUGH` calls have the figure, return `TOO_FEW`.
    """
    known = [value for call in calls if (value := _value(call, figure)) is not None]
    if len(known) < ENOUGH:
        return TOO_FEW
    usual, least, most = (_worded(v, figure) for v in (median(known), min(known), max(known)))
    return (
        f"usually {usual}, between {least} and {most}, "
        f"in {len(known)} recent calls with a transcript"
    )


def _value(call: TalkFigures, figure: SharedFigureName) -> float | None:
    if figure == "talk share":
        return call.mine
    if figure == "questions":
        return None if call.questions is None else call.questions.open + call.questions.closed
    return None if call.patience is None else call.patience.total_seconds()


def _worded(value: float, figure: SharedFigureName) -> str:
    if figure == "talk share":
        return f"{value:.0%}"
    return f"{value:.0f}" if figure == "questions" else f"{value:.1f} s"
