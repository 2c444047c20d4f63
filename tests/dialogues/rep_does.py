"""What Lena does in many dialogues: plans a call, holds it, and reflects on it."""

from tests.dialogues.office import Office

GUESSES = {"guess1": "They fear the migration", "guess2": "Ruben decides"}


async def plan(office: Office, words: str = "Northwind tomorrow 3pm") -> None:
    """Lena plans a call with an account that is new."""
    await office.lena.types(f"/prep {words}")
    await office.lena.presses(f"Add “{words.split(maxsplit=1)[0]}”")


async def held(office: Office, words: str = "Northwind today 10:00") -> None:
    """Lena planned a call with two guesses, and it has ended."""
    await plan(office, words)
    await office.lena.presses("Write your goal and guesses")
    await office.lena.fills(goal="Hear who decides about the depot", **GUESSES)
    await office.lena.submits()
    await office.until(23, "10:36")


TAPS = {"yes": ("Yes", "It went well"), "partly": ("Partly", "Mixed"), "no": ("No", "Badly")}
WITH_A_GOAL, WITHOUT = "did you reach your goal?", "how did it go?"
MARKETING = ("for_marketing", "attribution")  # these have a form of their own


async def reflect(office: Office, goal_reached: str = "yes", **fields: str) -> None:
    """Lena taps in the message after the call, writes her line, and adds more."""
    lena = office.lena
    asked = next(m for m in reversed(lena.messages) if WITH_A_GOAL in m or WITHOUT in m)
    await lena.presses(TAPS[goal_reached][WITH_A_GOAL not in asked])
    line = {name: fields.pop(name) for name in ("heard", "heard_from") if fields.get(name)}
    if line:
        await lena.answers_in_message(**line)
    for_marketing = {name: fields.pop(name) for name in MARKETING if name in fields}
    if fields or not line:
        await lena.presses("Add more")
        await lena.fills(**fields)
        await lena.submits()
    if for_marketing:
        await pass_on(office, **for_marketing)


async def pass_on(office: Office, **fields: str) -> None:
    """Lena passes a line to marketing, from the reply to her reflection."""
    await office.lena.presses("Share or pass on")
    await office.lena.presses("Pass a line to marketing")
    await office.lena.fills(**fields)
    await office.lena.submits()


def moved_to(words: str) -> tuple[str, str]:
    """Return what the answer to a move says, for "Northwind to Friday 10:00", at any old time."""
    name, _, when = words.partition(" to ")
    return f"Moved {name} from ", f" to {when}"
