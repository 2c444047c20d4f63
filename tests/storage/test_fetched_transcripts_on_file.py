"""Consents and what came by itself, on both databases: whose, which calls, and who reads when."""

from datetime import timedelta

import pytest

from bot.transcripts.sources.taking_in import LeasedConsent, Stale, still_ours
from handlers.admission import Admission
from storage.database.connection import Database
from storage.meetings import calendar_sign_ins
from storage.sealing import NoKey, Sealer, new_key
from storage.sources import fetched_transcripts, measured_calls, transcript_consents
from storage.tables import FetchedTranscript
from storage.workspace import people, policies
from tests.storage.test_measured_calls_on_file import NOW, database, figures, seated  # noqa: F401

HOUR = timedelta(hours=1)
LATER = NOW + HOUR  # the call is over


async def test_calls_are_awaited_until_their_transcript_came_or_was_brought(
    database: Database,  # noqa: F811
) -> None:
    async with database.write() as session:
        call, (lena, tomas) = await seated(session)
        given = await transcript_consents.give(session, lena, "microsoft", NOW - HOUR)

        async def awaited() -> list[int]:
            found = await fetched_transcripts.awaited(
                session, given, since=given.given_at, until=LATER
            )
            return [one.call.id for one in found]

        assert await awaited() == [call.id]
        assert await fetched_transcripts.organizers(session, given, call.id) == [lena.external]
        await transcript_consents.give(session, tomas, "google", NOW)
        assert await fetched_transcripts.organizers(session, given, call.id) == [lena.external]
        await transcript_consents.give(session, tomas, "microsoft", NOW)
        both = [lena.external, tomas.external]
        assert await fetched_transcripts.organizers(session, given, call.id) == both
        call.ended_at = LATER + HOUR  # it ran over
        await session.flush()
        assert await awaited() == []
        call.ended_at = None
        row = await measured_calls.store(session, figures(call, lena))
        assert await awaited() == []
        await measured_calls.forget(session, lena, row)
        came = FetchedTranscript(
            tenant=lena.tenant,
            person_id=lena.id,
            call_id=call.id,
            kind="microsoft",
            source_id="x",
            digest="d",
            key="k",
            found_at=NOW,
        )
        session.add(came)
        await session.flush()
        assert await awaited() == [call.id]
        came.taken_at = NOW
        await session.flush()
        assert await awaited() == []
        assert await fetched_transcripts.by_key(session, "k") == (came, given)
        assert await fetched_transcripts.by_id(session, tomas, came.id) is None
        assert await transcript_consents.by_id(session, "slack:T2", given.id) is None
        await transcript_consents.take_back(session, lena)
        assert await fetched_transcripts.by_key(session, "k") is None
        assert len(await transcript_consents.of_person(session, tomas)) == 2


async def test_a_call_whose_figures_were_deleted_is_not_awaited(
    database: Database,  # noqa: F811
) -> None:
    async with database.write() as session:
        call, (lena, tomas) = await seated(session)
        given = await transcript_consents.give(session, lena, "microsoft", NOW - HOUR)
        for _ in range(2):
            await fetched_transcripts.fetch_no_more(session, lena, call.id, NOW)
            await fetched_transcripts.fetch_no_more(session, tomas, call.id, NOW)  # no consent
        since = given.given_at
        assert await fetched_transcripts.awaited(session, given, since=since, until=LATER) == []
        theirs = await transcript_consents.give(session, tomas, "microsoft", NOW - HOUR)
        assert await fetched_transcripts.awaited(session, theirs, since=since, until=LATER)


async def test_the_token_of_another_account_is_left_to_be_revoked(
    database: Database,  # noqa: F811
) -> None:
    database.sealer = Sealer([new_key()])
    async with database.write() as session:
        lena = await people.ensure(session, "slack:T1", "Lena", "Lena", "UTC")
        for secret, label in (("r", "l@"), ("r2", "l@"), ("s", "other@")):
            await transcript_consents.give(session, lena, "google", NOW, secret=secret, label=label)
        left = await calendar_sign_ins.take_expired(session, NOW, 5)
        assert [(one.kind, one.secret, one.address) for one in left] == [("meet", "r2", "l@")]


async def test_one_process_has_a_consent_at_a_time(database: Database) -> None:  # noqa: F811
    async with database.write() as session:
        _, (lena, _) = await seated(session)
        await transcript_consents.give(session, lena, "microsoft", NOW)
        assert await transcript_consents.claim(session, ["slack:T2"], NOW, 5) == []
        await policies.change(session, "slack:T1", NOW, by=None, figures_off=True)
        assert await transcript_consents.claim(session, ["slack:T1"], NOW, 5) == []
        await policies.change(session, "slack:T1", NOW, by=None, figures_off=False)
        (first,) = await transcript_consents.claim(session, ["slack:T1"], NOW, 5)
        due = LeasedConsent(first.id, first.tenant, lena.id, "microsoft", first.next_at, "")
    async with database.write() as session:
        assert await transcript_consents.claim(session, ["slack"], NOW, 5) == []
        assert await transcript_consents.claim(session, ["teams"], NOW + 2 * HOUR, 5) == []
        given, owner = await still_ours(session, due, Admission())
        assert (given.id, owner.id) == (due.id, lena.id)
        assert await transcript_consents.claim(session, ["slack"], NOW + HOUR, 5)
    async with database.write() as session:
        with pytest.raises(Stale):
            await still_ours(session, due, Admission())


async def test_a_token_is_sealed_in_its_row_and_again_with_a_newer_key(
    database: Database,  # noqa: F811
) -> None:
    old, new = new_key(), new_key()
    database.sealer = Sealer([old])
    async with database.write() as session:
        lena = await people.ensure(session, "slack:T1", "Lena", "Lena", "UTC")
        given = await transcript_consents.give(session, lena, "google", NOW, secret="r", label="l@")
        assert await transcript_consents.is_connected(session, "l@")
    database.sealer = Sealer([new, old])
    async with database.write() as session:
        given = (await transcript_consents.of_person(session, lena, locked=True))[0]
        transcript_consents.renew_seal(session, given)
    database.sealer = Sealer([new])
    async with database.read() as session:
        given = (await transcript_consents.of_person(session, lena))[0]
        assert transcript_consents.secret(session, given) == "r"
        given.id += 1
        with pytest.raises(NoKey):  # it was copied into another row
            transcript_consents.secret(session, given)
        session.expunge(given)
