"""Choose sentences of a call that may belong in the rep's reflection."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from handlers.transcripts.lines.deciding_asked import answers
from handlers.transcripts.lines.draft_order import FIRST, MAX_LEFT_OUT, REST, by_kind, in_order
from handlers.transcripts.lines.line_context import with_sentences_before
from handlers.transcripts.lines.line_kinds import MAX_PROMISES, PossibleLine, possible_lines
from handlers.transcripts.lines.line_repeats import merge_repeat
from handlers.transcripts.lines.line_words import line_of, words_are_promise
from handlers.transcripts.lines.named_deciders import with_names
from handlers.transcripts.lines.strong_needs import stressed
from handlers.transcripts.promises.asked_of_us import with_requests
from handlers.transcripts.promises.completed import completed_promises
from handlers.transcripts.promises.day_said_later import with_day_said_later
from handlers.transcripts.promises.promise_clauses import from_promise, without_broken_end
from handlers.transcripts.promises.taken_back import taken_back
from handlers.transcripts.records import DraftLine, DraftLineKind
from handlers.transcripts.speakers import folded_text
from handlers.transcripts.speech.sentences import SpokenSentence

MAX_LINES = FIRST + REST  # a draft has at most this many lines
MAX_BESIDE_PROMISES = 9  # a draft has at most this many lines that are not promises
# When a draft has this many lines, we add only telling lines (see `PossibleLine.is_telling`). But
# if fewer than `_MIN_BESIDE_PROMISES` of its lines are not promises, we add other lines too.
_ENOUGH = 15
_MAX_TAKEN_BACK = 5  # we list at most this many promises that were taken back
# There is always room for this many lines that are not promises.
_MIN_BESIDE_PROMISES = MAX_LINES - MAX_PROMISES


class DraftChoice(NamedTuple):
    """The lines of a draft, lines for which the draft has no room, and promises taken back."""

    lines: tuple[DraftLine, ...]
    left_out: tuple[DraftLine, ...]
    taken_back: tuple[DraftLine, ...] = ()


def draft_lines(
    sentences: Sequence[SpokenSentence],
    today: date,
    step: SpokenSentence | None = None,
    rivals: Collection[str] = (),
) -> DraftChoice:
    """Return the lines of a draft: promises, and at most nine lines that are not promises.

    We choose lines in this order:

    1. promises
    2. telling lines, such as the next step or who decides (see `PossibleLine.is_telling`)
    3. the strongest need of each person
    4. all other lines

    Within each of these groups, the strongest lines come first, and equally strong lines keep the
    order of the call. A line is stronger if it says who decides, what the budget is, on which day
    something is decided, or what costs time or money.

    - There are at most fifteen promises, and fewer lines of each other kind (see
      `PossibleLine.limit`). A promise that was taken back later is listed separately.
    - When the draft has fifteen lines, only telling lines are added, up to nineteen lines. But
      there is always room for four lines that are not promises, even if they are not telling.
    - Promises and the next step may come from either side. Lines of all other kinds are what the
      other side said.
    - Each sentence gives at most one line, and no two lines say the same.

    `draft_order.in_order` orders the chosen lines. `today` is the day of the call, and shows which
    Friday "by Friday" means. `step` is the sentence that names the next step.
    `rivals` are the names of competitors.
    """
    gone = taken_back(sentences)
    chosen: list[DraftLine] = []
    left_out: list[DraftLine] = []
    kinds: Counter[DraftLineKind] = Counter()
    for candidate in _in_order_of_choice(_found(sentences, gone, today, step, rivals)):
        kind = candidate.line.kind
        beside = len(chosen) - kinds["promise"]
        most = _most_beside(kinds["promise"], is_telling=candidate.is_telling)
        full = kind != "promise" and beside >= most
        line = _cut_to_clause(candidate.line, today)
        if full or kinds[kind] >= candidate.limit:
            left_out.append(line)
        elif not merge_repeat(line, chosen):
            chosen.append(line)
            kinds[kind] += 1
    later = tuple(_shown_later(left_out, chosen))
    back = [sentences[at] for at in sorted(gone) if sentences[at].side != "nobody"]
    lines_back = (line_of(one, "promise", words_are_promise) for one in back[:_MAX_TAKEN_BACK])
    return DraftChoice(tuple(in_order(chosen)), later, tuple(lines_back))


def _found(
    sentences: Sequence[SpokenSentence],
    gone: Collection[int],
    today: date,
    step: SpokenSentence | None,
    rivals: Collection[str],
) -> list[PossibleLine]:
    answered, strong = answers(sentences), stressed(sentences)
    names = tuple(f" {folded_text(name)} " for name in rivals)
    completed = completed_promises(with_names(list(with_requests(sentences))), gone, step)
    return [
        candidate
        for at, sentence in enumerate(with_sentences_before(with_day_said_later(completed)))
        if at not in gone
        for candidate in possible_lines(
            sentence,
            today,
            step,
            answered.get(at),
            stressed=at in strong,
            names_rival=_has_one(names, sentence.words),
        )
    ]


def _has_one(names: Collection[str], said: str) -> bool:
    """Check whether speech has one of the names. Each name begins and ends with a space."""
    words = f" {folded_text(said)} " if names else ""
    return any(name in words for name in names)


def _in_order_of_choice(found: Sequence[PossibleLine]) -> list[PossibleLine]:
    """Sort: promises, telling lines, the strongest need of each person, then other lines."""
    strongest = sorted(found, key=lambda one: (-one.weight, one.line.spot.part))
    first_needs: dict[str, int] = {}
    for at, one in enumerate(strongest):
        if one.line.kind == "need":
            first_needs.setdefault(one.line.speaker, at)
    early = frozenset(first_needs.values())

    def rank(at: int) -> int:
        if strongest[at].line.kind == "promise":
            return 0
        if strongest[at].is_telling:
            return 1
        return 2 if at in early else 3

    return [strongest[at] for at in sorted(range(len(strongest)), key=rank)]


def _shown_later(left_out: Iterable[DraftLine], chosen: Sequence[DraftLine]) -> list[DraftLine]:
    """Return the strongest lines that were left out, without repetitions, sorted by kind."""
    kept: list[DraftLine] = []
    for line in left_out:
        if len(kept) == MAX_LEFT_OUT:
            break
        if not merge_repeat(line, [*chosen]) and not merge_repeat(line, kept):
            kept.append(line)
    return by_kind(kept)


def _most_beside(promises: int, *, is_telling: bool) -> int:
    """Return how many lines a draft may have that are not promises.

    `promises` is the number of promises in the draft. `is_telling` says whether the next line is
    telling. If it is, a draft may have `MAX_LINES` lines, otherwise `_ENOUGH` lines. Promises count
    as lines. The result is at least `_MIN_BESIDE_PROMISES`, and at most `MAX_BESIDE_PROMISES`.
    """
    limit = MAX_LINES if is_telling else _ENOUGH
    return min(MAX_BESIDE_PROMISES, max(_MIN_BESIDE_PROMISES, limit - promises))


def _cut_to_clause(line: DraftLine, today: date) -> DraftLine:
    """Shorten a promise to its clause.

    Keep all words if the promise is also the next step, or if `line.what` is set (then `line.what`
    is the clause). Lines of other kinds stay as they are.
    """
    if line.kind != "promise" or line.is_next or line.what:
        return line
    return replace(line, words=without_broken_end(from_promise(line.words, today), today))
