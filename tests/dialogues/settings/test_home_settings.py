"""Home says which messages come and when, which are off, and when the person is away."""

from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file


async def test_home_names_only_the_messages_that_come(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.opens_home()
    lena.sees("Agenda at 08:30, questions at 16:00 the working day before, brief 60 minutes before")
    lena.sees_nothing_of("Off:")
    await lena.types("stop research questions")
    await lena.opens_home()
    lena.sees("Agenda at 08:30, brief", "Off: research questions.")
    lena.sees_nothing_of("questions at 16:00")
    await lena.types("/rhythm")
    lena.sees("Off: research questions.")
    lena.sees_nothing_of("questions at 16:00")
    await lena.types("send me briefs the evening before")
    lena.sees("at most 12 hours before its call")
    lena.sees_nothing_of("Questions about")


async def test_home_says_when_the_person_is_away(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await lena.opens_home()
    lena.sees_nothing_of("Away", "Start again now")
    await lena.types("out tomorrow")
    await lena.presses("Away, and keep it")
    await lena.opens_home()
    lena.sees("Away from tomorrow 00:00 until Thu", "Nothing is sent during that time.")
    await lena.presses("Start again now")
    await lena.opens_home()
    lena.sees_nothing_of("Away", "Start again now")
    await lena.types("mute till 3")
    await lena.opens_home()
    lena.sees("Snoozed until today 15:00.")
