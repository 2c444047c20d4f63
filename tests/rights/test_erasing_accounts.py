"""Erasing accounts in short steps."""

import asyncio
from typing import Any

import pytest
from sqlmodel import col, select

from handlers.nudges.schedule import replan_changed
from storage.database.connection import Database
from storage.rights import purge
from storage.rights.erasure.accounts import erase_in_steps
from storage.tables import (
    Account,
    Contact,
)
from tests.rights.everybody import NOW, ONE, OTHER, rows


async def test_an_account_is_erased_in_short_steps_and_an_interrupted_erasure_goes_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purge, "PAUSE", 0)
    async with database.read() as session:
        account = (await session.exec(select(Account).where(col(Account.id) == 2))).one()
    delete, steps, left = purge._delete, 0, 5

    async def in_a_step(*arguments: Any) -> int:  # noqa: ANN401
        nonlocal steps, left
        steps, left = steps + 1, left - 1
        if not left:
            raise asyncio.CancelledError
        return await delete(*arguments)

    monkeypatch.setattr(purge, "_delete", in_a_step)
    with pytest.raises(asyncio.CancelledError):
        await erase_in_steps(database, account, NOW, replan_changed)
    async with database.read() as session:
        assert (await session.exec(select(Account.id).where(col(Account.id) == 2))).one() == 2
    async with database.write() as session:
        session.add_all(
            Contact(tenant=ONE, account_id=2, name=f"Buyer {number}") for number in range(900)
        )
    steps = 0
    reference = await erase_in_steps(database, account, NOW, replan_changed)
    assert steps > 20  # transactions: the number of rows in each begins with one
    after = await rows(database)
    assert not [row for row in after["contact"] if row["account_id"] == 2]
    assert {row["id"] for row in after["account"]} == {1, 3}
    # what a language model answered may come from one of the account's pages
    assert {row["tenant"] for row in after["modelanswer"]} == {OTHER}
    assert [row["target"] for row in after["audit"] if row["act"] == "erased"] == [f"2 {reference}"]
