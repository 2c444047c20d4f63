"""Marketing in the dialogues: who listens, what a rep passes on, and what is heard."""

from tests.dialogues.marketing.test_insights import marketing
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan, reflect

WORDS = {
    "heard": "Everyone shows us the map. Jana Novak says nobody asks the drivers at Northwind.",
    "for_marketing": "They want a planner that drivers helped to build",
}


async def listening(office: Office) -> None:
    """Tomas is in marketing, and #marketing subscribes to the voice of the customer."""
    await marketing(office)
    office.tomas.goes_to("#marketing")
    await office.tomas.types("/insight subscribe voice")
    office.tomas.sees("#marketing gets the voice of the customer.")
    await office.delivers()


async def passed_on(office: Office, **fields: str) -> None:
    """Lena reflects on a call with Northwind at 10:00 and passes something on."""
    await listening(office)
    await plan(office, "Northwind today 10:00")
    await office.lena.presses("Change time or people")
    await office.lena.fills(coming="Jana Novak, head of dispatch")
    await office.lena.submits()
    await office.until(23, "10:36")
    await reflect(office, goal_reached="yes", **(WORDS | fields))
    await office.delivers()


async def change_line(office: Office, **fields: str) -> None:
    """Lena changes what marketing reads, on a later day."""
    await office.lena.types("/reflect Northwind")
    await office.lena.submits()
    await office.lena.presses("Share or pass on")
    await office.lena.presses("Change what marketing reads")
    await office.lena.fills(**fields)
    await office.lena.submits()


def heard(office: Office) -> list[str]:
    """What Attune wrote in #marketing after the confirmation of the subscription."""
    return office.tomas.reads("#marketing")[1:]
