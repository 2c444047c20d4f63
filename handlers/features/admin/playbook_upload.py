"""Check and save a playbook that an admin uploads: a .zip with YAML files, or one YAML file.

A single YAML file replaces the file of the same name in the playbook that was uploaded last. If no
playbook was uploaded before, the YAML file replaces the file in the playbook that is shipped with
Attune. If a .zip lacks a file, we take this file from the shipped playbook. The result is saved as
a new playbook.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from handlers.cards import Button, Buttons, Card, Reply
from handlers.features import access
from handlers.features.admin import playbooks as page
from handlers.features.transcripts import bringing
from handlers.playbook.loader import Playbook, PlaybookError, load_files
from handlers.playbook.upload import files_of, is_one_file, is_upload, within_limit
from handlers.registry import Registry, Turn, Unfinished
from handlers.request import SharedFile
from handlers.views.admin import playbook_words
from storage.tables import UploadedPlaybook
from storage.team import teams
from storage.text import storable
from storage.workspace import audit, people, playbooks

NAME = "playbook"
MAX_NAME = 200  # characters of a file's name


def register(registry: Registry) -> None:
    """Register the answer to files that may be a playbook."""
    registry.named_file(NAME, bring, holds=is_upload)


@dataclass(frozen=True)
class Base:
    """The playbook from which we take the files that the admin did not upload.

    `id` is None for the playbook that is shipped with Attune.
    """

    id: int | None = None
    name: str = ""
    files: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Checked:
    """A playbook without mistakes.

    `body` is the uploaded file, and `uploaded` has the names of the YAML files in `body`.
    `playbook` is loaded from `files`, and `before` is loaded from the files of `base`.
    """

    name: str
    body: bytes
    base: Base
    files: dict[str, str]
    uploaded: tuple[str, ...]
    playbook: Playbook
    before: Playbook


@dataclass(frozen=True)
class Mistaken:
    """An uploaded file that can't be used, and why."""

    name: str
    mistakes: tuple[str, ...]


async def bring(turn: Turn) -> Reply | Unfinished:
    """Fetch and check the file. If the person is not an admin, treat the file as a transcript."""
    file = turn.file
    if file is None or turn.person.role != "admin":
        return await access.with_figures(bringing.bring)(turn)
    base = await _base_for(turn, file.name)

    async def read() -> Checked | Mistaken:
        return await _checked(_name(file), await file.fetch(), base)

    return Unfinished(read, after_checking)


def _name(file: SharedFile) -> str:
    return storable(file.name)[-MAX_NAME:]


async def _base_for(turn: Turn, name: str) -> Base:
    latest = await playbooks.latest(turn.session, turn.person.tenant)
    if latest is None or not is_one_file(name):
        return Base()
    return Base(latest.id, latest.name, latest.files)


async def _checked(name: str, body: bytes, base: Base) -> Checked | Mistaken:
    try:
        return await asyncio.to_thread(_check, name, body, base)
    except PlaybookError as error:
        return Mistaken(name, error.mistakes)


def _check(name: str, body: bytes, base: Base) -> Checked:
    uploaded = files_of(name, body)
    files = {**(base.files or {}), **uploaded}
    within_limit(files)
    return Checked(name, body, base, files, (*uploaded,), load_files(files), _playbook_before(base))


def _playbook_before(base: Base) -> Playbook:
    try:
        return load_files(base.files or {})
    except PlaybookError:  # only an earlier release of Attune accepted these files
        return load_files({})


async def after_checking(turn: Turn, found: Checked | Mistaken) -> Reply | Unfinished:
    """Save a playbook without mistakes, or list the mistakes."""
    access.admins_only(turn)  # the role may have changed meanwhile
    if isinstance(found, Mistaken):
        return page.wrong(found.name, found.mistakes)
    await people.lock(turn.session, turn.person)  # several files may be uploaded at once
    base = await _base_for(turn, found.name)
    if base.id != found.base.id:  # another file was uploaded meanwhile

        async def again() -> Checked | Mistaken:
            return await _checked(found.name, found.body, base)

        return Unfinished(again, after_checking)
    return await _saved(turn, found)


async def _saved(turn: Turn, found: Checked) -> Card:
    person, session = turn.person, turn.session
    row = UploadedPlaybook(
        tenant=person.tenant,
        name=found.name,
        files=found.files,
        uploaded_by=person.id,
        uploaded_at=turn.now,
    )
    await playbooks.add(session, row)
    audit.note(
        session,
        person.tenant,
        "playbook uploaded",
        ("playbook", row.id),
        turn.now,
        actor=person.id,
    )
    buttons = [Button("Use it for everybody", page.EVERYBODY, str(row.id), "primary")]
    if await teams.of_tenant(session, person.tenant):
        buttons.append(Button("Choose for a team", page.OPEN, str(row.id)))
    buttons.append(Button("All playbooks", page.SHOW))
    said = playbook_words.can_be_used(
        found.name, found.playbook, found.uploaded, found.before, found.base.name
    )
    summary = "The playbook is in order."
    return Card(summary, (*said, Buttons(tuple(buttons))))
