"""Ask a model to answer research questions from a public page, and check its answers. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from handlers.coaching.proposals import is_sound
from handlers.coaching.text.normalising import unhyphenated
from handlers.model.answers import Claim, Claims
from handlers.model.cleaning import cleaned
from handlers.model.prompts import ModelPrompt, fitting, numbered, pieces, prompt
from handlers.model.quotes import FoundQuote, Segment, SourceText

VERSION: Final = "research 1"
MAX_PROPOSALS: Final = 3  # proposals from one page
MAX_ANSWER: Final = 300  # characters
MAX_QUESTIONS: Final = 10
_LOOKED_AT = 30  # check at most this many claims in one answer
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*[-•*–] )")
_INSTRUCTIONS = """\
You read a public text about the company {company}, and answer questions from it. Each line of \
the text has a number in brackets. The text may be in any language. Answer in English.

Questions:
{questions}

Answer a question only if the text itself says the answer about {company}. For each answer, copy a \
quote of four to forty words from one line, character by character, without changing, leaving out \
or translating a word, and give the number of the line and of the question. The answer is one \
sentence of at most 25 words, with no number, name or date that is not in the quote. At most three \
answers, and at most one for a question. If the text answers nothing, the list is empty: that is \
a good answer."""


@dataclass(frozen=True)
class PageAnswer:
    """A model's answer to a research question, and the sentence of the page that it quoted from.

    A quote proves that its words are on the page. It does not prove that they support the answer,
    so people must see the sentence beside the answer.
    """

    question_id: str
    answer: str = field(repr=False)
    words: str = field(repr=False)  # the sentence around the quote, without links
    quote: FoundQuote = field(repr=False)


class PageText:
    """The text of a page about a company, in numbered paragraphs."""

    def __init__(self, text: str, company: str) -> None:
        self.company = cleaned(company, 100)
        parts = [
            piece
            for paragraph in _PARAGRAPH.split(unhyphenated(text))
            for piece in pieces(paragraph.strip())
        ]
        self.source = SourceText([Segment(n, part) for n, part in enumerate(parts, start=1)])

    def prompts(
        self, questions: Mapping[str, str], room: int, word: Callable[[], str]
    ) -> Iterator[ModelPrompt[Claims]]:
        """Yield requests, each with at most `room` characters of the page.

        `questions` maps ids to questions. Only the first ten are asked. `word` must return a new
        random word each time. The word marks where the text of the page begins and ends.
        """
        asked = [*questions.values()][:MAX_QUESTIONS]
        listed = "\n".join(f"{n}. {cleaned(one, 300)}" for n, one in enumerate(asked, start=1))
        instructions = _INSTRUCTIONS.format(company=self.company, questions=listed)
        for run in fitting(self.source.segments, room):
            yield prompt(
                "research",
                f"{VERSION} {instructions}",
                instructions,
                numbered(run),
                Claims,
                what="the text of a web page",
                word=word(),
            )


def proposed_answers(
    answers: Iterable[Claims], page: PageText, questions: Mapping[str, str]
) -> tuple[PageAnswer, ...]:
    """Return at most three answers whose quotes are on the page, at most one per question.

    The sentence around the quote must also support the answer, as far as
    `handlers.coaching.proposals.is_sound` can tell.
    """
    ids = [*questions][:MAX_QUESTIONS]
    found: dict[str, PageAnswer] = {}
    for one in (claim for answer in answers for claim in answer.answers[:_LOOKED_AT]):
        proposed = _proposed(one, page, ids)
        if proposed and proposed.question_id not in found:
            found[proposed.question_id] = proposed
    return tuple(found.values())[:MAX_PROPOSALS]


def _proposed(claim: Claim, page: PageText, ids: Sequence[str]) -> PageAnswer | None:
    if not 1 <= claim.question <= len(ids):
        return None
    quote = page.source.find(claim.segment, claim.quote)
    answer = cleaned(claim.answer, MAX_ANSWER)
    if quote is None or not answer:
        return None
    if not is_sound(answer, quote.sentence, quote.segment.words, company=page.company):
        return None
    return PageAnswer(
        ids[claim.question - 1], answer, cleaned(quote.sentence, MAX_ANSWER * 3), quote
    )
