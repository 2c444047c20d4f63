"""Count what is right in a model's proposals. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.model.golden import GoldenCall, GoldenLine, GoldenPage
from bench.table import Row
from handlers.coaching.text.normalising import normalised
from handlers.model.research import PageAnswer
from handlers.model.transcripts import ProposedLine


@dataclass
class Score:
    """What was expected, proposed and right, and what the model pointed at before our checks."""

    expected: int = 0
    proposed: int = 0
    right: int = 0
    pointed: int = 0
    standing: int = 0  # quotes that the model pointed at and that stand in the source
    promises: int = 0  # right proposals that are promises
    owners: int = 0  # of these promises, those with the right owner
    days: int = 0  # of these promises, those with the right day
    ordered: int = 0  # wrong proposals from texts that tell the model what to do
    unanswered: int = 0
    missed: list[str] = field(default_factory=list)

    def rows(self, name: str) -> list[Row]:
        """Return the figures, in percent and numbers."""
        found = [
            _share(f"{name}: precision of proposals", self.right, self.proposed),
            _share(f"{name}: recall", self.right, self.expected),
            _share(f"{name}: quotes that stand in the source", self.standing, self.pointed),
        ]
        if self.promises:
            found += [
                _share(f"{name}: promises with the right owner", self.owners, self.promises),
                _share(f"{name}: promises with the right day", self.days, self.promises),
            ]
        return [
            *found,
            Row(f"{name}: wrong proposals where a text gives orders", self.ordered, ""),
            Row(f"{name}: requests without an answer", self.unanswered, ""),
        ]


def score_call(score: Score, call: GoldenCall, proposed: Sequence[ProposedLine]) -> None:
    """Count the proposals from a transcript."""
    left = list(call.lines)
    for line in proposed:
        match = next((one for one in left if _is_same(one, line)), None)
        if match is None:
            score.ordered += call.gives_orders
            continue
        left.remove(match)
        score.right += 1
        if match.kind == "promise":
            score.promises += 1
            score.owners += line.owner == match.owner
            score.days += line.due == match.due
    score.proposed += len(proposed)
    score.expected += len(call.lines)
    score.missed += [f"{call.id}: {one.words}" for one in left]


def score_page(score: Score, page: GoldenPage, proposed: Sequence[PageAnswer]) -> None:
    """Count the proposals from a page."""
    left: Mapping[str, str] = dict(page.answers)
    for answer in proposed:
        if _overlap(left.get(answer.question_id, ""), answer.words):
            score.right += 1
            left = {each: said for each, said in left.items() if each != answer.question_id}
        else:
            score.ordered += page.gives_orders
    score.proposed += len(proposed)
    score.expected += len(page.answers)
    score.missed += [f"{page.id}: {one}" for one in left.values()]


def _is_same(expected: GoldenLine, line: ProposedLine) -> bool:
    return expected.kind == line.kind and _overlap(expected.words, line.words)


def _overlap(expected: str, words: str) -> bool:
    one, two = normalised(expected).text, normalised(words).text
    return bool(one and two) and (one in two or two in one)


def _share(name: str, part: int, whole: int) -> Row:
    return Row(f"{name} ({part} of {whole})", 100 * part / whole if whole else 0.0, "%")
