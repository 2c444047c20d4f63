"""People and a length behind the time of a call: "fri 10 w mia 45min"."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


@in_turn(
    "typed",
    [
        "plan alder fri 10 w mia 45min",
        "alder fri 10 with mia for 45 min",
        "book alder fri 10 w mia 45 minutes",
        "plan alder fri 10 w mia 45min re pricing",
    ],
)
async def test_a_length_is_never_a_person(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Planned: Alder and Finch, Friday 10:00", "Their attendees: Mia Berg.")
    await lena.types("change alder fri")
    lena.sees_nothing_of("45min", "Mia 45")
    await lena.types("alder brief fri")
    lena.sees("Mia Berg, store manager")


@in_turn(
    "typed",
    [
        "book alder tue 15 2pm cfo martin dvorak + mia",
        "book alder tue 15 2pm w their CFO Martin Dvorak and mia",
        "alder tue 15 dec 2pm with mia + martin dvorak (CFO)",
    ],
)
async def test_people_joined_by_a_plus(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Planned: Alder and Finch, Tuesday 15 December 14:00.")
    lena.sees("Their attendees: Mia Berg, Martin Dvorak.")
    await lena.types("who is martin dvorak")
    lena.sees("CFO")


@in_turn(
    "typed",
    [
        "alder again next tue 11, 30 min w mia and her boss Ruth Kemp",
        "plan alder next tue 11 30 min with mia and ruth kemp",
        "book alder next tue 11, half an hour, with mia and Ruth Kemp",
    ],
)
async def test_a_length_right_after_the_time(office: Office, typed: str) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.types(typed)
    lena.sees("Planned: Alder and Finch, Tuesday 1 December 11:00.")
    lena.sees("Their attendees: Mia Berg, Ruth Kemp.")
