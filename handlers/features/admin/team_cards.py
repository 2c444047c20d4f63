"""Let admins, and nobody else, list, open and delete teams. `team_forms` changes teams."""

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    Reply,
    Strong,
    spans,
    typed,
)
from handlers.features import access
from handlers.features.admin import membership
from handlers.features.fields import whole_number
from handlers.registry import Refusal, Registry, Turn
from handlers.views.admin import group_words
from handlers.views.crm.crm_words import NAMES
from handlers.views.team import team_words
from storage.choices import LEFT
from storage.sources import crm_connections
from storage.tables import Person, Team
from storage.team import teams
from storage.team.group_ids import crm_of
from storage.workspace import people

SHOW, OPEN, NEW = "teams.show", "teams.open", "teams.new"
GROUP, READ_GROUP = "teams.group", "teams.read_group"
EDIT, ADD, TAKE, ASK, DELETE = (
    "teams.edit",
    "teams.add",
    "teams.take",
    "teams.ask",
    "teams.delete",
)
PAGE = 15  # teams on a page; a team takes two of the 50 blocks of a Slack message
ONLY_ADMINS = "Only admins can change teams. “my team” shows yours."
NOT_ON_FILE = "That team is not on file any more. “teams” lists those that are."
NONE = (
    "There are no teams yet. People in a team choose whether their manager sees their upcoming "
    "calls. Everybody is told who leads their team, and what that person sees."
)
FROM_GROUP = "The members of this team come from {}."


def register(registry: Registry) -> None:
    """Register the list of teams and the card of a team. `team_forms` registers the forms."""
    registry.phrases(SHOW, show, ("teams", "show teams", "change teams"))
    registry.button(SHOW, show)
    registry.button(OPEN, open_team)
    registry.button(ASK, ask)
    registry.button(DELETE, delete)


async def show(turn: Turn) -> Reply:
    """Show a page of the teams. The button's value is the page, from 0."""
    access.admins_only(turn, ONLY_ADMINS)
    return await listed(turn, whole_number(turn.text))


async def listed(turn: Turn, page: int) -> Card:
    """Return a page of the list of teams."""
    tenant = turn.person.tenant
    found = await teams.of_tenant(turn.session, tenant)
    page = min(page, max(0, (len(found) - 1) // PAGE))
    shown = found[page * PAGE : (page + 1) * PAGE]
    sizes = await teams.sizes(turn.session, tenant)
    names = await teams.manager_names(turn.session, tenant)
    blocks: list[Block] = [Heading("Teams")]
    if not shown:
        blocks.append(Paragraph(spans(NONE)))
    for team in shown:
        blocks.append(Paragraph(spans(typed(_line(team, names, sizes.get(team.id, 0))))))
        blocks.append(Buttons((Button("Open", OPEN, str(team.id), about=team.name),)))
    buttons = [Button("New team", NEW, style="default" if shown else "primary")]
    buttons.append(Button("People and roles", "roles.show"))
    if shown:
        buttons += [Button(label, GROUP) for label in await group_button_labels(turn)]
    if page:
        buttons.append(Button("Back", SHOW, str(page - 1)))
    if (page + 1) * PAGE < len(found):
        buttons.append(Button("More teams", SHOW, str(page + 1)))
    return Card("Teams", (*blocks, Buttons(tuple(buttons))))


def _line(team: Team, names: dict[int, str], size: int) -> str:
    return f"{team_words.team_name(team)}: {_counted(size)}, led by {names.get(team.id, 'nobody')}"


def _counted(size: int) -> str:
    return "1 person" if size == 1 else f"{size} people"


async def open_team(turn: Turn) -> Reply:
    """Show one team, with the buttons to change it."""
    access.admins_only(turn, ONLY_ADMINS)
    return await card(turn, await team_of(turn, turn.text))


async def card(turn: Turn, team: Team, *first: str) -> Card:
    """Return the card of one team, with the sentences in `first` below its heading."""
    members = await teams.members(turn.session, team.tenant, [team.id])
    manager = await manager_of(turn, team)
    name = team_words.team_name(team)
    led = team_words.leads(team, manager) if manager else f"Nobody leads {name} yet."
    in_it = f"Members: {team_words.people_named(members)}."
    value = str(team.id)
    buttons = [Button("Change", EDIT, value)]
    if team.user_group is None:
        buttons.append(Button("Add people", ADD, value, "default" if members else "primary"))
        buttons += [Button("Take people out", TAKE, value)] if members else []
    else:
        buttons.append(Button("Read the group again", READ_GROUP, value))
    if not (members and team.user_group is None):  # so there are at most five buttons
        buttons += [Button(label, GROUP, value) for label in await group_button_labels(turn)]
    buttons += [Button("Delete…", ASK, value, "danger"), Button("All teams", SHOW)]
    from_group = FROM_GROUP.format(group_words.source(crm_of(team.user_group), team.group_name))
    group = [Note(spans(typed(from_group)))] if team.user_group is not None else []
    said = (Paragraph(spans(typed(one))) for one in first)
    return Card(
        first[0] if first else name,
        (
            Heading(name),
            *said,
            Paragraph(spans(typed(led))),
            Paragraph(spans(typed(in_it))),
            *group,
            Buttons(tuple(buttons)),
        ),
    )


async def group_button_labels(turn: Turn) -> list[str]:
    """Return a list with the label of the button that chooses a group.

    The list is empty if no group can be read.
    """
    if turn.user_groups is None:
        return []
    if turn.user_groups.offered(turn.person.tenant):
        return ["Members from a group"]
    connected = await crm_connections.of_tenant(turn.session, turn.person.tenant)
    return [f"Members from {NAMES[connected.kind]}"] if connected is not None else []


async def manager_of(turn: Turn, team: Team) -> Person | None:
    """Return who leads a team. Return None if nobody does, or if that person has left."""
    if team.manager_id is None:
        return None
    found = await people.by_id(turn.session, team.tenant, team.manager_id)
    return None if found is None or found.standing == LEFT else found


async def ask(turn: Turn) -> Reply:
    """Ask whether to delete a team."""
    access.admins_only(turn, ONLY_ADMINS)
    team = await team_of(turn, turn.text)
    lead = f"Delete {team_words.team_name(team)}?"
    then = "Its people will be told, and will have no team. The team's figures will be deleted."
    buttons = (
        Button("Delete it", DELETE, str(team.id), "danger"),
        Button("Keep it", OPEN, str(team.id)),
    )
    text = (Paragraph(spans(Strong(lead, typed=True))), Paragraph(spans(then)))
    return Card(lead, (*text, Buttons(buttons)))


async def delete(turn: Turn) -> Reply:
    """Delete a team, and show the list."""
    access.admins_only(turn, ONLY_ADMINS)
    team = await team_of(turn, turn.text, locked=True)
    await membership.delete(turn.session, team, turn.now, by=turn.person.id)
    return await listed(turn, 0)


async def team_of(turn: Turn, text: str, *, locked: bool = False) -> Team:
    """Return the tenant's team with this id. Raises Refusal if there is none."""
    id_ = access.row_id(text)
    found = await teams.by_id(turn.session, turn.person.tenant, id_, locked=locked)
    if found is None:
        raise Refusal(NOT_ON_FILE)
    return found
