"""Admins upload a playbook, and choose it for everybody or for a team."""

import asyncio
import io
import zipfile
from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.problems import watch
from handlers.playbook.loader import load, shipped_files
from storage.tables import UploadedPlaybook
from storage.workspace import audit, playbooks
from tests.dialogues.office import Office
from tests.dialogues.privacy.test_my_data import given
from tests.dialogues.rep_does import plan
from tests.dialogues.turns import on_each_database

CALM, LATE, SHIPPED = "What would a calm week look like?", "What made it late?", "Open with:"


def openings(ask: str) -> bytes:
    """A file with one opening question, which every call then begins with."""
    return f"- id: ours\n  ask: {ask}\n".encode()


def zipped(**files: bytes) -> bytes:
    """A .zip of a folder with these files, by stem, as macOS makes it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("dach/", b"")
        archive.writestr("dach/README.md", b"Ours.")
        for stem, body in files.items():
            archive.writestr(f"dach/{stem}.yaml", body)
            archive.writestr(f"__MACOSX/dach/._{stem}.yaml", b"\x00\x05\x16\x07")
    return packed.getvalue()


async def with_admin(office: Office) -> int:
    """Tomas is an admin and leads DACH, with Lena in it. Lena has a call at ten."""
    team = await office.leads(office.tomas, [office.lena], admin=True)
    await plan(office, "Northwind today 10:00")
    await plan_for(office)
    return team


async def plan_for(office: Office) -> None:
    """Tomas has a call of his own at ten."""
    await office.tomas.types("/prep Fabrikam today 10:00")
    await office.tomas.presses("Add “Fabrikam”")


async def on_file(office: Office) -> list[UploadedPlaybook]:
    async with office.attune.database.read(office.lena_tenant) as session:
        return list(await playbooks.of_tenant(session, office.lena_tenant))


async def acts(office: Office) -> list[tuple[str, str]]:
    """What the audit log says about playbooks, newest first."""
    async with office.attune.database.read(office.lena_tenant) as session:
        found = await audit.page(session, office.lena_tenant, 30)
        return [(one.act, one.target) for one in found if one.target_kind == "playbook"]


async def test_a_playbook_is_dropped_checked_chosen_and_taken_back(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await with_admin(office)
    await tomas.drops("dach.zip", zipped(openings=openings(CALM)))
    tomas.sees("“dach.zip” is in order.", "Nobody works with it yet.", "shipped with Attune")
    openings_now = len(load().openings)
    tomas.sees(f"openings.yaml: 1 opening, instead of the {openings_now} shipped with")
    await lena.types("/prep Northwind")
    lena.sees_nothing_of(CALM)
    await tomas.presses("Use it for everybody")
    tomas.sees("Everybody works with “dach.zip”.", "“dach.zip”, 23 November 08:20, by Tomas Keller")
    await lena.types("/prep Northwind")
    lena.sees(CALM)
    await office.until(23, "09:46")
    assert any(CALM in said for said in lena.messages if "Stop briefs" in said)
    (row,) = await on_file(office)
    await tomas.types("playbooks")
    await tomas.presses("Choose a playbook")
    await tomas.fills(whom="all", playbook="none")
    await tomas.submits()
    tomas.sees("Everybody works with Attune's own playbook now.")
    await lena.types("/prep Northwind")
    lena.sees_nothing_of(CALM)
    assert await acts(office) == [
        ("playbook chosen", "none all"),
        ("playbook chosen", f"{row.id} all"),
        ("playbook uploaded", str(row.id)),
    ]
    await tomas.types("audit log")
    await tomas.presses("Who did what")
    tomas.sees("playbook chosen, “dach.zip”, for everybody", "playbook uploaded, “dach.zip”")


async def test_a_team_has_its_own_in_turns_and_in_messages(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    team = await with_admin(office)
    await tomas.drops("dach.zip", zipped(openings=openings(CALM)))
    await tomas.presses("Choose for a team")
    await tomas.submits()
    assert "whom" in tomas.problems
    await tomas.fills(whom=str(team))
    await tomas.submits()
    tomas.sees("Everybody works with Attune's own playbook.", "DACH works with “dach.zip”.")
    await tomas.types("/prep Fabrikam")
    tomas.sees_nothing_of(CALM)  # Tomas leads the team, but is not in it
    await lena.types("/prep Northwind")
    lena.sees(CALM)
    await office.until(23, "09:46")
    assert any(CALM in said for said in lena.messages if "Stop briefs" in said)
    assert not any(CALM in said for said in tomas.messages if "Stop briefs" in said)


async def test_mistakes_come_back_by_file_and_line_and_nothing_is_saved(office: Office) -> None:
    tomas = office.tomas
    await with_admin(office)
    wrong = b"- id: ours\n  ask: {broken\n"
    await tomas.drops("dach.zip", zipped(openings=wrong, lines=b"- a"))
    tomas.sees("“dach.zip” can't be used yet.", "lines.yaml:1: is not a playbook file")
    tomas.sees("openings.yaml:2: can't be read as YAML")
    many = "".join(f"- id: A{at}\n  ask: Why?\n" for at in range(30))
    await tomas.drops("openings.yaml", many.encode())
    tomas.sees('openings.yaml:1: id is "A0"; allowed:', "And 18 more mistakes.")
    assert await on_file(office) == []
    await tomas.presses("How to write one")
    tomas.sees("- id: on-your-desk")


@on_each_database
async def test_what_is_no_playbook_is_refused_with_what_to_do(office: Office) -> None:
    tomas = office.tomas
    await with_admin(office)
    for name, body, said in (
        ("dach.zip", b"PK\x03\x04 and no more", "That .zip can't be read"),
        ("dach.zip", zipped(), "It has no playbook files."),
        ("bomb.zip", zipped(openings=b"#" * 1_100_000), "at most 1 MB in all"),
        ("openings.yaml", b"#" * 1_100_000, "at most 1 MB in all"),
        ("openings.yaml", b"- id: \xff", "openings.yaml:1: is not UTF-8 text"),
        ("openings.yaml", b"a: &a [*a]", "anchors (&) and aliases (*) are not allowed"),
        ("openings.yml", openings(CALM), "openings.yml:1: is not a playbook file"),
    ):
        await tomas.drops(name, body)
        tomas.sees(said)
    assert await on_file(office) == []


async def test_one_file_replaces_its_part_of_the_playbook_uploaded_last(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await with_admin(office)
    await tomas.drops("dach.zip", zipped(openings=openings(CALM), pitch=b""))
    tomas.sees("pitch.yaml:1: is empty")
    await tomas.drops("dach.zip", zipped(openings=openings(CALM), competitors=b"names: [Routely]"))
    await tomas.drops("openings.yaml", openings(LATE))
    tomas.sees("“openings.yaml” is in order.", "The other files are as in “dach.zip”.")
    tomas.sees("openings.yaml: 1 opening, instead of the 1 in “dach.zip”")
    await tomas.presses("Use it for everybody")
    await lena.types("/prep Northwind")
    lena.sees(LATE)
    newest, first = await on_file(office)
    assert newest.files["competitors.yaml"] == first.files["competitors.yaml"]
    await tomas.presses("Choose a playbook")
    await tomas.fills(whom="all", playbook=str(first.id))  # back to the one before
    await tomas.submits()
    tomas.sees("Everybody works with “dach.zip”.")
    await lena.types("/prep Northwind")
    lena.sees(CALM)


async def test_the_files_are_exported_changed_and_dropped_again(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await with_admin(office)
    await tomas.types("How do I write a playbook?")
    tomas.sees("Drop the .zip here", "- id: on-your-desk", "openings.yaml, focuses.yaml")
    await tomas.presses("Export")
    tomas.sees("The playbook's files are in your direct messages with me.")
    packed = await given(tomas, "attune-playbook.zip")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert files == shipped_files()
    await tomas.drops("ours.zip", zipped(openings=openings(CALM)))
    await lena.types("export playbook")
    lena.sees("Only admins can see and change this.")
    await tomas.types("export playbook")
    tomas.sees("Which playbook?", "Attune's own playbook")
    await tomas.presses("“ours.zip”, 23 November 08:20")
    tomas.sees("The playbook's files are in your direct messages with me.")


async def test_an_exported_playbook_has_what_was_uploaded_and_the_shipped_rest(
    office: Office,
) -> None:
    await with_admin(office)
    await office.tomas.drops("ours.zip", zipped(openings=openings(CALM)))
    await office.tomas.types("export playbook")
    await office.tomas.presses("“ours.zip”, 23 November 08:20")
    packed = await given(office.tomas, "attune-playbook.zip")
    await office.tomas.drops("again.zip", packed)
    office.tomas.sees("“again.zip” is in order.", "openings.yaml: 1 opening, instead of the")
    again, _ = await on_file(office)
    assert again.files == shipped_files() | {"openings.yaml": openings(CALM).decode()}


@on_each_database
async def test_files_that_are_dropped_at_once_end_in_one_playbook(office: Office) -> None:
    tomas = office.tomas
    await with_admin(office)
    dropped = {
        "openings.yaml": openings(CALM),
        "competitors.yaml": b"names: [Routely]",
        "synonyms.yaml": b"- words: [van, lorry]",
    }
    await asyncio.gather(*(tomas.drops(name, body) for name, body in dropped.items()))
    newest, *_ = await on_file(office)
    assert newest.files == {name: body.decode() for name, body in dropped.items()}


async def test_only_admins_upload_and_choose(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await with_admin(office)
    await lena.drops("dach.zip", zipped(openings=openings(CALM)))
    lena.sees_nothing_of("is in order")
    assert await on_file(office) == []
    await lena.types("playbooks")
    lena.sees("Only admins can see and change this.")
    await tomas.drops("dach.zip", zipped(openings=openings(CALM)))
    await office.makes("Tomas Keller", "manager")
    await tomas.presses("Use it for everybody")
    tomas.sees("Only admins can see and change this.")
    await office.makes("Tomas Keller", "admin")
    async with office.attune.database.write(office.lena_tenant) as session:
        found = await session.exec(select(UploadedPlaybook).where(col(UploadedPlaybook.id) > 0))
        await session.delete(found.one())
    await tomas.presses("Use it for everybody")
    tomas.sees("That playbook is not on file any more.")


@on_each_database
async def test_one_that_a_new_release_refuses_falls_back_and_says_so(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await with_admin(office)
    await tomas.drops("dach.zip", zipped(openings=openings(CALM)))
    async with office.attune.database.write(office.lena_tenant) as session:
        row = (await session.exec(select(UploadedPlaybook))).one()
        row.files = {"openings.yaml": "- id: ours\n  asks: Why?\n"}
    await tomas.presses("Use it for everybody")
    tomas.sees("“dach.zip” is not used, because this version of Attune finds mistakes")
    await lena.types("/prep Northwind")
    lena.sees(SHIPPED)
    await tomas.presses("What is wrong")
    tomas.sees("openings.yaml:2: asks is not a field here; allowed: ")
    await tomas.types("health")
    tomas.sees(
        "An uploaded playbook that was chosen has mistakes", "Type “playbooks” to see what is wrong"
    )
    await looks(office)
    office.clock.moment += timedelta(hours=1)
    await looks(office)
    await office.delivers()
    tomas.sees("An uploaded playbook that was chosen has mistakes", "(since Monday 23 November).")
    assert not any("uploaded playbook" in said for said in lena.messages)
    await tomas.drops("openings.yaml", openings(LATE))
    await tomas.presses("Use it for everybody")
    office.clock.moment += timedelta(days=1)
    await looks(office)
    await office.delivers()
    tomas.sees("The playbooks that were chosen are used again.")


async def looks(office: Office) -> None:
    """The chore looks for what fails."""
    attune, now = office.attune, office.clock.now()
    await watch(attune.database, [office.lena_tenant], now, attune.playbooks)


@pytest.mark.parametrize("office", ["teams"], indirect=True)
async def test_another_process_hears_of_the_choice_within_a_minute(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await with_admin(office)
    await tomas.drops("dach.zip", zipped(openings=openings(CALM)))
    (row,) = await on_file(office)
    async with office.attune.database.write(office.lena_tenant) as session:
        by = await office.row(session, tomas)
        await playbooks.choose(session, office.lena_tenant, row.id, office.clock.now(), by=by.id)
    await lena.types("/prep Northwind")
    lena.sees_nothing_of(CALM)
    await office.attune.upkeep.read_playbooks()  # the chore
    await lena.types("/prep Northwind")
    lena.sees(CALM)
