"""Proposals about persons end, and whoever was erased is in none."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from handlers.coaching.names.forgetting import forgetting
from handlers.sources.public.proposing import proposed_rows
from handlers.sources.public.public import Looked, PublicText
from storage.rights.erasure.contacts import erase_contact
from storage.sources import proposals, public_sources
from storage.tables import Account, Contact, ProposedAnswer, Snapshot
from storage.upkeep.retention import prune
from storage.upkeep.retention_days import RetentionDays
from tests.databases import ENGINES, database_on
from tests.delivery.world import MORNING, A
from tests.shipped import SHIPPED_PLAYBOOK
from tests.sources.test_public import NEWS, account, stored

BOOK = SHIPPED_PLAYBOOK
JOINS = replace(NEWS, text="We move freight. Jana Novak joins as chief of staff.")
DAY = timedelta(days=1)


async def proposed(session: AsyncSession, of: Account, *texts: PublicText) -> None:
    """These texts are on file, and make proposals."""
    await stored(session, Looked("found", texts=texts), of)
    rows = proposed_rows(
        (A, of.id), await public_sources.snapshots(session, A, of.id), BOOK, MORNING
    )
    await proposals.replace_all(session, A, of.id, rows)


@pytest.mark.parametrize("engine", ENGINES)
async def test_what_names_a_person_is_emptied_after_90_days_and_not_proposed_again(
    engine: str, tmp_path: Path
) -> None:
    async with database_on(engine, tmp_path) as database:
        async with database.write() as session:
            northwind = await account(session)
            await proposed(session, northwind, JOINS)
        for days, quote in ((90, "Jana Novak joins as chief of staff."), (91, "")):
            await prune(database, RetentionDays(), MORNING + days * DAY)
            async with database.read() as session:
                (row,) = (await session.exec(select(ProposedAnswer))).all()
            assert (row.quote, row.names_person) == (quote, True)
        async with database.write() as session:
            await proposed(session, northwind, JOINS)
        async with database.read() as session:
            (row,) = (await session.exec(select(ProposedAnswer))).all()
        assert (row.state, row.quote, row.claim) == ("expired", "", "")


@pytest.mark.parametrize("engine", ENGINES)
async def test_whoever_was_erased_is_in_no_proposal_and_no_text(
    engine: str, tmp_path: Path
) -> None:
    async with database_on(engine, tmp_path) as database, database.write() as session:
        northwind = await account(session)
        await proposed(session, northwind, JOINS)
        jana = Contact(tenant=A, account_id=northwind.id, name="Jana Novak")
        session.add(jana)
        await session.flush()
        await erase_contact(session, jana, MORNING, forgetting)
        session.expire_all()
        await session.refresh(northwind)
        (row,) = (await session.exec(select(ProposedAnswer))).all()
        assert row.state == "expired"
        assert "Jana" not in row.quote
        (text,) = (await session.exec(select(Snapshot))).all()
        assert "Jana" not in text.text
        assert not proposed_rows((A, northwind.id), [text], BOOK, MORNING)
        await proposed(session, northwind, JOINS)
        rows = (await session.exec(select(ProposedAnswer))).all()
        assert [one.state for one in rows] == ["expired"]
