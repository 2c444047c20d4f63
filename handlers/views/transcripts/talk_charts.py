"""Pictures of calls: who spoke when in one call, and the rep's talk share in the last calls. Pure.

Nobody has to tell colours apart:

- Each side of the call has a row with its name.
- A published range is a band, and a single published figure is a dashed line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby, pairwise

from handlers.cards import Picture
from handlers.playbook.schema import PublishedRange
from handlers.transcripts.records import Spot, StripPiece, TalkFigures
from handlers.views import charts
from handlers.views.charts import EDGE, FILL, FRAME, INK, INSIDE, PAPER, SMALL, SOFT, TOP, WIDTH
from handlers.views.transcripts.talk_words import clock, place, third
from storage.choices import TalkSide

LANE, GAP = 20, 10  # in the picture of one call: a row's height, and the space below the row
LEFT = 92  # pixels; the names of rows are on the left
LENGTH = WIDTH - EDGE - LEFT
DOT = 4  # the radius of a question's mark
COUNTED = 11  # the radius of a ring with a number, which replaces marks that would overlap
TOGETHER = LENGTH / 10  # pixels; one ring stands for all questions in a tenth of the row
THINNEST = 1.2  # pixels; no piece of talk is drawn thinner than this
LANES: dict[TalkSide, tuple[str, str]] = {  # the name and the colour of each row
    "me": ("You", FILL),
    "colleague": ("Colleagues", SOFT),
    "theirs": ("Them", INK),
}
THIRDS = ("First third", "middle", "last third")
# The talk in a third of the call is “about even” if the rep's share is between these limits. The
# share counts only what the rep and the customer said, not what colleagues said.
ABOUT_EVEN = (0.4, 0.6)

NO_PROPOSAL = "No proposal from your side was recognised."
LAST_CALLS = 10  # calls in the picture of talk shares
HIGH = 130  # pixels for a talk share of 100%
COLUMN = 24  # pixels
# Pixels. An account's name may always be this wide, even if its column is narrower.
MIN_NAME_WIDTH = 56


def strip(figures: TalkFigures) -> Picture | None:
    """Draw who spoke when, and where our questions and the first proposal came.

    Return None if the file does not say who spoke.
    """
    if not figures.strip:
        return None
    drawn: list[str] = []
    line = TOP
    for side in LANES:
        pieces = [piece for piece in figures.strip if piece.side == side]
        if pieces:
            drawn += _lane(side, pieces, line)
            line += LANE + GAP
    questions: list[str] = []
    if figures.questions is not None:
        questions += _questions(figures.questions.spots, line)
        line += LANE + GAP
    if figures.first_proposal is not None:
        drawn += _proposal(figures.first_proposal, line)
        line += LANE + GAP
    elif figures.questions is not None:
        drawn.append(charts.text(EDGE, line + 15, "Proposal", SMALL))
        drawn.append(charts.text(LEFT, line + 15, "none recognised", SMALL, fill=SOFT))
        line += LANE + GAP
    drawn += questions  # drawn on top of the proposal's line
    drawn += _scale(figures, line)
    return charts.framed("Who spoke when", drawn, line + 20 + EDGE / 2, strip_in_words(figures))


def strip_in_words(figures: TalkFigures) -> str:
    """Describe the picture of `strip` in sentences, or return "" if there is no picture."""
    return " ".join(_sentences(figures)) if figures.strip else ""


def who_spoke(figures: TalkFigures) -> str:
    """Say who spoke most in each third, or return "" if the file does not say who spoke."""
    if not figures.strip:
        return ""
    most = [_most(figures.strip, number) for number in range(len(THIRDS))]
    if len(set(most)) == 1:
        return f"{most[0].capitalize()} in each third."
    return "; ".join(f"{name}: {who}" for name, who in zip(THIRDS, most, strict=True)) + "."


def _sentences(figures: TalkFigures) -> Iterator[str]:
    yield who_spoke(figures)
    if figures.questions is not None:
        yield _asked_where(figures.questions.spots)
    proposal = figures.first_proposal
    if proposal is not None:
        where = f", in the {third(proposal.part)} third" if proposal.at is not None else ""
        yield f"First proposal: {place(proposal)}{where}."
    elif figures.questions is not None:
        yield NO_PROPOSAL


def _most(pieces: Sequence[StripPiece], number: int) -> str:
    spoken = dict.fromkeys(LANES, 0.0)
    for piece in pieces:
        start, end = max(piece.start, number / 3), min(piece.end, (number + 1) / 3)
        spoken[piece.side] += max(end - start, 0.0)
    most = max(LANES, key=lambda side: spoken[side])
    if not spoken[most]:
        return "silence"
    if most == "colleague":
        return "mostly your colleagues"
    yours = spoken["me"] / (spoken["me"] + spoken["theirs"])
    if ABOUT_EVEN[0] <= yours <= ABOUT_EVEN[1]:
        return "about even"
    return "mostly you" if most == "me" else "mostly them"


def _asked_where(spots: Sequence[Spot]) -> str:
    if not spots:
        return "No questions from your side."
    counts = dict.fromkeys(("first", "middle", "last"), 0)
    for spot in spots:
        counts[third(spot.part)] += 1
    where = ", ".join(f"{count or 'none'} in the {name}" for name, count in counts.items())
    return f"Questions from your side, by third: {where}."


def _lane(side: TalkSide, pieces: Sequence[StripPiece], line: float) -> Iterator[str]:
    name, colour = LANES[side]
    yield charts.text(EDGE, line + 15, name, SMALL)
    middle = line + LANE / 2
    yield _line(LEFT, middle, LEFT + LENGTH, middle, FRAME)
    for piece in pieces:
        wide = max(_across(piece.end) - _across(piece.start), THINNEST)
        left = min(_across(piece.start), LEFT + LENGTH - wide)
        yield (
            f'<rect x="{left:.1f}" y="{line}" width="{wide:.1f}" height="{LANE}" fill="{colour}"/>'
        )


def _questions(spots: Sequence[Spot], line: float) -> Iterator[str]:
    yield charts.text(EDGE, line + 8, "Your side's", SMALL)
    yield charts.text(EDGE, line + 22, "questions", SMALL)
    if not spots:
        yield charts.text(LEFT, line + 15, "none", SMALL, fill=SOFT)
    places = sorted(min(max(_across(each.part), LEFT + DOT), LEFT + LENGTH - DOT) for each in spots)
    if all(after - at > 2 * DOT for at, after in pairwise(places)):
        yield from (_ring(at, DOT, line) for at in places)
        return
    for number, together in groupby(places, key=lambda at: int((at - LEFT) / TOGETHER)):
        at, count = LEFT + (number + 0.5) * TOGETHER, len(list(together))
        yield _ring(at, COUNTED, line)
        yield charts.text(at, line + 15, str(count), SMALL, anchor="middle")


def _ring(at: float, radius: float, line: float) -> str:
    return (
        f'<circle cx="{at:.1f}" cy="{line + LANE / 2}" r="{radius}" fill="{PAPER}" '
        f'stroke="{INK}" stroke-width="{2 if radius == DOT else 1}"/>'
    )


def _proposal(spot: Spot, line: float) -> Iterator[str]:
    at = _across(spot.part)
    yield charts.text(EDGE, line + 15, "Proposal", SMALL)
    yield _line(at, TOP - 6, at, line + 2, PAPER, wide=4)
    yield _line(at, TOP - 6, at, line + 2, INK, dashes="5 4")
    said = place(spot)
    half = charts.width_of(said, SMALL) / 2
    middle = min(max(at, LEFT + half), LEFT + LENGTH - half)
    yield charts.text(middle, line + 15, said, SMALL, anchor="middle")


def _scale(figures: TalkFigures, line: float) -> Iterator[str]:
    start, end = "Start", "End"
    if figures.length:
        begins = figures.begins or timedelta()
        start, end = clock(begins), clock(begins + figures.length)
    yield _line(LEFT, line, LEFT + LENGTH, line, FRAME)
    yield charts.text(LEFT, line + 17, start, SMALL, fill=SOFT)
    yield charts.text(LEFT + LENGTH, line + 17, end, SMALL, fill=SOFT, anchor="end")


def _across(part: float) -> float:
    """Return how far from the left to draw a place in the call (0 to 1), in pixels."""
    return LEFT + min(max(part, 0.0), 1.0) * LENGTH


def _line(
    left: float,
    top: float,
    right: float,
    bottom: float,
    ink: str,
    *,
    wide: int = 1,
    dashes: str = "",
) -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<path d="M{left:.1f} {top:.1f}L{right:.1f} {bottom:.1f}" stroke="{ink}" '
        f'stroke-width="{wide}"{dashed}/>'
    )


@dataclass(frozen=True)
class SharedCall:
    """A call with the rep's talk share.

    `day` is a short date, such as "24 Nov". `mine` is the rep's share of the talk, from 0 to 1, or
    None if we could not measure it.
    """

    day: str
    account: str
    mine: float | None


def talk_shares(
    oldest_first: Sequence[SharedCall], ranges: Sequence[PublishedRange]
) -> Picture | None:
    """Draw the rep's talk share in the last calls, beside published ranges.

    Return None if fewer than two calls were measured.
    """
    shown = oldest_first[-LAST_CALLS:]
    if sum(call.mine is not None for call in shown) < 2:
        return None
    drawn = [part for each in ranges for part in _range(each)]
    slot = INSIDE / len(shown)
    names = [charts.fitted(call.account, max(MIN_NAME_WIDTH, slot - 8), SMALL) for call in shown]
    wider = [max(call.day, name, key=_wide) for call, name in zip(shown, names, strict=True)]
    step, room = charts.label_layout(wider, slot, SMALL)
    for number, (call, name) in enumerate(zip(shown, names, strict=True)):
        below = [charts.fitted(each, room, SMALL) for each in (call.day, name)]
        drawn += _call(
            call.mine,
            EDGE + (number + 0.5) * slot,
            min(COLUMN, slot * 0.8),
            below if number % step == 0 else (),
        )
    line = TOP + HIGH + 66.0
    for each in ranges:
        drawn += _key(each, line)
        line += 20
    return charts.framed("Your share of the talk, in %", drawn, line, _shares_said(shown, ranges))


def _shares_said(shown: Sequence[SharedCall], ranges: Sequence[PublishedRange]) -> str:
    said = [f"{call.day}, {charts.one_line(call.account)}: {_percent(call.mine)}" for call in shown]
    beside = [f"{each.figure}: {each.what}" for each in ranges]
    published = f" Published: {'; '.join(beside)}." if beside else ""
    return f"Oldest first. {'; '.join(said)}.{published}"


def _percent(mine: float | None) -> str:
    return "not measured" if mine is None else f"{mine:.0%}"


def _wide(words: str) -> float:
    return charts.width_of(words, SMALL)


def _call(mine: float | None, middle: float, wide: float, below: Sequence[str]) -> Iterator[str]:
    foot = TOP + HIGH
    for line, label in enumerate(below):
        at = middle + charts.shift_into_chart(_wide(label), middle)
        yield charts.text(at, foot + 20 + 18 * line, label, SMALL, fill=SOFT, anchor="middle")
    if mine is None:
        yield charts.text(middle, foot - 6, charts.NONE, SMALL, fill=SOFT, anchor="middle")
        return
    high = max(min(mine, 1.0) * HIGH, charts.MIN_BAR)
    yield charts.box(middle - wide / 2, foot - high, wide, high, FILL)
    inside = high >= SMALL + 8
    at = foot - 7 if inside else foot - high - 5
    ink = PAPER if inside else INK
    yield charts.text(middle, at, f"{mine * 100:.0f}", SMALL, fill=ink, anchor="middle", weight=600)


def _range(each: PublishedRange) -> Iterator[str]:
    if each.low == each.high:
        at = _up(each.low)
        yield _line(EDGE, at, EDGE + INSIDE, at, INK, dashes="5 4")
        return
    yield from _band(EDGE, _up(each.high), INSIDE, _up(each.low) - _up(each.high))


def _up(percent: float) -> float:
    return TOP + HIGH * (1 - percent / 100)


def _band(left: float, top: float, wide: float, high: float) -> Iterator[str]:
    yield charts.box(left, top, wide, high, charts.TRACK)
    yield _line(left, top, left + wide, top, SOFT)
    yield _line(left, top + high, left + wide, top + high, SOFT)


def _key(each: PublishedRange, line: float) -> Iterator[str]:
    if each.low == each.high:
        yield _line(EDGE, line - 5, EDGE + 20, line - 5, INK, dashes="5 4")
    else:
        yield from _band(EDGE, line - 11, 20, 12)
    words = charts.fitted(f"{each.figure}: {each.what}", INSIDE - 28, SMALL)
    yield charts.text(EDGE + 28, line, words, SMALL, fill=SOFT)
