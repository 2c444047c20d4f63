"""Give an admin a playbook's files to change and upload again, and say how to write a playbook."""

from collections.abc import Mapping

from handlers.cards import (
    Aside,
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    Preformatted,
    Reply,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.admin import playbooks as page
from handlers.playbook.loader import shipped_files
from handlers.playbook.upload import packed
from handlers.registry import Registry, Turn, Unfinished
from handlers.views.admin import playbook_words
from storage.tables import UploadedPlaybook
from storage.workspace import playbooks
from storage.workspace.playbooks import Choices

FILE = "attune-playbook.zip"
OFFERED = 4  # how many uploaded playbooks to offer for export
LABEL = 40  # characters of a button's label
WHICH = "Which playbook?"
GIVEN = "The playbook's files are in your direct messages with me."
NOT_GIVEN = (
    "I can't hand over the file here. Ask whoever runs Attune for you. The files of your playbook "
    "are in PLAYBOOK_DIR. The files that are shipped with Attune are in handlers/playbook/content."
)
EXPORT_WORDS = (
    "export playbook",
    "export the playbook",
    "export our playbook",
    "export playbooks",
    "download playbook",
    "download the playbook",
)
HOW_WORDS = (
    "how do i write a playbook",
    "how do i make a playbook",
    "how do i add a playbook",
    "how do i upload a playbook",
    "how do i change the playbook",
    "how do i edit the playbook",
    "how do you write a playbook",
    "how to write a playbook",
    "write a playbook",
    "edit playbook",
    "edit the playbook",
    "upload a playbook",
)


def register(registry: Registry) -> None:
    """Register the phrases and buttons that export a playbook or say how to write one."""
    registry.phrases(page.EXPORT, export, EXPORT_WORDS)
    registry.button(page.EXPORT, export)
    registry.button(page.EXPORT_ONE, export_one)
    registry.phrases(page.HOW, how, HOW_WORDS)
    registry.button(page.HOW, how)


async def how(turn: Turn) -> Reply:
    """Say how to write a playbook, with an example."""
    access.admins_only(turn)
    blocks: tuple[Block, ...] = (
        Heading(playbook_words.HOW_LEAD),
        Bullets(tuple(spans(one) for one in playbook_words.STEPS)),
        Paragraph(spans(playbook_words.EXAMPLE_OF)),
        Preformatted(playbook_words.EXAMPLE),
        Note(spans(playbook_words.FILES)),
        Buttons((Button("Export", page.EXPORT, style="primary"), Button("Playbooks", page.SHOW))),
    )
    return Card(playbook_words.HOW_LEAD, blocks)


async def export(turn: Turn) -> Reply | Unfinished:
    """Give the operator's playbook. If admins have uploaded playbooks, ask which one to give."""
    access.admins_only(turn)
    tenant = turn.person.tenant
    rows = await playbooks.of_tenant(turn.session, tenant)
    if not rows:
        return _give(turn, _operators_files(turn))
    chosen = (await playbooks.chosen(turn.session, tenant)).get(tenant, Choices())
    used_first = sorted(rows, key=lambda row: row.id not in chosen.ids)
    uploaded = (_button(turn, row) for row in used_first[:OFFERED])
    buttons = (*uploaded, Button(playbook_words.OPERATORS, page.EXPORT_ONE, page.NONE))
    return Aside(card_saying(WHICH, Buttons(buttons)))


def _button(turn: Turn, row: UploadedPlaybook) -> Button:
    said = playbook_words.version(row, {}, turn.now, turn.person.zone)
    return Button(shortened(said, LABEL), page.EXPORT_ONE, str(row.id), about=said)


async def export_one(turn: Turn) -> Reply | Unfinished:
    """Give the files of the playbook whose button was pressed."""
    access.admins_only(turn)
    if turn.text == page.NONE:
        return _give(turn, _operators_files(turn))
    row = await page.on_file(turn, turn.text)
    return _give(turn, {**shipped_files(), **row.files})


def _operators_files(turn: Turn) -> Mapping[str, str]:
    return turn.playbooks.operators_files() if turn.playbooks else shipped_files()


def _give(turn: Turn, files: Mapping[str, str]) -> Reply | Unfinished:
    give = turn.give_file
    if give is None:
        return _given(False)

    async def work() -> bool:
        return await give(FILE, packed(files))

    async def then(_turn: Turn, is_given: bool) -> Reply:
        return _given(is_given)

    return Unfinished(work, then)


def _given(is_given: bool) -> Reply:
    if not is_given:
        return Aside(card_saying(NOT_GIVEN))
    text = (Paragraph(spans(GIVEN)), Note(spans(typed(playbook_words.AFTER_EXPORT))))
    return Aside(Card(GIVEN, (*text, Buttons((Button("How to write one", page.HOW),)))))
