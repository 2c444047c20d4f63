"""An admin switches a language model on for one use at a time, and each rep may say no."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlmodel import select

from handlers.model.themes import themes_prompt
from handlers.sources.ports import ModelFailed
from storage.tables import AuditEntry
from tests.dialogues.admin.test_health import looks
from tests.dialogues.model.with_model import Model, serving
from tests.dialogues.office import Office
from tests.model.standin import status


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def model(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Model]:
    async with serving(monkeypatch) as served:
        yield served


async def opens(office: Office) -> None:
    await office.tomas.types("/calls")
    await office.makes("Tomas Keller", "admin")
    await office.tomas.types("roles")
    await office.tomas.presses("Language model")


async def test_each_use_is_off_says_what_leaves_and_is_asked_about_once(
    office: Office, model: Model
) -> None:
    tomas, lena = office.tomas, office.lena
    await lena.types("/calls")
    await opens(office)
    tomas.sees("gemma3:4b on this machine", "Transcripts: Off.")
    await tomas.presses("Switch transcripts on…")
    tomas.sees(
        "Switch the language model on for transcripts?",
        "The model is on this machine, so nothing leaves it.",
        "with numbers instead of the speakers' names",
        "Everybody is told",
    )
    await tomas.presses("Leave it off")
    tomas.sees("Transcripts: Off.")
    await tomas.presses("Switch transcripts on…")
    await tomas.presses("Switch it on")
    tomas.sees("Transcripts: On.")
    assert tomas.screen.count(": Off.") == 2  # each use has a switch of its own
    async with office.attune.database.read() as session:
        noted = [(one.act, one.target) for one in (await session.exec(select(AuditEntry))).all()]
    assert ("language model switched on", "transcripts") in noted
    await tomas.types("workspace privacy")
    await tomas.presses("Who did what")
    tomas.sees("Tomas Keller, language model switched on, transcripts")
    await office.delivers()
    lena.sees("An admin has switched a language model on for transcripts here.")
    assert model.server.requests == []


async def test_a_host_elsewhere_is_named_before_the_admin_says_yes(
    office: Office, model: Model
) -> None:
    model.is_elsewhere(office)
    await opens(office)
    await office.tomas.presses("Switch transcripts on…")
    office.tomas.sees("This goes to llm.example.com: the words of transcripts")


async def test_a_rep_says_no_for_themselves(office: Office, model: Model) -> None:
    lena = office.lena
    await model.switched_on(office, "transcripts")
    await lena.types("/rhythm")
    await lena.presses("More…")
    await lena.presses("Language model")
    lena.sees("On. The model is on this machine", "It picks out up to three sentences")
    await lena.presses("Switch it off for me")
    lena.sees("Off for you: no model reads your transcripts, and")
    await lena.types("/rhythm model")
    await lena.presses("Allow it for me")
    lena.sees("On. The model is on this machine")


async def test_only_admins_switch(office: Office, model: Model) -> None:
    lena = office.lena
    await lena.types("language model")
    lena.sees("The model is off for transcripts here")
    lena.sees_nothing_of("Switch transcripts on…")
    assert model.server.requests == []


async def test_do_you_use_ai_says_what_is_true(office: Office, model: Model) -> None:
    lena = office.lena
    await lena.types("do you use ai?")
    lena.sees("No. I use no language model")
    await model.switched_on(office, "transcripts", "themes")
    await lena.types("do you use ai?")
    lena.sees("Yes, for what an admin has switched on: transcripts and themes.", "gemma3:4b")


async def test_admins_are_told_that_the_model_fails_and_reps_are_not(
    office: Office, model: Model
) -> None:
    tomas, lena = office.tomas, office.lena
    await lena.types("/calls")
    await opens(office)
    await model.switched_on(office, "themes")
    model.server.faults.extend([status(401)] * 3)
    asked = themes_prompt([["The drivers switched it off."]], "a1b2c3")
    for _ in range(3):
        with pytest.raises(ModelFailed):
            await office.attune.model.ask(asked, office.lena_tenant, 0, office.clock.now())  # type: ignore[union-attr]
    await looks(office)
    await office.until(23, "11:00")
    await looks(office)
    tomas.sees(
        "The language model has failed to answer 3 times (since Monday 23 November).",
        "“python -m bot doctor” says",
    )
    assert not [shown for shown in lena.messages if "did not answer" in shown]
