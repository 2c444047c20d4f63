"""Answer "do alder and castell overlap" and "any clashes tmrw"."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

from handlers.cards import Card, Paragraph, spans, typed
from handlers.coaching.text.words import joined, shortened
from handlers.features import asker_calls
from handlers.features.calls import call_notes, calls
from handlers.features.customers import which_account
from handlers.registry import Turn
from handlers.times import format_short
from handlers.typed.line_kinds import is_question
from handlers.typed.plain_spelling import few_written_out_words
from handlers.typed.words import DAY_WORDS, listed
from storage.sales_calls.own_calls import Seated

_MAX_WORDS = 16
_AHEAD = timedelta(days=14)
_OVERLAPS = listed(
    "overlap overlaps overlapping collide collides colliding clash clashes clashing conflict"
    " conflicts"
)
_CALLS = listed("call calls meeting meetings anything any i my am")
_ENDS = listed("right or correct yes")


async def answer(turn: Turn) -> Card | None:
    """Say which of the upcoming calls overlap, and list the calls that were compared.

    We compare the calls of the day that the line names. If it names no day, or if the person has no
    call on that day, we compare the calls of the next two weeks. If the line names two or more
    accounts of these calls, we compare only the calls with the named accounts.

    Return None in a channel. Return None if the line does not ask about overlaps, or if it is not
    about calls: "does routely overlap with their tool".
    """
    words = few_written_out_words(turn.text, _MAX_WORDS) if turn.place is None else []
    if not words or _OVERLAPS.isdisjoint(words) or not _asks(turn.text, words):
        return None
    found = await _meant(turn, words)
    if not found:
        return None
    lead = _lead(turn, found)
    card = await calls.list_card(turn, only=found)
    return replace(card, summary=lead, blocks=(Paragraph(spans(typed(lead))), *card.blocks))


def _asks(text: str, words: list[str]) -> bool:
    return words[0] == "any" or words[-1] in _ENDS or is_question(text, words)


async def _meant(turn: Turn, words: Sequence[str]) -> Sequence[Seated]:
    when = [word for word in words if word in DAY_WORDS]
    on_day = await calls.planned_on(turn, " ".join(when)) if when else None
    ahead = on_day or await asker_calls.planned(turn, until=turn.now + _AHEAD)
    ids = await which_account.named_by(turn, turn.text)
    named = [one for one in ahead if one.account.id in ids]
    if len({one.account.id for one in named}) > 1:
        return named
    is_of_calls = not _CALLS.isdisjoint(words) and len(ids) <= len(named)
    return ahead if is_of_calls else ()


def _lead(turn: Turn, found: Sequence[Seated]) -> str:
    pairs = [
        f"{_shown(turn, one)} and {_shown(turn, other)}"
        for one, other in combinations(found, 2)
        if call_notes.overlap(one.call, other.call)
    ]
    return f"These overlap: {joined(pairs)}." if pairs else "No, these calls don't overlap."


def _shown(turn: Turn, one: Seated) -> str:
    when = format_short(one.call.starts_at, now=turn.now, zone=turn.person.zone)
    return f"{shortened(one.account.name, 40)} ({when})"
