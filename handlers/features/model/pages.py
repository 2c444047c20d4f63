"""Ask the language model for answers to research questions on a page that was fetched before.

Nothing calls this yet. Whoever does also adds "research" to `model_words.OFFERED`.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from secrets import token_hex

from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.model.research import PageAnswer, PageText, proposed_answers
from handlers.sources.ports import LanguageModel, ModelFailed
from storage import policies


async def ask_about_page(
    model: LanguageModel,
    reading: Callable[[], AbstractAsyncContextManager[AsyncSession]],
    tenant: str,
    page: PageText,
    *,
    questions: Mapping[str, str],
    now: datetime,
) -> tuple[PageAnswer, ...]:
    """Return at most three answers whose quotes stand on the page, or () if there are none.

    `questions` has texts by id. `reading` opens a session: before each request we check that no
    admin has switched this off. This may take minutes, so nothing may wait for it.
    """
    answers = []
    try:
        for prompt in page.prompts(questions, model.room, lambda: token_hex(8)):
            async with reading() as session:
                policy = await policies.of(session, tenant)
            if policy is None or "research" not in policy.model_tasks:
                return ()
            answers.append(await model.ask(prompt, tenant, 0, now))
    except ModelFailed:
        return ()
    return await asyncio.to_thread(proposed_answers, answers, page, questions)
