"""*Plan it* on a next step of a transcript: what the call is about, and who comes."""

from sqlmodel import select

from storage.tables import CallContact, Contact, Reflection
from tests.dialogues.office import Office
from tests.dialogues.turns import in_turn
from tests.transcripts.samples import numbered

NAME = "GMT20261123-090203_Recording.transcript.vtt"  # 10:02 in Berlin
LENA, JANA, TOM = "Lena Brandt", "Jana Novak", "Havel, Tomas"
COMING = "Jana Novak, head of dispatch\nBo Lind, head of operations"
LONG = "Then Thursday the third of December, eleven o'clock, one hour, {}, and we'll do the {}."


def call(step: str) -> bytes:
    """Five minutes, one turn each 20 seconds, with a next step near the end."""
    names = (LENA, JANA, LENA, TOM)
    talk = [(names[n % 4], "So it goes on and on here, and nobody minds.") for n in range(13)]
    talk += [(LENA, step), (JANA, "Yes, that works for both of us.")]
    return numbered([(n * 20, n * 20 + 15, f"{who}: {said}") for n, (who, said) in enumerate(talk)])


async def plans(office: Office, step: str) -> None:
    """Lena keeps the next step of a call with Jana and Bo, and presses *Plan it*."""
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await lena.presses("Change time or people")
    await lena.fills(coming=COMING)
    await lena.submits()
    await office.until(23, "10:40")
    await lena.drops(NAME, call(step))
    if "Just show me" in lena.screen:
        await lena.presses("Just show me")
    await lena.presses("Draft the reflection")
    await lena.presses("It went well")
    await lena.presses("Keep")
    await lena.presses("Finish the reflection")
    await lena.submits()
    await lena.presses("Plan it")


async def guests(office: Office) -> list[str]:
    """The people of the newest call."""
    async with office.attune.database.read() as session:
        links = (await session.exec(select(CallContact))).all()
        newest = max(link.call_id for link in links)
        ids = {link.contact_id for link in links if link.call_id == newest}
        found = (await session.exec(select(Contact))).all()
    return sorted(one.name for one in found if one.id in ids)


async def test_a_planned_step_has_a_short_topic_and_the_speaker_whom_it_names(
    office: Office,
) -> None:
    lena = office.lena
    await plans(office, LONG.format("with Tomas", "go-live plan"))
    assert lena.form
    lena.sees("Thursday 3 December 11:00", "What it is about", "Go-live plan", "Tomas Havel")
    lena.sees_nothing_of("one hour", "Jana Novak")
    await lena.submits()
    lena.sees("Goal: Go-live plan")
    assert await guests(office) == ["Tomas Havel"]


async def test_a_planned_step_without_names_is_with_the_people_of_the_call(
    office: Office,
) -> None:
    lena = office.lena
    await plans(office, LONG.format("with Jochen", "talking then"))
    lena.sees("Next call", "Jana Novak, Bo Lind")
    await lena.submits()
    lena.sees_nothing_of("Goal: Next call")
    assert await guests(office) == ["Bo Lind", "Jana Novak"]


@in_turn(
    ("step", "comes"),
    [
        ("Thursday 3 December 11:00 with يوسف", "يوسف حداد"),
        ("Thursday 3 December 11:00 with राहुल", "राहुल शर्मा"),
        ("Thursday 3 December 11:00: 和王小明确认", "王小明"),
    ],
)
async def test_a_step_names_people_in_scripts_without_capitals(
    office: Office, step: str, comes: str
) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await lena.presses("Change time or people")
    await lena.fills(coming="يوسف حداد\nराहुल शर्मा\n王小明\nJana Novak")
    await lena.submits()
    await office.until(23, "10:40")
    await lena.types("/reflect Northwind")
    await lena.fills(goal_reached="yes", next_step=step)
    await lena.submits()
    await lena.presses("Plan it")
    await lena.submits()
    assert await guests(office) == [comes]


async def test_a_next_step_takes_day_and_time_from_the_calendar(office: Office) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await lena.types("/prep Northwind Friday 14:15")
    await office.until(23, "10:40")
    step = "So then the next step is, we talk on Friday, just short, with the answers."
    await lena.drops(NAME, call(step))
    if "Just show me" in lena.screen:
        await lena.presses("Just show me")
    await lena.presses("Draft the reflection")
    await lena.presses("It went well")
    lena.sees("the next step, in your calendar on Friday 27 November 14:15")
    await lena.presses("Keep")
    async with office.attune.database.read() as session:
        (kept,) = (await session.exec(select(Reflection.next_step))).all()
    assert kept.endswith("with the answers (Friday 27 November 14:15)")
    await lena.presses("Take it back")
    async with office.attune.database.read() as session:
        assert (await session.exec(select(Reflection.next_step))).all() == [""]
