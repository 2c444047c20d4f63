"""What public sources propose before a call: shown at its question, kept, or refused."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from handlers.request import Means
from handlers.sources.public.proposing import proposed_rows
from handlers.sources.public.public import Looked, PublicText
from handlers.sources.public.public_taking import take_in
from storage.choices import PublicSource
from storage.sources import proposals, public_sources
from storage.tables import (
    Account,
    AccountLookUp,
    AuditEntry,
    BlockedSource,
    Finding,
    ProposedAnswer,
)
from storage.workspace import policies
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.test_form_edits import in_another_window
from tests.dialogues.turns import on_each_database
from tests.shipped import SHIPPED_PLAYBOOK

BOOK = SHIPPED_PLAYBOOK
AD = PublicText(
    source="jobs",
    url="https://jobs.lever.co/northwind/1",
    publisher="jobs.lever.co",
    title="Dispatcher for the Oslo depot",
    text="Dispatcher for the Oslo depot\nYou drive nothing.",
    evidence="linked",
    published_at=datetime(2026, 11, 18, tzinfo=UTC),
)
SITE = PublicText(
    source="site",
    url="https://northwind.example/about",
    publisher="northwind.example",
    title="About",
    text="About us\nLast year Northwind has acquired Halden Freight.",
    evidence="own site",
)
QUOTE = "“Dispatcher for the Oslo depot”"
CLAIM = "They are hiring: Dispatcher for the Oslo depot."
SHOWN = "They are hiring: “Dispatcher for the Oslo depot”."

CONTACT = "research@attune.example"


@pytest.fixture
def contact(monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator has set up public sources. Attune must be built afterwards."""
    monkeypatch.setenv("RESEARCH_CONTACT", CONTACT)


async def found(office: Office, *texts: PublicText, account: str = "Northwind") -> None:
    """The poller has found these texts about an account. Public sources are switched on."""
    now = office.clock.now()
    async with office.attune.database.write(office.lena_tenant) as session:
        tenant = office.lena_tenant
        await policies.change(session, tenant, now, by=None, public_sources=True)
        one = (
            await session.exec(
                select(Account).where(Account.tenant == tenant, Account.name == account)
            )
        ).one()
        row = await public_sources.switch(session, tenant, one.id, now, off=False, by=None)
        row.looked_at = now
        sources: dict[PublicSource, list[PublicText]] = {"site": [], "jobs": []}
        for text in texts:
            sources.setdefault(text.source, []).append(text)
        for source, theirs in sources.items():
            looked = Looked("found", texts=tuple(theirs), complete=True)
            blocked = await public_sources.blocked(session, tenant, one.id)
            await take_in(session, tenant, one.id, source, looked, now=now, blocked=blocked)
        stored = await public_sources.snapshots(session, tenant, one.id)
        rows = proposed_rows((tenant, one.id), stored, BOOK, now)
        await proposals.replace_all(session, tenant, one.id, rows)


async def findings(office: Office) -> Sequence[Finding]:
    async with office.attune.database.read() as session:
        return (await session.exec(select(Finding))).all()


async def states(office: Office) -> list[str]:
    async with office.attune.database.read() as session:
        wanted = select(ProposedAnswer.state).order_by(col(ProposedAnswer.id))
        return list((await session.exec(wanted)).all())


async def asked(office: Office) -> Office:
    """Lena has the message of the day before, with a proposal."""
    await plan(office)
    await found(office, AD)
    await office.until(23, "16:00")
    return office


async def test_a_proposal_stands_at_its_question_with_quote_source_and_why(office: Office) -> None:
    await asked(office)
    office.lena.sees(
        "What roles are they hiring for, and what do the ads say is missing?",
        "Proposed: ",
        SHOWN,
        "jobs.lever.co",
        "18 November, their site links to it.",
    )
    office.lena.sees_nothing_of("Wrong", "Their careers page", "Don't look up")
    await office.lena.presses("More…")
    office.lena.sees(SHOWN, "18 November", "Edit", "Wrong company", "Don't look up Northwind")
    await office.lena.presses("Back")
    office.lena.sees("Worth ten minutes before Northwind", SHOWN)


async def test_one_of_several_answers_is_shown_and_the_others_are_behind_more(
    office: Office,
) -> None:
    await plan(office)
    other = replace(
        AD, url=f"{AD.url}2", title="Night planner", text="Night planner\nYou plan the nights."
    )
    await found(office, AD, other)
    await office.until(23, "16:00")
    lena = office.lena
    lena.sees(SHOWN, "their site links to it. 1 more found.")
    lena.sees_nothing_of("Night planner")
    await lena.presses("More…")
    lena.sees(SHOWN, "They are hiring: “Night planner”.")
    await lena.presses("Keep: They are hiring: Night planner.")
    assert "Night planner" in (await findings(office))[0].text


async def test_what_is_kept_is_a_finding_with_its_source_once(office: Office) -> None:
    await asked(office)
    lena = office.lena
    await lena.presses("Keep")
    lena.sees("Saved. As things stand, it will be in the brief for Northwind, tomorrow")
    lena.sees_nothing_of("Proposed: ")
    (one,) = await findings(office)
    assert one.text == f"{SHOWN} (jobs.lever.co, 18 November)"
    assert (one.source, one.question_id) == (AD.url, "hiring-for")
    assert await states(office) == ["kept"]
    await lena.types("/prep Northwind")
    await lena.presses("Everything on file")
    lena.sees(SHOWN, "source")


async def test_pressing_keep_twice_saves_one_finding(office: Office) -> None:
    await asked(office)
    await in_another_window(office, Means.BUTTON, "proposal.keep", "1:day:1:1")
    await office.lena.presses("Keep")
    office.lena.sees("That is already saved.")
    office.lena.sees_nothing_of("Proposed: ")
    assert len(await findings(office)) == 1


@on_each_database
async def test_keep_pressed_twice_at_the_same_moment_saves_one_finding(office: Office) -> None:
    await asked(office)
    keep = [in_another_window(office, Means.BUTTON, "proposal.keep", "1:day:1:1") for _ in range(3)]
    await asyncio.gather(*keep)
    assert len(await findings(office)) == 1
    assert await states(office) == ["kept"]


async def test_an_edited_answer_is_the_reps_and_keeps_quote_and_source(office: Office) -> None:
    await asked(office)
    lena = office.lena
    await lena.presses("More…")
    await lena.presses("Edit")
    lena.sees(
        "What does the source say?", "Dispatcher for the Oslo depot", "saved as your own words"
    )
    await lena.fills(answer="Oslo needs a dispatcher.")
    await lena.submits()
    (one,) = await findings(office)
    assert one.text == f"Oslo needs a dispatcher. {QUOTE} (jobs.lever.co, 18 November)"
    assert one.source == AD.url
    assert await states(office) == ["edited"]


async def test_what_is_wrong_does_not_come_back(office: Office) -> None:
    await asked(office)
    lena = office.lena
    await lena.presses("More…")
    await lena.presses("Wrong")
    lena.sees("Noted. I won't propose that again.")
    lena.sees_nothing_of("Proposed: ")
    await found(office, AD)
    assert await states(office) == ["wrong"]
    assert not await findings(office)


async def test_the_wrong_company_is_not_read_again_until_undone(office: Office) -> None:
    await asked(office)
    lena = office.lena
    await lena.presses("More…")
    await lena.presses("Wrong company")
    lena.sees("I'll no longer read jobs.lever.co/northwind for Northwind.", "Undo")
    lena.sees_nothing_of("Proposed: ")
    async with office.attune.database.read() as session:
        blocked = (await session.exec(select(BlockedSource.place))).all()
    assert blocked == ["jobs.lever.co/northwind"]
    await lena.presses("Undo")
    lena.sees("Undone. I'll read jobs.lever.co/northwind again for Northwind.", SHOWN)
    assert await states(office) == ["proposed"]


async def test_a_posting_that_vanished_is_closed(office: Office) -> None:
    await asked(office)
    await found(office)
    await office.lena.presses("Keep")
    office.lena.sees("That job posting is closed, so nothing was saved.")
    assert not await findings(office)


async def test_what_is_too_old_is_not_saved(office: Office) -> None:
    await asked(office)
    async with office.attune.database.write() as session:
        (row,) = (await session.exec(select(ProposedAnswer))).all()
        row.seen_at = office.clock.now() - timedelta(days=31)
    await office.lena.presses("Keep")
    office.lena.sees("no longer at its source, or is too old. Nothing was saved.")
    assert not await findings(office)


async def test_two_reps_press_and_one_finding_is_saved(office: Office) -> None:
    await plan(office)
    await office.tomas.types("/prep Northwind tomorrow 3pm")
    await office.tomas.presses("Join it")
    await found(office, AD)
    await office.until(23, "16:00")
    office.tomas.sees(SHOWN)
    await office.lena.presses("Keep")
    await office.tomas.presses("Keep")
    office.tomas.sees("has already saved that.")
    assert len(await findings(office)) == 1


async def test_undated_says_when_it_was_seen_and_sources_come_at_their_questions(
    office: Office,
) -> None:
    await plan(office)
    await found(office, SITE, AD)
    await office.until(23, "16:00")
    office.lena.sees(
        "undated, seen 23 November, on their own site.",
        "They write about a merger or a takeover:",
        "“Last year Northwind has acquired Halden Freight.”",
        SHOWN,
    )


async def test_the_same_name_alone_is_only_possible_and_never_in_a_brief(office: Office) -> None:
    await plan(office)
    await found(office, replace(AD, evidence="name only"))
    await office.lena.types("/prep Northwind")
    office.lena.sees_nothing_of(SHOWN)
    await office.until(23, "16:00")
    office.lena.sees("Possible, check the company: ", SHOWN, "only the name is the same")


async def test_nothing_found_says_what_was_tried(office: Office) -> None:
    await plan(office)
    await found(office)
    async with office.attune.database.write() as session:
        row = (await session.exec(select(AccountLookUp))).one()
        row.tried = [
            {"source": "site", "outcome": "nothing", "where": "northwind.example"},
            {"source": "jobs", "outcome": "failed", "where": "jobs.lever.co/northwind"},
        ]
    await office.until(23, "16:00")
    office.lena.sees(
        "No public source answers these.",
        "northwind.example (nothing there), jobs.lever.co/northwind (no answer)",
    )


async def test_an_account_is_not_looked_up_after_a_tap_until_undone(office: Office) -> None:
    await asked(office)
    lena = office.lena
    await lena.presses("More…")
    await lena.presses("Don't look up Northwind")
    lena.sees("I'll no longer look up Northwind.", "Undo")
    lena.sees_nothing_of("Proposed: ", "Don't look up")
    async with office.attune.database.read() as session:
        assert (await session.exec(select(AccountLookUp.off))).one()
        assert not await public_sources.snapshots(session, office.lena_tenant, 1)
    assert await states(office) == []
    await lena.presses("Undo")
    lena.sees("I'll look up Northwind again from now on.")


async def test_a_name_alone_is_proposed_no_longer_once_its_source_is_silent(office: Office) -> None:
    await plan(office)
    await found(office, replace(AD, evidence="name only"))
    async with office.attune.database.write() as session:
        (row,) = (await session.exec(select(ProposedAnswer))).all()
        row.seen_at = office.clock.now() - timedelta(days=31)  # it has not answered since
    await office.until(23, "16:00")
    office.lena.sees("Worth ten minutes before Northwind")
    office.lena.sees_nothing_of("Possible", SHOWN)


@pytest.mark.usefixtures("contact")
async def test_an_admin_switches_public_sources_on_and_off_and_the_audit_log_has_it(
    office: Office,
) -> None:
    lena = office.lena
    await plan(office)
    await found(office, AD)
    await office.makes("Lena Brandt", "admin")
    await lena.types("public sources")
    lena.sees("Public sources: on", CONTACT)
    await lena.presses("Switch public sources off")
    lena.sees("Public sources: off", "I send nobody's name")
    async with office.attune.database.read() as session:
        assert not await public_sources.tenants_on(session, [office.lena_tenant])
    await lena.presses("Switch public sources on")
    lena.sees("Public sources: on")
    await office.until(23, "16:00")
    lena.sees(SHOWN)
    async with office.attune.database.read() as session:
        wanted = select(AuditEntry).where(col(AuditEntry.act).like("public sources%"))
        noted = (await session.exec(wanted.order_by(col(AuditEntry.id)))).all()
        lena_id = (await office.row(session, lena)).id
    assert [(one.act, one.actor, one.target) for one in noted] == [
        ("public sources switched off", lena_id, office.lena_tenant),
        ("public sources switched on", lena_id, office.lena_tenant),
    ]


async def test_only_an_admin_has_the_switch_and_only_if_it_is_set_up(office: Office) -> None:
    lena = office.lena
    await lena.types("/calls")
    await lena.types("public sources")
    lena.sees("Only admins can switch public sources on or off.")
    await office.makes("Lena Brandt", "admin")
    await lena.types("public sources")
    lena.sees("Public sources: off", "are not set up", "RESEARCH_CONTACT")
    lena.sees_nothing_of("Switch public sources on")
    async with office.attune.database.write() as session:
        now = office.clock.now()
        await policies.change(session, office.lena_tenant, now, by=None, public_sources=True)
    await lena.types("public sources")
    lena.sees("Public sources: not set up", "RESEARCH_CONTACT")
    lena.sees_nothing_of("Public sources: on")
    await lena.types("help")
    lena.sees("“write to people”", "“export playbook”", "“public sources”", "“language model”")
    await lena.types("health")
    lena.sees("public sources, the language model, keys")


async def test_with_the_switch_off_nothing_is_shown(office: Office) -> None:
    await plan(office)
    await found(office, AD)
    async with office.attune.database.write() as session:
        now = office.clock.now()
        await policies.change(session, office.lena_tenant, now, by=None, public_sources=False)
    await office.until(23, "16:00")
    office.lena.sees("Worth ten minutes before Northwind")
    office.lena.sees_nothing_of("Proposed", "Don't look up", "Tried")
