"""The forms with which admins make a team, change it, and choose its people.

If a form offers at most `LISTED` people, admins choose them from a list. If there are more, they
type names.
"""

from collections.abc import Mapping, Sequence

from handlers.cards import Form, Note, Reply, spans
from handlers.coaching.text.words import shortened
from handlers.features import access, form_edits
from handlers.features.admin import membership, typed_names
from handlers.features.admin.team_cards import (
    ADD,
    EDIT,
    NEW,
    ONLY_ADMINS,
    TAKE,
    card,
    manager_of,
    team_of,
)
from handlers.inputs import ChecksInput, ChoiceInput, Input, Option, TextInput
from handlers.registry import Refusal, Registry, Turn
from handlers.views.admin import group_words
from handlers.views.team import team_words
from storage.tables import Person, Team
from storage.team import teams
from storage.team.group_ids import crm_of
from storage.workspace import audit, people

LISTED = 100
NAME, MANAGER, PEOPLE = "team", "manager", "people"
LEADER = "Who leads it"
HINT = "Their name, as “People and roles” shows it. Leave empty for nobody."
TAKEN = "There is a team with this name already."
ONE_TEAM = "A person can be in only one team. Whoever is in another team moves to this one."
WHAT_IS_SEEN = (
    "Whoever leads a team sees the reflections that its people share, including earlier ones, and "
    "the upcoming calls that people in the team have opened to the leader. Like every colleague, "
    "the leader may also read their promises. In a team of five people or more, the leader sees "
    "figures about all of them together. Everybody in the team is told this."
)


def register(registry: Registry) -> None:
    """Register the forms and the buttons that open them."""
    registry.button(NEW, open_new)
    registry.form(NEW, make)
    registry.button(EDIT, open_edit)
    registry.form(EDIT, edit)
    registry.button(ADD, open_add)
    registry.form(ADD, add)
    registry.button(TAKE, open_take)
    registry.form(TAKE, take)


async def open_new(turn: Turn) -> Reply:
    """Open the form for a new team."""
    access.admins_only(turn, ONLY_ADMINS)
    known = await _known(turn)
    elsewhere = await teams.names_by_person(
        turn.session, turn.person.tenant, [one.id for one in known]
    )
    return Form(
        NEW,
        "New team",
        (
            _name(""),
            _leader(known, None),
            _members("Who is in it", known, elsewhere),
            Note(spans(ONE_TEAM)),
            Note(spans(WHAT_IS_SEEN)),
        ),
        submit="Make it",
    )


async def make(turn: Turn) -> Reply:
    """Make a team with its manager and people, and show it."""
    access.admins_only(turn, ONLY_ADMINS)
    known = await _known(turn)
    manager, members = await _chosen_manager(turn, known), await _chosen(turn, known)
    team = await teams.create(turn.session, turn.person.tenant, _typed_name(turn), turn.now)
    if team is None:
        raise Refusal(TAKEN, field=NAME)
    session, by = turn.session, turn.person.id
    audit.note_team(session, team, "made", turn.now, actor=by)
    await membership.set_manager(session, team, manager, turn.now, by=by)
    await membership.put_in(session, team, members, turn.now, by=by)
    return await card(turn, team)


async def open_edit(turn: Turn) -> Reply:
    """Open the form for a team's name and manager."""
    access.admins_only(turn, ONLY_ADMINS)
    return form_edits.with_fingerprints(await _edit_form(turn, await team_of(turn, turn.text)))


async def _edit_form(turn: Turn, team: Team) -> Form:
    leader = _leader(await _known(turn), await manager_of(turn, team))
    return Form(EDIT, "Change a team", (_name(team.name), leader), subject=str(team.id))


async def edit(turn: Turn) -> Reply:
    """Save a team's name and manager, and show the team."""
    access.admins_only(turn, ONLY_ADMINS)
    turn, seen = form_edits.split_fingerprints(turn)
    team = await team_of(turn, turn.text, locked=True)
    turn = await form_edits.merged(turn, seen, await _edit_form(turn, team))
    manager = await _chosen_manager(turn, await _known(turn))
    name = _typed_name(turn)
    if name != (was := team.name):
        if not await teams.rename(turn.session, team, name):
            raise Refusal(TAKEN, field=NAME)
        audit.note_team(turn.session, team, "renamed", turn.now, actor=turn.person.id, was=was)
    await membership.set_manager(turn.session, team, manager, turn.now, by=turn.person.id)
    return await card(turn, team)


async def open_add(turn: Turn) -> Reply:
    """Open the form that puts people into a team."""
    access.admins_only(turn, ONLY_ADMINS)
    team = await _team_without_group(turn)
    inside = {one.id for one in await teams.members(turn.session, team.tenant, [team.id])}
    known = [one for one in await _known(turn) if one.id not in inside]
    elsewhere = await teams.names_by_person(turn.session, team.tenant, [one.id for one in known])
    if not known:
        raise Refusal("Everybody who has used Attune is in this team.")
    title = "Add people"
    people_in = _members(f"Who joins {team_words.team_name(team)}", known, elsewhere)
    return Form(
        ADD, title, (people_in, Note(spans(ONE_TEAM))), subject=str(team.id), submit="Add them"
    )


async def add(turn: Turn) -> Reply:
    """Put the chosen people into a team, and show the team."""
    access.admins_only(turn, ONLY_ADMINS)
    team = await _team_without_group(turn, locked=True)
    chosen = await _chosen(turn, await _known(turn), required=True)
    ids = [one.id for one in chosen]
    before = await teams.names_by_person(turn.session, team.tenant, ids)
    moved = await membership.put_in(turn.session, team, chosen, turn.now, by=turn.person.id)
    return await card(turn, team, *_left(moved, before))


def _left(moved: Sequence[Person], before: Mapping[int, str]) -> list[str]:
    """Say which people have left which teams."""
    names = sorted({before[one.id] for one in moved if one.id in before})
    gone = {name: [one.name for one in moved if before.get(one.id) == name] for name in names}
    return [f"Left {shortened(name, 60)}: {team_words.listed(gone[name], 10)}." for name in names]


async def open_take(turn: Turn) -> Reply:
    """Open the form that takes people out of a team."""
    access.admins_only(turn, ONLY_ADMINS)
    team = await _team_without_group(turn)
    members = await teams.members(turn.session, team.tenant, [team.id])
    if not members:
        raise Refusal("Nobody is in this team.")
    people_in = _members(f"Who leaves {team_words.team_name(team)}", members)
    title = "Take people out"
    return Form(TAKE, title, (people_in,), subject=str(team.id), submit="Take them out")


async def take(turn: Turn) -> Reply:
    """Take the chosen people out of a team, and show the team."""
    access.admins_only(turn, ONLY_ADMINS)
    team = await _team_without_group(turn, locked=True)
    members = await teams.members(turn.session, team.tenant, [team.id])
    chosen = await _chosen(turn, members, required=True)
    await membership.take_out(turn.session, team, chosen, turn.now, by=turn.person.id)
    return await card(turn, team)


async def _team_without_group(turn: Turn, *, locked: bool = False) -> Team:
    """Return the team. Raises Refusal if its people come from a group."""
    team = await team_of(turn, turn.text, locked=locked)
    if team.user_group is not None:
        where = group_words.source(crm_of(team.user_group), team.group_name)
        raise Refusal(f"The people in this team come from {where}. Change them there.")
    return team


async def _known(turn: Turn) -> Sequence[Person]:
    return await people.not_left_by_name(turn.session, turn.person.tenant)


def _name(value: str) -> TextInput:
    return TextInput(NAME, "Name", hint="For example: DACH", value=value, required=True)


def _typed_name(turn: Turn) -> str:
    name = turn.fields.get(NAME, "").strip()
    if not name:
        raise Refusal("What is the team called?", field=NAME)
    return name


def _leader(known: Sequence[Person], now: Person | None) -> Input:
    if len(known) > LISTED:
        return TextInput(MANAGER, LEADER, hint=HINT, value=now.name if now else "")
    options = tuple(Option(str(one.id), one.name) for one in known)
    return ChoiceInput(MANAGER, LEADER, options, value=str(now.id) if now else "", none="Nobody")


def _members(label: str, known: Sequence[Person], elsewhere: dict[int, str] | None = None) -> Input:
    if len(known) > LISTED:
        return TextInput(PEOPLE, label, hint="One name on each line.", multiline=True)
    options = tuple(Option(str(one.id), _labelled(one, elsewhere or {})) for one in known)
    return ChecksInput(PEOPLE, label, options)


def _labelled(one: Person, elsewhere: dict[int, str]) -> str:
    return f"{one.name} (in {elsewhere[one.id]})" if one.id in elsewhere else one.name


async def _chosen_manager(turn: Turn, known: Sequence[Person]) -> Person | None:
    """Return the person who is to lead the team, or None if nobody was chosen."""
    typed = turn.fields.get(MANAGER, "").strip()
    if not typed:
        return None
    found = [one for one in known if one.id == access.row_id(typed)]
    found = found or typed_names.people_named(typed, known, MANAGER)
    if len(found) != 1:
        raise Refusal("Only one person can lead a team.", field=MANAGER)
    return found[0]


async def _chosen(
    turn: Turn, known: Sequence[Person], *, required: bool = False
) -> Sequence[Person]:
    """Return the people who were ticked in the list, or whose names were typed."""
    typed = turn.fields.get(PEOPLE, "").strip()
    ids = {access.row_id(part) for part in typed.split(",")} - {0}
    found = [one for one in known if one.id in ids]
    if typed and not found:
        found = typed_names.people_named(typed, known, PEOPLE)
    if required and not found:
        raise Refusal("Choose at least one person.", field=PEOPLE)
    return found
