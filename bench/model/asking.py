"""Ask the configured language model about the golden set.

This sends only the texts of the golden set. Set MODEL_URL, MODEL_NAME and the other settings of the
model as for Attune.
"""

import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from statistics import median
from time import perf_counter

from bench.model.golden import DAY, calls, pages, questions
from bench.model.scoring import Score, score_call, score_page
from bench.table import Row
from bot.model.client import ModelClient
from bot.model.counted import CountedModel
from bot.service_settings import ModelSettings
from bot.settings import Settings
from handlers.model.prompts import Answer, ModelPrompt
from handlers.model.research import proposed_answers
from handlers.model.transcripts import proposed_lines
from handlers.sources.ports import LanguageModel, ModelFailed
from storage.database.connection import Database
from storage.database.upgrade import bring_up_to_date

TENANT = "bench:T1"
NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
MANY = 10**9  # so high that no limit stops the measurement


async def rows(folder: Path) -> list[Row]:
    """Return the figures about the configured model, or nothing if there is none."""
    settings = Settings().model
    if settings is None:
        print("model: MODEL_URL and MODEL_NAME are not set.", file=sys.stderr)
        return []
    return await rows_of(settings, folder)


async def rows_of(settings: ModelSettings, folder: Path, *, says_missed: bool = True) -> list[Row]:
    """Return the figures about a model. With `says_missed`, print what it did not find."""
    database = Database(f"sqlite:///{folder / 'model.sqlite3'}")
    await bring_up_to_date(database)
    without_caps = replace(settings, requests_a_day=MANY, tokens_a_month=MANY)
    async with ModelClient(settings) as client:
        asking = _Asking(CountedModel(without_caps, client, database))
        of_calls, of_pages = await asking.calls(), await asking.pages()
    await database.close()
    for missed in (*of_calls.missed, *of_pages.missed) if says_missed else ():
        print(f"model: not found: {missed}", file=sys.stderr)
    seconds = median(asking.seconds) if asking.seconds else 0.0
    return [
        *of_calls.rows("transcripts"),
        *of_pages.rows("pages"),
        Row(f"{settings.name}: median time of an answer", seconds, "s"),
    ]


class _Asking:
    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self.seconds: list[float] = []

    async def calls(self) -> Score:
        score = Score()
        for call in calls():
            answers = await self._answers(call.text.prompts(self._model.room, _word), score)
            pointed = [one for answer in answers for one in answer.candidates]
            score.pointed += len(pointed)
            found = [call.text.source.find(one.segment, one.quote) for one in pointed]
            score.standing += len([one for one in found if one])
            score_call(score, call, proposed_lines(answers, call.text, call.people, DAY))
        return score

    async def pages(self) -> Score:
        score, asked = Score(), questions()
        for page in pages():
            prompts = page.text.prompts(asked, self._model.room, _word)
            answers = await self._answers(prompts, score)
            pointed = [one for answer in answers for one in answer.answers]
            score.pointed += len(pointed)
            found = [page.text.source.find(one.segment, one.quote) for one in pointed]
            score.standing += len([one for one in found if one])
            score_page(score, page, proposed_answers(answers, page.text, asked))
        return score

    async def _answers(self, prompts: Iterable[ModelPrompt[Answer]], score: Score) -> list[Answer]:
        answers = []
        for prompt in prompts:
            began = perf_counter()
            try:
                answers.append(await self._model.ask(prompt, TENANT, 0, NOW))
            except ModelFailed as failed:
                score.unanswered += 1
                print(f"model: {failed.trouble}", file=sys.stderr)
            self.seconds.append(perf_counter() - began)
        return answers


def _word() -> str:
    return token_hex(8)
