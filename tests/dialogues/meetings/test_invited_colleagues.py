"""A colleague on the invitation who does not use Attune speaks for our side of the call."""

from sqlmodel import select

from handlers.sources.calendars import own_addresses
from handlers.sources.records import Attendee
from storage.tables import Commitment, MeasuredCall
from storage.workspace import people
from tests.dialogues.meetings.meetings_read import knows, meeting, reads
from tests.dialogues.office import Office
from tests.transcripts.samples import numbered

BRAM = Attendee("Bram Kuipers", "bram.kuipers@ours.example")
JANA = Attendee("Jana Novak", "jana.novak@northwind.example")
NAME = "GMT20261124-090100_Recording.transcript.vtt"  # 10:01 in Berlin
SAID = (
    ("Jana Novak", "Does the cable work at minus forty?"),
    ("Bram Kuipers", "I'll send Jana the cable rating tomorrow."),
    ("Jana Novak", "I'll send you the list of doors by Friday."),
)


def call() -> bytes:
    talk = [("Lena Brandt", "So it goes on and on here, and nobody minds.")] * 40 + list(SAID)
    return numbered([(n * 15, n * 15 + 12, f"{who}: {said}") for n, (who, said) in enumerate(talk)])


async def test_what_an_invited_colleague_promises_is_ours(office: Office) -> None:
    lena = office.lena
    await lena.types("/help")
    async with office.attune.database.write() as session:
        person = await people.ensure(
            session, office.lena_tenant, office.lena_id, "Lena Brandt", "Europe/Berlin"
        )
        address, now = "lena.brandt@ours.example", office.clock.now()
        await own_addresses.note_said(session, person, address, [], now)
    await knows(office, "Northwind")
    await reads(office, meeting("1", "Northwind: demo", 24, "10:00", JANA, BRAM))
    await office.until(24, "10:40")
    await lena.drops(NAME, call())
    if "Just show me" in lena.screen:
        await lena.presses("Just show me")
    async with office.attune.database.read() as session:
        row = (await session.exec(select(MeasuredCall))).one()
    assert row.labels == {"Lena Brandt": "me", "Bram Kuipers": "colleague", "Jana Novak": "theirs"}
    await lena.presses("Draft the reflection")
    await lena.presses("It went well")
    await lena.presses("Keep all 2")
    async with office.attune.database.read() as session:
        kept = {one.side: one.text for one in (await session.exec(select(Commitment))).all()}
    assert kept == {"ours": "Send Jana the cable rating", "theirs": "Send us the list of doors"}


async def test_a_rep_says_that_a_speaker_is_ours_and_the_next_transcript_knows(
    office: Office,
) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await lena.types("/prep Northwind Wednesday 10:00")
    await office.until(23, "11:00")
    await lena.drops("GMT20261123-090100_Recording.transcript.vtt", call())
    await lena.presses("Just show me")
    await lena.presses("Somebody is on my side")
    lena.sees("Which of these are on your side?", "remember this for your calls with the account")
    await lena.presses("Bram Kuipers is ours")
    lena.sees("Northwind, today 10:00. You talked")
    await lena.presses("Draft the reflection")
    await lena.presses("It went well")
    await lena.presses("Keep all 2")
    async with office.attune.database.read() as session:
        kept = {one.side: one.text for one in (await session.exec(select(Commitment))).all()}
    assert kept == {"ours": "Send Jana the cable rating", "theirs": "Send us the list of doors"}
    await office.until(25, "11:00")
    again = call().replace(b"nobody", b"no one")
    await lena.drops("GMT20261125-090100_Recording.transcript.vtt", again)
    await lena.presses("Just show me")
    assert await sides_by_day(office) == ["colleague", "colleague"]
    await lena.presses("Somebody is on my side")
    await lena.presses("Bram Kuipers is the customer's")
    assert await sides_by_day(office) == ["colleague", "theirs"]


async def sides_by_day(office: Office) -> list[str]:
    """On which side Bram is in each measured call, the earliest first."""
    async with office.attune.database.read() as session:
        rows = await session.exec(select(MeasuredCall).order_by("called_at"))
        return [row.labels["Bram Kuipers"] for row in rows]
