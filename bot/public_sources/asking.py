"""Ask the language model the research questions for which the playbook's rules found no answer.

After an account has been looked up, the model reads the texts on file and proposes answers. Nobody
waits for the model. If the model fails, there are fewer proposals. While the model works, no
transaction is open.
"""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from secrets import token_hex

import structlog

from bot.base.clock import Clock
from handlers.coaching.proposals import SHOWN
from handlers.failures import places
from handlers.features.model.allowed import may_read_pages
from handlers.model.answers import Claims
from handlers.model.research import PageText, proposed_answers
from handlers.playbook.in_use import Playbooks
from handlers.sources.ports import LanguageModel, ModelFailed
from handlers.sources.public.proposing import PagesToRead, model_rows, pages_to_read, still_quoted
from handlers.sources.public.public import place_of
from storage.customers import research
from storage.database.connection import Database
from storage.sources import proposals, public_sources
from storage.tables import ProposedAnswer

log = structlog.get_logger()

# After an account has been looked up, we send at most this many requests about the account. Without
# this limit, a large site could use up the month's tokens.
REQUESTS = 8


@dataclass
class _Found:
    """What the model proposes.

    `complete` is false in these cases:

    - We sent as many requests as `REQUESTS` allows.
    - The model failed.
    - We may no longer ask the model about this account.
    """

    rows: list[ProposedAnswer] = field(default_factory=list)
    complete: bool = False


class ModelAsking:
    """Asks the model about one account after another. The questions come from `playbooks`."""

    def __init__(
        self, database: Database, clock: Clock, model: LanguageModel, playbooks: Playbooks
    ) -> None:
        self._database = database
        self._clock = clock
        self._model = model
        self._playbooks = playbooks
        self._one_at_a_time = asyncio.Lock()

    async def ask_all(self, accounts: Collection[tuple[str, int]]) -> None:
        """Ask about accounts, each given with its tenant, and store the proposals."""
        async with self._one_at_a_time:
            for tenant, account_id in accounts:
                try:
                    await self._ask(tenant, account_id)
                except Exception as error:  # noqa: BLE001 - one account must not stop the others
                    # We log the error's type and its traceback. We do not log its message, because
                    # the message may quote a page.
                    log.error(
                        "asking the model about an account failed",
                        account=account_id,
                        error=type(error).__name__,
                        places=places(error),
                    )

    async def _ask(self, tenant: str, account_id: int) -> None:
        pages = await self._pages(tenant, account_id)
        if pages is None:
            return
        found = await self._answers(pages)
        await self._store(pages, found)

    async def _pages(self, tenant: str, account_id: int) -> PagesToRead | None:
        """Return what to ask about, or None if the model may not be asked."""
        now = self._clock.now()
        async with self._database.read(tenant) as session:
            if not await may_read_pages(session, tenant, account_id, now):
                return None
            playbook = await self._playbooks.of_tenant(session, tenant)
            texts = await public_sources.snapshots(session, tenant, account_id)
            blocked = await public_sources.blocked(session, tenant, account_id)
            found = (await research.findings(session, [account_id])).get(account_id, [])
            rows = await proposals.of_account(session, tenant, account_id, ["proposed"])
            name = await public_sources.name_of(session, tenant, account_id)
        by_rule = {row.question_id for row in rows if not row.model and proposals.is_open(row, now)}
        answered = by_rule | {one.question_id for one in found}
        texts = [one for one in texts if place_of(one.source, one.url) not in blocked]
        return pages_to_read((tenant, account_id, name), texts, playbook, answered, now)

    async def _answers(self, pages: PagesToRead) -> _Found:
        """Ask the model about one text after another.

        Stop after `SHOWN` proposals or `REQUESTS` requests.
        """
        found, requests = _Found(), 0
        for text in pages.texts:
            if len(found.rows) >= SHOWN or requests >= REQUESTS:
                break
            page = await asyncio.to_thread(PageText, text.lines_apart, pages.company)
            answers: list[Claims] = []
            for prompt in page.prompts(pages.questions, self._model.room, lambda: token_hex(8)):
                if requests >= REQUESTS:
                    break
                now = self._clock.now()
                async with self._database.read(pages.tenant) as session:
                    if not await may_read_pages(session, pages.tenant, pages.account_id, now):
                        return found
                requests += 1
                try:
                    answers.append(await self._model.ask(prompt, pages.tenant, 0, now))
                except ModelFailed:
                    return found
            proposed = await asyncio.to_thread(proposed_answers, answers, page, pages.questions)
            known = {row.question_id for row in found.rows}
            fresh = [one for one in proposed if one.question_id not in known]
            found.rows += model_rows(pages, text, fresh, self._model.name)
        found.rows = found.rows[:SHOWN]
        found.complete = requests < REQUESTS
        return found

    async def _store(self, pages: PagesToRead, found: _Found) -> None:
        """Store the proposals whose quotes are on file, if the model may still be asked.

        The account may have older proposals of the model that are still open. Such a proposal
        expires unless all of this is true:

        - `found.complete` is false.
        - The older proposal answers a question in `pages`.
        - Its quote is still on file.
        """
        tenant, account_id = pages.tenant, pages.account_id
        async with self._database.write(tenant) as session:
            if not await may_read_pages(session, tenant, account_id, self._clock.now()):
                return
            texts = await public_sources.snapshots(session, tenant, account_id)
            blocked = await public_sources.blocked(session, tenant, account_id)
            standing = still_quoted(found.rows, texts, blocked)
            open_now = await proposals.of_account(session, tenant, account_id, ["proposed"])
            asked = [row for row in open_now if row.model and row.question_id in pages.questions]
            kept = [] if found.complete else still_quoted(asked, texts, blocked)
            await proposals.replace_of_model(session, tenant, account_id, standing, kept)
