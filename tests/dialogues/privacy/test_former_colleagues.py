"""A colleague who was erased, in what is read afterwards."""

import pytest
from sqlmodel import select

from handlers.sources.records import Attendee
from storage.tables import Contact, SeenMeeting
from tests.dialogues.meetings.meetings_read import ANN, knows, meeting, reads
from tests.dialogues.office import Office
from tests.dialogues.privacy.test_my_data import everything


@pytest.mark.parametrize("office", ["slack"], indirect=True)
async def test_a_colleagues_calendar_does_not_bring_back_who_was_erased(office: Office) -> None:
    lena = office.lena
    await office.knows(office.tomas)
    async with office.attune.database.write(office.lena_tenant) as session:
        (await office.row(session, office.tomas)).email = "tk@ours-ag.example"
    tomas = Attendee("Keller, Tomas", "tomas@ours.example")
    private = Attendee("TK", "tk@ours-ag.example")  # his own address, but not his name
    title = "Acme, Tomas Keller presents"
    meetings = (
        meeting("1", title, 24, "10:00", ANN, tomas),
        meeting("2", "Catch up with Tomas Keller", 25, "10:00", tomas),
        meeting("3", title, 20, "10:00", ANN, tomas),
    )
    await knows(office, "Acme", "Halden")
    await reads(office, *meetings)
    assert "Keller" in await everything(office)
    await office.tomas.types("my data")
    await office.tomas.presses("Erase me…")
    await office.tomas.presses("Erase me")
    namesake = Attendee("Tomas Keller", "t.keller@acme.example")
    later = (
        meeting("4", "Terms", 26, "10:00", private),
        meeting("5", "Acme", 27, "10:00", ANN, namesake),
    )
    for _ in range(2):
        left = await everything(office)
        for name in ("Keller", "tomas@", "tk@", "keller@"):
            assert name not in left
        await reads(office, *meetings, *later)
    await lena.types("/calls")
    lena.sees("Acme")
    async with office.attune.database.read() as session:
        known = (await session.exec(select(Contact.name))).all()
        verdicts = (await session.exec(select(SeenMeeting.source_id, SeenMeeting.verdict))).all()
    assert "A former colleague" not in known
    assert dict(verdicts)["4"] == "no"  # only colleagues come
    await office.tomas.types("/calls")  # who comes back is named again
    await reads(office, *meetings, label="again.example")
    assert "Keller, Tomas" in await everything(office)
