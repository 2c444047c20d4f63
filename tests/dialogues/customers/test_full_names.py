"""A contact known as "J. Peters" gets the full name from a transcript or an invitation."""

from sqlmodel import select

from handlers.sources.records import Attendee
from storage.tables import Contact, Reflection, Seat
from tests.dialogues.meetings.meetings_read import knows, meeting, reads
from tests.dialogues.office import Office
from tests.transcripts.samples import numbered

NAME = "GMT20261123-090100_Recording.transcript.vtt"  # 10:01 in Berlin
TALK = "So it goes on and on here, and nobody minds."
ADDRESS = "j.peters@northwind.example"


def call(*theirs: str) -> bytes:
    names = ("Lena Brandt", *theirs)
    return numbered([(n * 15, n * 15 + 12, f"{names[n % len(names)]}: {TALK}") for n in range(50)])


async def plans(office: Office) -> None:
    """Lena had a call with J. Peters, and has noted what J. Peters said."""
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await lena.presses("Change time or people")
    await lena.fills(coming="J. Peters, head of dispatch")
    await lena.submits()
    await office.until(23, "10:40")
    async with office.attune.database.write() as session:
        (contact,) = (await session.exec(select(Contact))).all()
        ((call_id, author_id),) = await session.exec(select(Seat.call_id, Seat.person_id))
        session.add(
            Reflection(
                tenant=contact.tenant,
                account_id=contact.account_id,
                call_id=call_id,
                author_id=author_id,
                goal_reached="yes",
                called_at=office.clock.now(),
                written_at=office.clock.now(),
                heard="J. Peters: We count by hand.\nShe said so to J. Peters: twice.",
            )
        )


async def on_file(office: Office) -> tuple[list[str], list[str]]:
    """The names of the contacts, and what the notes say."""
    async with office.attune.database.read() as session:
        contacts = (await session.exec(select(Contact.name))).all()
        return sorted(contacts), list((await session.exec(select(Reflection.heard))).all())


async def test_a_transcript_gives_a_contact_the_whole_name(office: Office) -> None:
    lena = office.lena
    await plans(office)
    await lena.drops(NAME, call("Jürgen Peters"))
    lena.sees("J. Peters is now on file as Jürgen Peters.")
    names, (heard,) = await on_file(office)
    assert names == ["Jürgen Peters"]
    assert heard == "Jürgen Peters: We count by hand.\nShe said so to J. Peters: twice."


async def test_a_name_that_fits_two_people_is_left_as_it_is(office: Office) -> None:
    await plans(office)
    await office.lena.drops(NAME, call("Jürgen Peters", "Julia Peters"))
    office.lena.sees_nothing_of("is now on file as")
    assert (await on_file(office))[0] == ["J. Peters"]


async def test_an_invitation_gives_a_contact_the_whole_name(office: Office) -> None:
    await office.lena.types("/help")
    await knows(office, "Northwind")
    await reads(office, meeting("1", "Northwind", 24, "10:00", Attendee("", ADDRESS)))
    assert "J. Peters" in (await on_file(office))[0]
    whole = Attendee("Peters, Jürgen", ADDRESS)
    another = Attendee("Jan Peters", "jan.peters@agency.example")
    await reads(office, meeting("1", "Northwind", 24, "10:00", whole, another))
    assert (await on_file(office))[0] == ["Jana", "Jürgen Peters"]
