"""Transcripts that are dropped on each platform, and what is left of their words."""

import pytest
from sqlmodel import SQLModel

from bot.app import Attune
from tests.dialogues.office import Office
from tests.transcripts.desk import MARK, zoom

SECRETS = (MARK, "forty hours", "usual week")  # of what is said in the call
NAME = "GMT20261123-090203_Recording.transcript.vtt"  # 10:02 in Berlin
OURS = "Lena Brandt"


async def stored(attune: Attune) -> str:
    """Every row of every table."""
    lines: list[str] = []
    async with attune.database.read() as session:
        connection = await session.connection()
        for table in SQLModel.metadata.sorted_tables:
            rows = await connection.execute(table.select())
            lines += [f"{table.name} {tuple(row)}" for row in rows]
    return "\n".join(lines)


def nothing_of_it(text: str) -> None:
    """Fail if any of these is in the text."""
    assert not [word for word in SECRETS if word in text]


async def test_a_transcript_from_the_drop_to_the_figures_and_gone(
    office: Office, capfd: pytest.CaptureFixture[str]
) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "11:00")
    lena.sees("how did it go?", "Was the call transcribed? Drop the file here")
    await lena.drops(NAME, zoom("Speaker 1", "Speaker 2"))
    lena.sees("Which of these is you in the transcript?", "54% of the words", "None of these")
    nothing_of_it(await stored(office.attune))
    await lena.presses("Speaker 1")
    lena.sees("Northwind, today 10:00: 45% of the speech was yours.", "Not a score.")
    lena.sees("Only you see this. I keep the figures, not the words.")
    await lena.presses("All figures")
    lena.sees("Share of the speech: Speaker 2 55%, you 45%.", "36 questions")
    await lena.presses("Not this call")
    lena.sees("Which of your calls is it?", "It is not on file")
    await lena.presses("It is not on file")
    lena.sees("say with whom")
    await lena.answers_in_message("Note the call", account="Halden", when="today 10:30")
    lena.sees("Halden, today 10:30: 45%")
    assert len(await figures(office.attune)) == 1
    await lena.pastes(zoom(OURS, "Jana Novak", word="trucks").decode()[:3900])
    lena.sees("Which call is that transcript of?")
    await lena.presses("Northwind, today 10:00")
    lena.sees("It is shorter than ten minutes")
    everything = await stored(office.attune)
    log = "".join(capfd.readouterr())
    metrics = office.attune.metrics.text(None).decode()
    nothing_of_it(everything + log + metrics)
    assert "Jana Novak" in everything
    assert "Jana Novak" not in log + metrics
    await office.until(23, "11:40")
    lena.sees("Halden: how did it go?")
    lena.sees_nothing_of("transcribed")
    await lena.types("transcripts")
    lena.sees("Drop the transcript of a call here", "Halden, today 10:30")
    await lena.presses("Forget it")
    lena.sees("Forgotten: the figures of Northwind, today 10:00.")
    assert "Jana Novak" not in await stored(office.attune)


async def figures(attune: Attune) -> list[str]:
    return [line for line in (await stored(attune)).splitlines() if "measuredcall" in line]
