"""Choose the line to read ten minutes before a call, and the question to open it with."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from handlers.coaching.wordings import text_of, wording
from handlers.coaching.words import MAX_LINE, shortened
from handlers.playbook.schema import NO_REPEAT_WITHIN, Condition, ListeningLine, Opening
from storage.choices import BuyingRole, CallKind

PHRASE = 3  # minimum of words in a quotation; fewer words in quotation marks are just a term
MARKS = '"“”„«»‟'
_MARK = re.compile(f"[{MARKS}]+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s")
_PLACEHOLDER = re.compile(
    r"\{(account|quote|speaker|guess|surprise|goal|next_step|person|newcomer|quiet)\}"
)


@dataclass(frozen=True)
class Situation:
    """What is on file for one call that a line may use; texts are as typed."""

    account: str
    conditions: frozenset[Condition]
    kind: CallKind = "other"
    roles: frozenset[BuyingRole] = frozenset()
    quote: str | None = None
    quoted: int | None = None  # the id of the reflection that the quote is from
    speaker: str | None = None  # who said it
    guess: str | None = None
    surprise: str | None = None
    goal: str | None = None
    next_step: str | None = None
    person: str | None = None  # the only one of theirs who is coming
    newcomer: str | None = None
    quiet: str | None = None


@dataclass(frozen=True)
class FilledLine:
    """A line or question of the playbook with its placeholders filled: plain text, not escaped.

    `quoted` is the id of the reflection whose words it quotes. `idea` is the playbook's.
    """

    id: str
    text: str
    quoted: int | None = None
    idea: str | None = None

    @property
    def wording(self) -> str:
        """How it is stored that this was used."""
        return wording(self.id, self.quoted)


@dataclass(frozen=True)
class _Candidate:
    id: str
    text: str
    idea: str | None
    fits: tuple[Condition, ...]
    kinds: tuple[CallKind, ...]
    roles: tuple[BuyingRole, ...]
    placeholders: frozenset[str]
    rank: tuple[bool, bool, int]


def choose(
    lines: Sequence[ListeningLine],
    *,
    situation: Situation,
    focus_area: str | None,
    recent: Sequence[str],
    turn: int,
) -> FilledLine | None:
    """The listening line for this call; None if no line fits, or all that fit were sent recently.

    `recent` holds the ids of the lines this rep was sent, most recent first; the last ten are not
    repeated. Lines of the rep's focus come first (one behaviour at a time, practised at least three
    times: Rackham, 35,000 calls), then lines that use this buyer's or this rep's own words, then
    those with the most conditions. Among equals, `turn` decides: any number that differs from call
    to call, so that reps do not all get the same line. Listening goes with sales performance:
    Castleberry; Pelham & Tucci 2009.
    """
    candidates = [_candidate(x, x.text, x.area == focus_area) for x in lines]
    return _pick(candidates, situation, recent, turn)


def opening(
    openings: Sequence[Opening], *, situation: Situation, recent: Sequence[str], turn: int
) -> FilledLine | None:
    """The question to open the call with; chosen as in `choose`, but without a focus."""
    candidates = [_candidate(x, x.ask, False) for x in openings]
    return _pick(candidates, situation, recent, turn)


def quotable(typed: str) -> str:
    """A short, complete phrase from a note that can be put in quotation marks; "" if it has none.

    Only the first line that is not blank is used. If it contains quotation marks, the phrase is the
    first quotation, which needs at least `PHRASE` words. Otherwise it is the whole line or, if that
    is too long, its first sentence. A phrase longer than `MAX_LINE` is not used.
    """
    first_line = next((line for line in map(str.strip, typed.splitlines()) if line), "")
    parts = [part.strip() for part in _MARK.split(first_line)]
    if len(parts) > 1:  # take what is between the first pair of marks
        is_phrase = len(parts) > 2 and len(parts[1].split()) >= PHRASE
        return parts[1] if is_phrase and len(parts[1]) <= MAX_LINE else ""
    if len(first_line) > MAX_LINE:
        first_line = _SENTENCE_END.split(first_line, maxsplit=1)[0]
    return first_line if len(first_line) <= MAX_LINE else ""


def _pick(
    candidates: Sequence[_Candidate], situation: Situation, recent: Sequence[str], turn: int
) -> FilledLine | None:
    spent = frozenset(map(text_of, recent[:NO_REPEAT_WITHIN]))
    values = _values(situation)
    usable = [
        candidate
        for candidate in candidates
        if candidate.id not in spent
        and situation.conditions.issuperset(candidate.fits)
        and (not candidate.kinds or situation.kind in candidate.kinds)
        and (not candidate.roles or situation.roles & set(candidate.roles))
        and values.keys() >= candidate.placeholders
    ]
    if not usable:
        return None
    best = max(candidate.rank for candidate in usable)
    equals = [candidate for candidate in usable if candidate.rank == best]
    chosen = equals[turn % len(equals)]
    quoted = situation.quoted if "quote" in chosen.placeholders else None
    return FilledLine(chosen.id, _fill(chosen.text, values), quoted, chosen.idea)


@lru_cache(maxsize=2048)  # the playbook's lines are looked through for every call
def _candidate(line: ListeningLine | Opening, text: str, in_focus: bool) -> _Candidate:
    placeholders = frozenset(_PLACEHOLDER.findall(text))
    own_words = placeholders - {"account"}
    rank = (in_focus, bool(own_words), len(line.fits) + bool(line.kinds) + bool(line.roles))
    return _Candidate(
        line.id, text, line.idea, line.fits, line.kinds, line.roles, placeholders, rank
    )


def _fill(text: str, values: Mapping[str, str]) -> str:
    """Fill the template in one pass, so that braces in what people typed are not replaced."""
    return _PLACEHOLDER.sub(lambda match: values[match[1]], text)


def _values(situation: Situation) -> dict[str, str]:
    """The value of each placeholder; those without one are left out."""
    typed = {
        "account": situation.account,
        "quote": quotable(situation.quote or ""),
        "guess": quotable(situation.guess or ""),
        "surprise": situation.surprise,
        "goal": situation.goal,
        "next_step": situation.next_step,
        "speaker": situation.speaker,
        "person": situation.person,
        "newcomer": situation.newcomer,
        "quiet": situation.quiet,
    }
    # Without the final full stop, since the line has its own.
    short = {name: shortened(text).rstrip(".") for name, text in typed.items() if text}
    return {name: text for name, text in short.items() if text}
