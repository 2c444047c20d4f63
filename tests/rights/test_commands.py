"""The operator's commands for people's rights."""

import re
from pathlib import Path

from storage.database.connection import Database
from storage.tables import (
    Contact,
)
from tests import sqlite
from tests.command import run
from tests.rights.everybody import ONE, OTHER, fill, rows


async def test_an_operator_exports_and_erases_and_is_told_first(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{await sqlite.migrated(tmp_path / 'attune.sqlite3')}")
    await fill(database)
    async with database.write() as session:
        session.add(Contact(tenant=ONE, account_id=1, name="Jana Novak"))

    status, said, complaint = run(tmp_path, "person", "export", "U-Élodie", "--to", "mine.zip")
    assert (status, complaint) == (0, "")
    assert said.startswith("Exported 44 rows")
    assert (tmp_path / "mine.zip").stat().st_mode & 0o777 == 0o600
    again = run(tmp_path, "person", "export", "U-Élodie", "--to", "mine.zip")
    assert again[::2] == (1, "mine.zip cannot be written: File exists.\n")
    assert "--to FILE" in run(tmp_path, "tenant", "export", ONE)[2]
    assert (
        "Several people have that name: slack:T1 U-Élodie, slack:T2 U-Stranger."
        in run(tmp_path, "person", "erase", "Élodie Quint")[2]
    )

    deletions: list[tuple[tuple[str, ...], str, str]] = [
        (
            ("person", "erase", "U-Élodie"),
            "Élodie Quint",
            "- 1 open promise to or from a customer: colleagues find it in /promises\n",
        ),
        (
            ("account", "erase", "Élodie wrote account.name", "--contact", "jana novak"),
            "Jana Novak",
            "Calls stay",
        ),
        (
            ("account", "erase", "Élodie wrote account.name"),
            "Élodie wrote account.name",
            "calls: 1",
        ),
        (("tenant", "purge", ONE), ONE, "Nothing more is sent to it"),
    ]
    for arguments, name, told in deletions:
        before = await rows(database)
        tenant = () if arguments[0] == "tenant" else ("--tenant", ONE)
        for confirm in ((),) if tenant else ((), ("--confirm", "somebody")):
            status, said, complaint = run(tmp_path, *arguments, *tenant, *confirm)
            assert status == 1
            assert told in said
            other = f"“somebody” is not “{name}”. " if confirm else ""
            assert complaint == (
                f'{other}Nothing was deleted. To go ahead, add --confirm "{name}".\n'
            )
        assert await rows(database) == before
        status, said, complaint = run(tmp_path, *arguments, *tenant, "--confirm", name)
        assert (status, complaint) == (0, "")
        if tenant:
            (reference,) = re.findall(r"^Erased \(reference (\w{8})\)\.", said)
            noted = [row["target"].split()[-1] for row in (await rows(database))["audit"]]
            assert reference in noted
            assert (await rows(database))["audit"][-1]["result"] == "by command"
        assert await rows(database) != before
    assert {row["tenant"] for row in (await rows(database))["person"]} == {OTHER}
    purged = [row for row in (await rows(database))["audit"] if row["act"] == "purged"]
    assert [(row["actor"], row["result"]) for row in purged] == [(None, "by command")]
    before = await rows(database)
    again = run(tmp_path, "tenant", "purge", ONE, "--confirm", ONE)
    assert again[:2] == (
        0,
        f"{ONE} was already purged. Only the fact of the purge stays on file.\n",
    )
    assert await rows(database) == before
    await database.close()
