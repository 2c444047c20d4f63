"""Erasing contacts, and names of people who are no contact."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import col, select

from handlers.coaching.names.forgetting import forgetting
from handlers.nudges.schedule import replan_changed
from handlers.sources.calendars import kept_events
from handlers.sources.records import Attendee, CalendarEvent
from storage.choices import AuditAct
from storage.customers import attendees, contacts, suppressed_names
from storage.database.connection import Database
from storage.rights import remaining
from storage.rights.erasure.accounts import erase_in_steps
from storage.rights.erasure.contacts import erase_contact
from storage.rights.erasure.draft_texts import delete_drafts
from storage.rights.erasure.people import erase_again
from storage.tables import (
    Account,
    Call,
    CallContact,
    Contact,
    Draft,
    MeetingAnswer,
    OpenTranscript,
    Reflection,
    SeenMeeting,
)
from tests import sqlite
from tests.command import run
from tests.rights.everybody import DAY, NOW, ONE, OTHER, fill, rows


async def test_a_contact_and_an_account_are_erased(database: Database) -> None:
    async with database.write() as session:
        jana = Contact(tenant=ONE, account_id=2, name="Jana Novak", email="jana@acme.example")
        session.add(jana)
        reflection = (
            await session.exec(select(Reflection).where(col(Reflection.account_id) == 2))
        ).one()
        reflection.heard = "Jana Novak said no"
        about: dict[str, Any] = {
            "tenant": ONE,
            "person_id": 2,
            "tool": "zoom",
            "made_at": NOW,
            "key": "k",
        }
        asked = [
            OpenTranscript(**about, digest=f"of {call}", call_id=call, labels={"Jana Novak": 1.0})
            for call in (2, 1, None)
        ]
        session.add_all(asked)
        await session.flush()
        await erase_contact(session, jana, NOW, forgetting, by=2)
    after = await rows(database)
    # another account may have a Jana Novak too, and so may a call that is not known yet
    questions = [row for row in after["opentranscript"] if "Novak" in str(row["labels"])]
    assert [row["call_id"] for row in questions] == [1, None]
    after["opentranscript"] = [row for row in after["opentranscript"] if row not in questions]
    # what a language model answered about a public page may name somebody
    assert {row["tenant"] for row in after["modelanswer"]} == {OTHER}
    # and so may the words of a theme's name
    assert {row["tenant"] for row in after["themename"]} == {OTHER}
    told = json.dumps(after, default=str)
    assert "Jana" not in told
    assert "jana@" not in told
    assert "A former contact said no" in told
    async with database.write() as session:
        account = (await session.exec(select(Account).where(col(Account.id) == 2))).one()
        account.name = "24_%"
        typed = [
            Draft(tenant=ONE, person_id=1, account=each, made_at=NOW)
            for each in ("24_% at 3pm", "24 hours")
        ]
        typed.append(Draft(tenant=ONE, person_id=1, words="ask them at 24_%", made_at=NOW))
        session.add_all(typed)
        await session.flush()
    await erase_in_steps(database, account, NOW, replan_changed)
    after = await rows(database)
    for name in ("account", "contact", "call", "reflection", "ask", "asknote", "finding", "seat"):
        assert [row for row in after[name] if "Bruno wrote" in str(row)] == [], name
    assert len(after["reflection"]) == 2
    assert {"24 hours", "24_% at 3pm"} & {row["account"] for row in after["draft"]} == {"24 hours"}
    assert "ask them at 24_%" not in {row["goal"] for row in after["draft"]}
    acts: list[tuple[AuditAct, str]] = [
        (row["act"], row["target_kind"]) for row in after["audit"] if row["act"] == "erased"
    ]
    assert acts == [("erased", "contact"), ("erased", "account")]


async def test_an_erased_contact_goes_from_drafts_and_is_not_offered_again(
    database: Database,
) -> None:
    async with database.write() as session:
        jana = Contact(tenant=ONE, account_id=2, name="Jana Novak", email="jana@acme.example")
        typed = [
            ("Bruno wrote account.name", "tomorrow 3pm with Jana, buyer"),
            ("", "3pm with Jana Novak"),
            ("Fabricom", "3pm with Jana"),  # no account on file, so it may be this Jana
            ("Fabrikam", "3pm with Jana"),  # another account's, so it may be another Jana
        ]
        fabrikam = Account(tenant=ONE, name="Fabrikam", name_key="fabrikam", created_at=NOW)
        drafts = [
            Draft(tenant=ONE, person_id=1, account=account, time=time, made_at=NOW)
            for account, time in typed
        ]
        call = (await session.exec(select(Call).where(col(Call.id) == 2))).one()
        call.starts_at = NOW + DAY
        session.add_all([fabrikam, jana, *drafts])
        await session.flush()
        session.add(CallContact(tenant=ONE, call_id=2, contact_id=jana.id))
        account = (await session.exec(select(Account).where(col(Account.id) == 2))).one()
        before = account.name, account.name_key
        account.name = "Bruno wrote account.name"
        await erase_contact(session, jana, NOW, forgetting)
        account.name, account.name_key = before
        known = (await contacts.by_accounts(session, [2]))[2]
        assert jana.name == f"A former contact ({jana.id})"
        assert jana.name not in {one.name for one in known}
        assert await contacts.at_account(session, account, jana.id) is None
        assert await attendees.add(session, call, jana.id) is None
        assert await contacts.named(session, ONE, [jana.name]) == []
        names = await contacts.names_elsewhere(session, ONE, 1, 100)
        assert jana.name not in {name for name, _ in names}
        coming = (await attendees.of_calls(session, [2])).get(2, [])
        assert jana.id not in {one.id for one in coming}
    times = [row["time"] for row in (await rows(database))["draft"]][-4:]
    assert times == [
        "tomorrow 3pm with A former contact, buyer",
        "3pm with A former contact",
        "3pm with A former contact",
        "3pm with Jana",
    ]


async def test_a_name_that_is_no_contact_is_taken_out_of_what_was_written(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    await fill(database)
    async with database.write() as session:
        connection = await session.connection()
        for table, column in (
            *(("reflection", "heard"), ("ask", "quote"), ("commitment", "text")),
            ("ownnote", "text"),
        ):
            await connection.execute(
                text(f"UPDATE {table} SET {column} = :said WHERE account_id = 1"),  # noqa: S608
                {"said": "Rolf Thiemann: we stopped. Thiemann decides."},
            )
    command = ("account", "erase", "Élodie wrote account.name", "--contact", "Rolf Thiemann")
    before = await rows(database)
    asked = run(tmp_path, *command)
    assert asked[0] == 1
    assert "Rolf Thiemann is not a contact of Élodie wrote account.name. Takes the name" in asked[1]
    assert "- promises: “Rolf Thiemann: we stopped. Thiemann decides.”\n" in asked[1]
    after = await rows(database)
    assert [one["act"] for one in after.pop("audit")[len(before.pop("audit")) :]] == ["texts shown"]
    assert after == before
    status, said, _ = run(tmp_path, *command, "--confirm", "Rolf Thiemann")
    assert status == 0
    number = asked[1].partition("Takes the name out of ")[2].partition(" text")[0]
    assert int(number) >= 3
    assert f"The name was in {number} texts." in said
    left = json.dumps(await rows(database), default=str)
    assert "Thiemann" not in left
    assert "A former contact: we stopped. A former contact decides." in left
    told = run(tmp_path, *command)[2]
    assert "no text about this account contains it. Attune already leaves the name out." in told
    # somebody may object before anything is on file
    command = (*command[:-1], "Okapi Roth")
    assert (
        "Takes the name out of 0 texts about the account. From then on"
        in run(tmp_path, *command)[1]
    )
    assert run(tmp_path, *command, "--confirm", "Okapi Roth")[0] == 0
    async with database.read() as session:
        gone = await suppressed_names.among(session, ONE, ["rolf THIEMANN", "Okapi Roth", "Jo"])
    assert gone == {"rolf THIEMANN", "Okapi Roth"}
    await database.close()


async def test_only_words_in_events_change_and_no_private_note_is_shown(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    await fill(database)
    guest = Attendee("Eva Uid", "eva@acme.example")
    event = CalendarEvent(
        "1", NOW, NOW, "Europe/Lisbon", title="Plan with Eva Uid", attendees=(guest,)
    )
    async with database.write() as session:
        connection = await session.connection()
        for update, said in (
            (
                "UPDATE seenmeeting SET event = :said"
                " WHERE call_id IN (SELECT id FROM call WHERE account_id = 1)",
                kept_events.to_text(event),
            ),
            ("UPDATE ownnote SET text = :said WHERE account_id = 1", "Uid is slow"),
            (
                "UPDATE seat SET goal = :said"
                " WHERE call_id IN (SELECT id FROM call WHERE account_id = 1)",
                "Win Uid over, who is slow",
            ),
            (
                "UPDATE helprequest SET question = :said"
                " WHERE call_id IN (SELECT id FROM call WHERE account_id = 1)",
                "Why is Uid so slow?",
            ),
        ):
            await connection.execute(text(update), {"said": said})
    command = ("account", "erase", "Élodie wrote account.name", "--contact", "Uid")
    asked = run(tmp_path, *command)[1]
    assert "- your own notes about accounts: 1 text, not shown" in asked
    assert "- participation in calls: " in asked
    assert "- requests for help with a call: " in asked
    assert "slow" not in asked
    copy = (command[0], "export", *command[2:], "--to", "uid.jsonl")
    run(tmp_path, *copy)
    written = tmp_path / "uid.jsonl"
    assert not written.exists() or "slow" not in written.read_text(encoding="utf-8")
    status, said, _ = run(tmp_path, *command, "--confirm", "Uid")
    assert status == 0
    assert "calendar" not in said, "no other text has the name"
    async with database.read() as session:
        wanted = select(SeenMeeting.event).where(col(SeenMeeting.event).startswith("{"))
        kept = [kept_events.from_text(one) for one in await session.exec(wanted)]
    assert [one.title for one in kept] == ["Plan with Eva A former contact"]
    assert kept[0].uid == "1"
    await database.close()


async def test_a_part_of_a_contacts_name_erases_and_copies_nobody(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    await fill(database)
    async with database.write() as session:
        session.add(Contact(tenant=ONE, account_id=1, name="Jana Novak"))
    before = await rows(database)
    for part in ("jana", "J", "Jana Nova"):
        for act, *more in (("erase", "--confirm", part), ("export", "--to", "jana.jsonl")):
            where = ("account", act, "Élodie wrote account.name", "--contact", part)
            status, _, said = run(tmp_path, *where, *more)
            assert status == 1
            assert f"“{part}” is only a part of a contact's name. Give the full name: " in said
            assert "Jana Novak" in said
    assert await rows(database) == before
    await database.close()


async def test_a_contacts_address_goes_with_the_ids_of_meetings_that_no_calendar_needs(
    database: Database,
) -> None:
    ends = {"long ago": NOW - 4 * DAY, "lately": NOW - DAY, "elsewhere": NOW - 4 * DAY}
    async with database.write() as session:
        jana = Contact(tenant=ONE, account_id=1, name="Jana Novak", email="jana@acme.example")
        session.add(jana)
        for when, ended in ends.items():
            call = Call(
                tenant=ONE,
                account_id=2 if when == "elsewhere" else 1,
                title=when,
                starts_at=ended,
                ends_at=ended,
                zone="UTC",
                source="calendar",
                source_id=f"jana@acme.example/{when}",
                join_url="https://zoom.example/my/jana.novak",
                planned_at=NOW,
            )
            session.add(call)
        await session.flush()
        await erase_contact(session, jana, NOW, forgetting)

    async def with_the_address() -> set[str]:
        async with database.read() as session:
            found = await session.exec(select(Call.title, Call.source_id, Call.join_url))
            return {title for title, *ids in found if "jana" in str(ids)}

    assert await with_the_address() == {"lately", "elsewhere"}
    await erase_again(database, NOW + DAY)
    assert await with_the_address() == {"lately", "elsewhere"}
    await erase_again(database, NOW + 3 * DAY)
    assert await with_the_address() == {"elsewhere"}


async def test_who_was_erased_is_not_erased_again_by_the_words_that_replaced_the_name(
    tmp_path: Path,
) -> None:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    await fill(database)
    async with database.write() as session:
        jana = Contact(tenant=ONE, account_id=1, name="Jana Novak")
        session.add(jana)
        wanted = select(Reflection).where(col(Reflection.account_id) == 1)
        reflection = (await session.exec(wanted)).one()
        reflection.heard = "Jana Novak is our contact, and the former lead"
        await session.flush()
        await erase_contact(session, jana, NOW, forgetting)
    before = await rows(database)
    assert "A former contact is our contact, and the former lead" in str(before)
    for said in (
        *(f"A former contact ({jana.id})", "a former contact", "Another former contact (2)"),
        *("former contact", "A former colleague"),
    ):
        for act, *more in (("erase", "--confirm", said), ("export", "--to", "jana.jsonl")):
            where = ("account", act, "Élodie wrote account.name", "--contact", said)
            status, _, complained = run(tmp_path, *where, *more)
            assert status == 1
            assert "stands for somebody who has already been erased" in complained
    assert await rows(database) == before
    await database.close()


async def test_a_contact_with_a_short_name_goes_and_no_other_word_with_them(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    await fill(database)
    written = (
        "Jo Lind said that Jon and Joan major in jobs; Jo's plan is with Ana. Ana Roth agreed."
    )
    async with database.write() as session:
        session.add(Contact(tenant=ONE, account_id=1, name="Jo Lind", email="jo@acme.example"))
        session.add(Contact(tenant=ONE, account_id=1, name="Jo Berg"))
        session.add(Contact(tenant=ONE, account_id=1, name="Ana Roth"))
        connection = await session.connection()
        for table in ("reflection", "finding", "commitment", "insight"):
            column = {"reflection": "heard", "insight": "body"}.get(table, "text")
            await connection.execute(
                text(f"UPDATE {table} SET {column} = :written WHERE account_id = 1"),  # noqa: S608
                {"written": written},
            )
        await connection.execute(text("UPDATE commitment SET text_key = lower(text)"))
    command = ("account", "erase", "Élodie wrote account.name", "--contact")
    told = run(tmp_path, *command, "ana roth")[1]
    assert told.endswith(
        "written about the account. Calls stay. From then on, Attune leaves the name out of "
        "everything that comes from calendars, transcripts, the CRM and public sources. "
        "Afterwards, this command lists where the name may still be.\n"
    )
    told = run(tmp_path, *command, "jo lind", "--confirm", "jo")[1]
    assert "Somebody else has a part of this name too (Jo Berg)." in told
    assert run(tmp_path, *command, "Ana Roth", "--confirm", "Ana Roth")[0] == 0
    assert run(tmp_path, *command, "Jo Lind", "--confirm", "Jo Lind")[0] == 0
    said = json.dumps(await rows(database), default=str)
    await database.close()
    assert (
        "A former contact said that Jon and Joan major in jobs; Jo's plan is with A former contact."
        " A former contact agreed."
    ) in said
    for gone in ("Lind", "lind", "Roth", "roth", "jo@acme"):
        assert gone not in said, gone


async def test_after_an_erasure_the_command_lists_where_the_name_may_still_stand(
    tmp_path: Path,
) -> None:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    await fill(database)
    about = "UPDATE reflection SET heard = 'Otto signs, said Petersilka' WHERE id = {}"
    async with database.write() as session:
        for name in ("Ottokar Zwiebelfeld", "Gundula Petersilka"):
            session.add(Contact(tenant=ONE, account_id=1, name=name))
        connection = await session.connection()
        for statement in (
            *(about.format(number) for number in (1, 2, 3)),
            "UPDATE focusoffer SET note = 'OKAPI: ask Zwiebelfeld and Quint' WHERE id = 2",
            "UPDATE insight SET body = 'Élodie Quint heard it' WHERE id = 2",
        ):
            await connection.execute(text(statement))
    account = "Élodie wrote account.name"
    erase = ("account", "erase", account, "--contact", "Ottokar Zwiebelfeld")
    assert "lists where the name may still be" in run(tmp_path, *erase)[1]
    told = run(tmp_path, *erase, "--confirm", "Ottokar Zwiebelfeld")[1]
    lists = "The name may still be in texts of these kinds in the workspace."
    assert [line for line in told.splitlines() if line.startswith("- ")] == [
        "- focuses that managers offered: 1",
        "- reflections: 1 (Bruno wrote account.name 1)",
    ]
    assert lists in told
    said = json.dumps(await rows(database), default=str, ensure_ascii=False)
    assert said.count("A former contact signs, said Petersilka") == 1  # about the account
    assert "OKAPI" not in told
    assert "signs" not in told
    told = run(tmp_path, "person", "erase", "U-Élodie", "--confirm", "Élodie Quint")[1]
    for line in ("- focuses that managers offered: ", "- insights: "):
        assert f"\n{line}" in told
    erase = ("account", "erase", account, "--contact", "Nobody Okapiman")
    told = run(tmp_path, *erase, "--confirm", "Nobody Okapiman")[1]
    assert told.endswith("The name is not in any other text in the workspace.\n")
    await database.close()


async def test_texts_with_a_name_are_counted_in_one_tenant_alone(database: Database) -> None:
    async with database.read(ONE) as session:
        found = await remaining.texts_with(
            session, ONE, lambda said: " wrote reflection.heard" in said
        )
    assert found == {
        ("reflection", "Élodie wrote account.name"): 1,
        ("reflection", "Bruno wrote account.name"): 1,
    }


async def test_a_meeting_that_was_only_asked_about_loses_the_contacts_name(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    await fill(database)
    async with database.write(ONE) as session:
        connection = await session.connection()
        await connection.execute(text("UPDATE contact SET name = 'Eva Uid' WHERE id = 1"))
        await connection.execute(
            text("UPDATE seenmeeting SET title = 'Catch-up with Eva Uid', event = ''")
        )
    command = ("account", "erase", "Élodie wrote account.name", "--contact", "Eva Uid")
    assert run(tmp_path, *command, "--confirm", "Eva Uid")[0] == 0
    async with database.read(ONE) as session:
        wanted = select(SeenMeeting.title).where(col(SeenMeeting.tenant) == ONE)
        titles = (await session.exec(wanted)).all()
    assert titles
    assert not any("Uid" in title for title in titles)
    await database.close()


async def test_answers_about_meetings_that_the_contact_organised_are_deleted(
    database: Database,
) -> None:
    kept = {"meeting:of-geneva@x.example", "series:040000008200E", "domain:acme.example"}
    gone = {
        "guest:jana@acme.example",
        "meeting:20261123-Jana@acme.example",
        "series:jana@acme.example",
    }
    async with database.write() as session:
        jana = Contact(tenant=ONE, account_id=2, name="Jana Novak", email="jana@acme.example")
        said: dict[str, Any] = {"tenant": ONE, "person_id": 2, "is_call": False, "answered_at": NOW}
        session.add_all([jana, *(MeetingAnswer(about=about, **said) for about in kept | gone)])
        elsewhere = {**said, "tenant": OTHER, "person_id": 3}
        session.add(MeetingAnswer(about="series:jana@acme.example", **elsewhere))
        await session.flush()
        await erase_contact(session, jana, NOW, forgetting, by=2)
    async with database.read() as session:
        wanted = select(MeetingAnswer.tenant, MeetingAnswer.about)
        left = {*(await session.exec(wanted)).all()}
    assert {about for tenant, about in left if tenant == ONE} >= kept
    assert gone.isdisjoint({about for tenant, about in left if tenant == ONE})
    assert (OTHER, "series:jana@acme.example") in left


async def test_a_draft_goes_with_its_account_but_not_for_a_part_of_a_word(
    database: Database,
) -> None:
    typed = {
        "nortwind want to start in may": False,  # misspelt, and "start" does not name Art
        "Northwinds depots": False,
        "the deal with Fabrikam": True,
        "mention it": True,
        "ion's plan": False,
    }
    async with database.write() as session:
        northwind, ion, art = (
            Account(tenant=ONE, name=name, name_key=name.lower(), created_at=NOW)
            for name in ("Northwind", "Ion", "Art")
        )
        session.add_all([northwind, ion, art])
        session.add_all(Draft(tenant=ONE, person_id=1, words=one, made_at=NOW) for one in typed)
        await session.flush()
        await delete_drafts(session, northwind)
        await delete_drafts(session, ion)
        left = (await session.exec(select(Draft.words).where(col(Draft.tenant) == ONE))).all()
    assert {one: one in left for one in typed} == typed
