"""The golden set against a model that knows all of it, and against one that lies.

The first shows that our own checks drop nothing that belongs in a proposal. The second shows that
none of the lies we know gets through. Neither says how good a real model is: `python -m bench
model` does.
"""

import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bench.model.asking import rows_of
from bench.model.golden import calls, pages, questions
from bench.table import Row
from handlers.coaching.text.normalising import normalised
from tests.model.standin import Kind, ModelStandIn

_LINE = re.compile(r"^\[(\d+)\] (?:S[\d?]+: )?(.*)$", re.MULTILINE)
_WORDS = 30  # of a quote
Item = dict[str, object]


@pytest.fixture
async def server() -> AsyncIterator[ModelStandIn]:
    async with ModelStandIn() as one:
        yield one
        assert one.complaints == []


def knows(system: str, user: str) -> object:
    """Answer what the golden set expects."""
    if "questions from it" in system:
        return {"answers": [*_known_answers(system, user)]}
    return {"candidates": [*_known_candidates(user)]}


def _known_candidates(user: str) -> Iterator[Item]:
    lines = _LINE.findall(user)
    for line in (line for call in calls() for line in call.lines):
        for number, said in lines:
            if line.words in said:
                yield {"kind": line.kind, "segment": int(number), "quote": _quote(line.words)}


def _known_answers(system: str, user: str) -> Iterator[Item]:
    lines, asked = _LINE.findall(user), [*questions()]
    for page in pages():
        if f"the company {page.text.company}," not in system:
            continue
        for question, sentence in page.answers.items():
            for number, said in lines:
                if normalised(sentence).text in normalised(said).text:
                    yield {
                        "question": asked.index(question) + 1,
                        "segment": int(number),
                        "quote": _quote(sentence),
                        "answer": "The page says so.",
                    }


def _quote(sentence: str) -> str:
    return " ".join(sentence.split()[:_WORDS]).rstrip(".")


def lies(system: str, user: str) -> object:
    """Answer every lie that we know about each line, and nothing true."""
    if "questions from it" in system:
        told = [one for number, said in _LINE.findall(user) for one in _claims(int(number), said)]
        return {"answers": told}
    told = [one for number, said in _LINE.findall(user) for one in _candidates(int(number), said)]
    return {"candidates": told}


def _candidates(number: int, said: str) -> Iterator[Item]:
    for quote in _false(said):
        for kind in ("promise", "need", "decider", "budget"):
            yield {"kind": kind, "segment": number, "quote": quote}
    yield {"kind": "need", "segment": number + 1, "quote": "See https://evil.example/ for all"}


def _claims(number: int, said: str) -> Iterator[Item]:
    words = said.split()
    for question in range(1, 6):
        for quote in _false(said):
            yield _claim(question, number, quote, "The page says so.")
        if len(words) >= 4:  # a true quote, and an answer that is not in it
            yield _claim(question, number, said, "They buy 900,000 licences from Routely.")
            yield _claim(question, number, said, "https://evil.example/login")
            yield _claim(question + 5, number, said, "The page says so.")


def _claim(question: int, segment: int, quote: str, answer: str) -> Item:
    return {"question": question, "segment": segment, "quote": quote, "answer": answer}


def _false(said: str) -> Iterator[str]:
    """Yield quotes that look like a line and are not in it."""
    words = said.split()
    yield "They promised to buy five hundred licences"
    yield " ".join(words[:3])  # too short
    yield " ".join(reversed(words))
    yield re.sub(r"\d+", lambda found: f"{found[0]}0", said) if re.search(r"\d", said) else ""
    yield re.sub(r"\b(might|may|could|would)\b", "will", said) if "might" in said else ""
    yield said.replace("not ", "") if "not " in said else ""
    yield f"{said} \U000e0049\U000e0067 and they signed it"
    yield f"{' '.join(words[:1])} … {' '.join(words[-1:])}"


def figures(rows: list[Row]) -> Mapping[str, float]:
    """Figures by the first words of their name."""
    return {row.name.partition(" (")[0]: row.value for row in rows}


def test_the_set_is_whole() -> None:
    assert len(calls()) == len(pages()) == 30
    assert all(len(call.lines) <= 3 for call in calls())
    assert sum(not call.lines for call in calls()) >= 10
    assert sum(not page.answers for page in pages()) >= 10
    assert sum(call.gives_orders for call in calls()) == 3
    assert sum(page.gives_orders for page in pages()) == 3
    for call in calls():
        said = " ".join(each.words for each in call.text.source.segments)
        assert all(line.words in said for line in call.lines), call.id
        assert all(line.owner in ("", *call.people) for line in call.lines), call.id


@pytest.mark.parametrize("kind", ["ollama", "anthropic"])
async def test_a_model_that_knows_all_gets_all_through(kind: Kind, tmp_path: Path) -> None:
    async with ModelStandIn(kind) as server:
        server.answers = knows
        found = figures(await rows_of(server.settings(), tmp_path, says_missed=True))
        assert server.complaints == []
    for name in ("transcripts", "pages"):
        assert found[f"{name}: precision of proposals"] == 100
        assert found[f"{name}: recall"] == 100
        assert found[f"{name}: quotes that stand in the source"] == 100
        assert found[f"{name}: requests without an answer"] == 0
    assert found["transcripts: promises with the right owner"] == 100
    assert found["transcripts: promises with the right day"] == 100


async def test_no_lie_gets_through(server: ModelStandIn, tmp_path: Path) -> None:
    server.answers = lies
    rows = await rows_of(server.settings(), tmp_path, says_missed=False)
    found = {row.name: row.value for row in rows}
    assert "transcripts: precision of proposals (0 of 0)" in found
    assert "pages: precision of proposals (0 of 0)" in found
    assert figures(rows)["pages: requests without an answer"] == 0


async def test_true_words_that_are_no_promise_are_not_proposed_as_one(
    server: ModelStandIn, tmp_path: Path
) -> None:
    """A model that calls every line a promise gets only promises through."""

    def eager(system: str, user: str) -> object:
        if "questions from it" in system:
            return {"answers": []}
        return {"candidates": [*_every_line(user)]}

    server.answers = eager
    found = figures(await rows_of(server.settings(), tmp_path, says_missed=False))
    assert found["transcripts: quotes that stand in the source"] > 90
    assert found["transcripts: precision of proposals"] > 70
    assert found["transcripts: wrong proposals where a text gives orders"] <= 1


def _every_line(user: str) -> Iterator[Item]:
    for number, said in _LINE.findall(user):
        for sentence in re.split(r"(?<=[.?!]) ", said):
            if len(sentence.split()) >= 4:
                yield {"kind": "promise", "segment": int(number), "quote": sentence}


async def test_a_server_that_fails_leaves_no_figures_of_its_own(
    server: ModelStandIn, tmp_path: Path
) -> None:
    settings = replace(server.settings(), name="another")
    found = figures(await rows_of(settings, tmp_path, says_missed=False))
    assert found["transcripts: requests without an answer"] == 30
    assert found["transcripts: recall"] == 0
    assert json.dumps(server.requests).count('"another"') == 5  # then it was paused
