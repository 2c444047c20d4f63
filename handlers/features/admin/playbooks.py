"""Show the playbooks that admins uploaded, and choose one for everybody or for a team."""

import asyncio
from collections.abc import Mapping, Sequence

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Form,
    Heading,
    Note,
    Paragraph,
    Reply,
    Strong,
    spans,
    typed,
)
from handlers.features import access
from handlers.features.admin.team_cards import team_of
from handlers.inputs import ChoiceInput, Option
from handlers.playbook.loader import PlaybookError, load_files
from handlers.registry import Refusal, Registry, Turn
from handlers.views.admin import playbook_words
from handlers.views.team import team_words
from storage.tables import Team, UploadedPlaybook
from storage.team import teams
from storage.workspace import audit, people, playbooks
from storage.workspace.playbooks import Choices

SHOW, OPEN, EVERYBODY, WRONG = (
    "playbook.show",
    "playbook.open",
    "playbook.everybody",
    "playbook.wrong",
)
# `playbook_export` handles these.
EXPORT, EXPORT_ONE, HOW = "playbook.export", "playbook.export_one", "playbook.how"
WHOM, PLAYBOOK, ALL, NONE = "whom", "playbook", "all", "none"
LEAD = "Playbooks"
NOT_ON_FILE = "That playbook is not on file any more. “playbooks” lists those that are."
NO_CHOICE = "None of these"
ABOUT_NONE = (
    "If you choose “None of these” for a team, the team works with the playbook for everybody. If "
    "you choose “None of these” for everybody, people work with Attune's own playbook."
)


def register(registry: Registry) -> None:
    """Register the list of playbooks, the ways to choose one, and a playbook's list of mistakes."""
    registry.phrases(SHOW, show, ("playbook", "playbooks", "show playbooks", "change playbook"))
    registry.button(SHOW, show)
    registry.button(OPEN, open_form)
    registry.form(OPEN, choose)
    registry.button(EVERYBODY, for_everybody)
    registry.button(WRONG, what_is_wrong)


async def show(turn: Turn) -> Reply:
    """Show admins who works with which playbook, and all playbooks on file."""
    access.admins_only(turn)
    return await _card(turn)


async def _card(turn: Turn, *more: str) -> Card:
    tenant = turn.person.tenant
    rows = await playbooks.of_tenant(turn.session, tenant)
    by_id = {row.id: row for row in rows}
    chosen = (await playbooks.chosen(turn.session, tenant)).get(tenant, Choices())
    known = await teams.of_tenant(turn.session, tenant)
    blocks: list[Block] = [Heading(LEAD), *(Paragraph(spans(typed(one))) for one in more)]
    blocks += playbook_words.who_has_which(chosen.everybody, known, by_id)
    broken = await _unusable(turn, [by_id[id_] for id_ in sorted(chosen.ids & by_id.keys())])
    blocks += [Paragraph(spans(Strong(_no_longer(row), typed=True))) for row in broken]
    if rows:
        names = await _uploaders(turn, rows)
        said = (playbook_words.version(row, names, turn.now, turn.person.zone) for row in rows)
        blocks += [
            Paragraph(spans("Uploaded, the newest first:")),
            Bullets(tuple(spans(typed(line)) for line in said)),
        ]
    blocks += [Note(spans(playbook_words.TO_ADD)), Note(spans(playbook_words.FILES))]
    buttons = [Button("Choose a playbook", OPEN, style="primary")] if rows else []
    wrong = (
        Button("What is wrong", WRONG, str(row.id), beside=True, about=row.name) for row in broken
    )
    buttons += [*wrong, Button("Export", EXPORT), Button("How to write one", HOW)]
    buttons.append(Button("People and roles", "roles.show"))
    return Card(LEAD, (*blocks, Buttons(tuple(buttons))))


async def _unusable(turn: Turn, rows: Sequence[UploadedPlaybook]) -> list[UploadedPlaybook]:
    """Return the playbooks in which this version of Attune finds mistakes."""
    if turn.playbooks is None:
        return []
    ids = [row.id for row in rows]
    unusable = await turn.playbooks.unusable(turn.session, turn.person.tenant, ids)
    return [row for row in rows if row.id in unusable]


def _no_longer(row: UploadedPlaybook) -> str:
    name = playbook_words.name_of(row)
    return (
        f"{name} is not used, because this version of Attune finds mistakes in it. If a team chose "
        "it, the team works with the playbook for everybody. If it is the playbook for everybody, "
        "people work with Attune's own playbook."
    )


async def _uploaders(turn: Turn, rows: Sequence[UploadedPlaybook]) -> Mapping[int, str]:
    ids = {row.uploaded_by for row in rows if row.uploaded_by is not None}
    return await people.names_of(turn.session, turn.person.tenant, ids)


async def open_form(turn: Turn) -> Reply:
    """Open the form to choose a playbook.

    If the button's value is a playbook's row id, the form begins with that playbook. If it is "",
    the form begins with “Everybody” and the current playbook for everybody.
    """
    access.admins_only(turn)
    tenant = turn.person.tenant
    rows = await playbooks.of_tenant(turn.session, tenant)
    chosen = (await playbooks.chosen(turn.session, tenant)).get(tenant, Choices())
    first = turn.text or str(chosen.everybody or NONE)
    options = [
        Option(str(row.id), playbook_words.version(row, {}, turn.now, turn.person.zone))
        for row in rows
    ]
    playbook = ChoiceInput(
        PLAYBOOK, "Playbook", (*options, Option(NONE, NO_CHOICE)), value=first, required=True
    )
    return Form(
        OPEN,
        "Choose a playbook",
        (
            _whom_input(await teams.of_tenant(turn.session, tenant), "" if turn.text else ALL),
            playbook,
            Note(spans(ABOUT_NONE)),
        ),
        submit="Choose it",
    )


def _whom_input(known: Sequence[Team], value: str) -> ChoiceInput:
    options = (Option(str(one.id), team_words.team_name(one)) for one in known)
    everybody = Option(ALL, "Everybody")
    return ChoiceInput(WHOM, "For whom", (everybody, *options), value=value, required=True)


async def choose(turn: Turn) -> Reply:
    """Save the choice in the form, and show the list."""
    access.admins_only(turn)
    whom = turn.fields.get(WHOM, "")
    if not whom:
        raise Refusal("Choose a team, or everybody.", field=WHOM)
    team = None if whom == ALL else await team_of(turn, whom, locked=True)
    typed_id = turn.fields.get(PLAYBOOK, "")
    if not typed_id:
        raise Refusal(f"Choose a playbook, or “{NO_CHOICE}”.", field=PLAYBOOK)
    row = None if typed_id == NONE else await on_file(turn, typed_id, field=PLAYBOOK)
    await _choose(turn, row.id if row else None, team)
    return await _card(turn, _now_used(row, team))


def _now_used(row: UploadedPlaybook | None, team: Team | None) -> str:
    whom = team_words.team_name(team) if team else "Everybody"
    if row is not None:
        return f"{whom} works with {playbook_words.name_of(row)} now."
    own = "the playbook for everybody" if team else "Attune's own playbook"
    return f"{whom} works with {own} now."


async def for_everybody(turn: Turn) -> Reply:
    """Choose the button's playbook for everybody, and show the list."""
    access.admins_only(turn)
    row = await on_file(turn, turn.text)
    await _choose(turn, row.id, None)
    return await _card(turn, _now_used(row, None))


async def _choose(turn: Turn, id_: int | None, team: Team | None) -> None:
    session, tenant = turn.session, turn.person.tenant
    chosen = (await playbooks.chosen(session, tenant)).get(tenant, Choices())
    if id_ == (chosen.by_team.get(team.id) if team else chosen.everybody):
        return
    await playbooks.choose(session, tenant, id_, turn.now, by=turn.person.id, team=team)
    target = f"{id_ or 'none'} {team.id if team else ALL}"
    audit.note(
        session, tenant, "playbook chosen", ("playbook", target), turn.now, actor=turn.person.id
    )
    if turn.playbooks:
        await turn.playbooks.changed(session, tenant)


async def what_is_wrong(turn: Turn) -> Reply:
    """List the mistakes that this version of Attune finds in a playbook."""
    access.admins_only(turn)
    row = await on_file(turn, turn.text)
    try:
        await asyncio.to_thread(load_files, row.files)
    except PlaybookError as error:
        return wrong(row.name, error.mistakes)
    raise Refusal("That playbook is in order.")


def wrong(name: str, mistakes: Sequence[str]) -> Card:
    """Return the card with the mistakes in a playbook of this name."""
    lead = (
        f"“{name}” can't be used yet."
        if len(name) <= playbook_words.NAME
        else "That playbook can't be used yet."
    )
    head = Paragraph(spans(Strong(lead, typed=True)))
    more = Buttons((Button("How to write one", HOW),))
    return Card(lead, (head, *playbook_words.mistakes(mistakes), more))


async def on_file(turn: Turn, text: str, *, field: str = "") -> UploadedPlaybook:
    """Return the uploaded playbook whose row id is `text`.

    Raises Refusal if there is none. If `field` is given, the refusal names this field of the form.
    """
    id_ = access.row_id(text)
    found = await playbooks.by_id(turn.session, turn.person.tenant, id_)
    if found is None:
        raise Refusal(NOT_ON_FILE, field=field)
    return found
