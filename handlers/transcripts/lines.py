"""Choose sentences of a call that may belong in the rep's reflection."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from handlers.transcripts.deciding import answers
from handlers.transcripts.draft_order import in_order
from handlers.transcripts.line_ahead import with_day
from handlers.transcripts.line_context import with_what
from handlers.transcripts.line_kinds import candidates
from handlers.transcripts.line_repeats import is_there
from handlers.transcripts.promise_clauses import from_promise
from handlers.transcripts.records import DraftLine, DraftLineKind
from handlers.transcripts.sentences import SpokenSentence
from handlers.transcripts.taken_back import taken_back

MOST = 12  # at most this many lines
MOST_WITH_PROMISES = 17  # lines beyond `MOST` must be promises
_COUNTED = 20  # we count at most this many promises beyond those that we show


@dataclass(frozen=True)
class DraftLines:
    """The lines of a draft, and more promises that we recognised."""

    shown: tuple[DraftLine, ...]
    more: tuple[DraftLine, ...]


def draft_lines(
    sentences: Sequence[SpokenSentence], today: date, step: SpokenSentence | None = None
) -> DraftLines:
    """Return at most twelve lines, plus up to five more promises, in the order of `in_order`.

    The most specific lines are chosen. Equally specific lines keep the order of the call. A line
    counts for more if it says who decides or what the budget is, names a day on which something is
    decided, or says what costs time or money. Promises may be by either side. All other lines must
    come from the other side. Each sentence gives one line at most, and no two lines say the same.
    A question is no promise, and a promise that is taken back later gives no line.
    `today` is the day of the call, from which we count "by Friday".
    """
    answered, gone = answers(sentences), taken_back(sentences)
    found = [
        candidate
        for at, sentence in enumerate(with_what(with_day(sentences)))
        if at not in gone
        for candidate in candidates(sentence, today, step, answered.get(at))
    ]
    found.sort(key=lambda one: (-one.weight, one.line.spot.part))
    chosen: list[DraftLine] = []
    kinds: Counter[DraftLineKind] = Counter()
    more: list[DraftLine] = []  # promises
    for candidate in found:
        line = candidate.line
        is_promise = line.kind == "promise"
        most = candidate.most
        room = MOST_WITH_PROMISES if is_promise else MOST
        full = len(chosen) >= room or kinds[line.kind] >= most
        if full and not (is_promise and len(more) < _COUNTED):
            continue
        line = _from_promise(line, today)
        if any(is_there(line, lines) for lines in (chosen, more)):
            continue
        if full:
            more.append(line)
        else:
            chosen.append(line)
            kinds[line.kind] += 1
    return DraftLines(tuple(in_order(chosen)), tuple(more))


def _from_promise(line: DraftLine, today: date) -> DraftLine:
    """Cut a promise to its clause. If the promise is also the next step, keep all its words."""
    if line.kind != "promise" or line.is_next:
        return line
    return replace(line, words=from_promise(line.words, today))
