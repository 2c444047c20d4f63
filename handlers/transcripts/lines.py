"""Choose sentences of a call that may belong in the rep's reflection."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from handlers.transcripts.deciding import answers
from handlers.transcripts.draft_order import FIRST, REST, in_order
from handlers.transcripts.line_ahead import with_day
from handlers.transcripts.line_context import with_what
from handlers.transcripts.line_kinds import MOST_PROMISES, candidates
from handlers.transcripts.line_repeats import is_there
from handlers.transcripts.promise_clauses import from_promise, without_broken_end
from handlers.transcripts.records import DraftLine, DraftLineKind
from handlers.transcripts.sentences import SpokenSentence
from handlers.transcripts.strong_needs import stressed
from handlers.transcripts.taken_back import taken_back

MOST = FIRST + REST  # at most this many lines
MOST_BESIDE_PROMISES = 9  # at most this many lines that are not promises
_USUAL = 15  # promises leave room for other lines up to this number of lines
_FEWEST_BESIDE_PROMISES = MOST - MOST_PROMISES  # this many always have room


def draft_lines(
    sentences: Sequence[SpokenSentence], today: date, step: SpokenSentence | None = None
) -> tuple[DraftLine, ...]:
    """Return the lines in the order of `in_order`: every promise, and at most nine other lines.

    There are at most fifteen promises. The other lines are at most as many as make fifteen lines
    together with the promises, but four always have room. The most specific lines are chosen.
    Equally specific lines keep the order of the call. A line counts for more if it says who decides
    or what the budget is, names a day on which something is decided, or says what costs time or
    money. Promises may be by either side. All other lines must come from the other side. Each
    sentence gives one line at most, and no two lines say the same. A question is no promise, and a
    promise that is taken back later gives no line.
    `today` is the day of the call, from which we count "by Friday".
    """
    answered, gone, strong = answers(sentences), taken_back(sentences), stressed(sentences)
    found = [
        candidate
        for at, sentence in enumerate(with_what(with_day(sentences)))
        if at not in gone
        for candidate in candidates(sentence, today, step, answered.get(at), stressed=at in strong)
    ]
    found.sort(key=lambda one: (one.line.kind != "promise", -one.weight, one.line.spot.part))
    chosen: list[DraftLine] = []
    kinds: Counter[DraftLineKind] = Counter()
    for candidate in found:
        kind = candidate.line.kind
        beside = len(chosen) - kinds["promise"]
        full = kind != "promise" and beside >= _room_beside(kinds["promise"])
        if full or kinds[kind] >= candidate.most:
            continue
        line = _from_promise(candidate.line, today)
        if not is_there(line, chosen):
            chosen.append(line)
            kinds[kind] += 1
    return tuple(in_order(chosen))


def _room_beside(promises: int) -> int:
    """Return how many lines that are not promises have room beside so many promises."""
    return min(MOST_BESIDE_PROMISES, max(_FEWEST_BESIDE_PROMISES, _USUAL - promises))


def _from_promise(line: DraftLine, today: date) -> DraftLine:
    """Cut a promise to its clause. If the promise is also the next step, keep all its words."""
    if line.kind != "promise" or line.is_next:
        return line
    return replace(line, words=without_broken_end(from_promise(line.words, today), today))
