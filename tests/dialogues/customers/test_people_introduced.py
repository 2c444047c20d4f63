"""Right after a call, a line that introduces somebody puts the person on file at its account."""

from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.turns import in_turn


async def reported(office: Office) -> None:
    """Lena has reported on today's call with Brightwater, and sees Halden and Brightwater again."""
    await office.knows(office.tomas)
    await plan(office, "Halden today 15:00 with Ruben Falk")
    await plan(office, "Brightwater today 10:00 with Anders Lund")
    await office.lena.types("/prep Brightwater thursday 10:00")
    await office.until(23, "10:36")
    await office.lena.types("good call, they loved the bed view")
    office.lena.sees("Saved: Brightwater.")


@in_turn(
    ("typed", "seen"),
    [
        (
            "new person there, karin holm, head of nursing, shes our fan",
            "Karin Holm, head of nursing, is on file at Brightwater",
        ),
        ("new guy there, tom hale, head of ops", "Tom Hale, head of ops, is on file at"),
        ("cfo is called martin voss", "Martin Voss, CFO, is on file at Brightwater"),
        ("halden: cfo is martin voss", "Martin Voss, CFO, is on file at Halden"),
        (
            "halden: karen holm, head of nursing, is our fan",
            "Karen Holm, head of nursing, is on file at Halden",
        ),
        ("jonas weber will be there, hes the ceo", "Jonas Weber is coming to Brightwater, Thu"),
        ("anders will have his boss on it, ruben oduya", "Ruben Oduya is coming to Brightwater"),
        ("anders brings his boss, ines roth", "Ines Roth is coming to Brightwater, Thu"),
    ],
)
async def test_a_person_is_put_on_file(office: Office, typed: str, seen: str) -> None:
    lena = office.lena
    await reported(office)
    await lena.types(typed)
    lena.sees(seen, "Undo")
    await lena.presses("Undo")
    lena.sees("is not on file any more.")


@in_turn(
    "typed",
    [
        "new person there, no idea who",
        "brightwater: beds first, wards next, is their plan",
        "halden: budget is fixed now",
        "they will be there, its fine",
        "tomas keller will be there, hes the boss",
    ],
)
async def test_other_lines_put_nobody_on_file(office: Office, typed: str) -> None:
    lena = office.lena
    await reported(office)
    await lena.types(typed)
    lena.sees_nothing_of("on file at", "is coming to")


@in_turn(
    ("named", "corrected", "now"),
    [
        ("cfo is called martin voss", "no, vosk with a k, martin vosk", "Martin Vosk, CFO,"),
        ("cfo is called martin voss", "no martin vosk not voss", "Martin Vosk, CFO,"),
        ("cfo is called martin voss", "vosk with a k", "Martin Vosk, CFO,"),
        (
            "new person there, karin holm, head of nursing",
            "actually its karen not karin",
            "Karen Holm, head of nursing,",
        ),
        (
            "new person there, karin holm, head of nursing",
            "sorry, it's spelled karen, not karin",
            "Karen Holm, head of nursing,",
        ),
    ],
)
async def test_the_name_is_corrected(office: Office, named: str, corrected: str, now: str) -> None:
    lena = office.lena
    await reported(office)
    await lena.types(named)
    await lena.types("whats the stage")  # something else in between
    await lena.types(corrected)
    lena.sees(f"{now} is on file at Brightwater", "Undo")
    await lena.types("who is at brightwater")
    lena.sees(now.split(",", maxsplit=1)[0])
    lena.sees_nothing_of("Voss", "Karin")


@in_turn(
    "typed", ["its wednesday not thursday", "they like it with a k", "its the cfo not the ceo"]
)
async def test_other_corrections_rename_nobody(office: Office, typed: str) -> None:
    lena = office.lena
    await reported(office)
    await lena.types("cfo is called martin voss")
    await lena.types(typed)
    await lena.types("who is at brightwater")
    lena.sees("Martin Voss", "Anders Lund")
