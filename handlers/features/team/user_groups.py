"""Let admins choose a group of the directory or the CRM whose members are the people of a team."""

from collections.abc import Sequence
from functools import partial

from handlers.cards import Form, Note, Reply, spans
from handlers.coaching.words import shortened
from handlers.features import access
from handlers.features.team import following
from handlers.features.team.admin import GROUP, ONLY_ADMINS, READ_GROUP, card, sources, team_of
from handlers.inputs import ChoiceInput, Input, Option, TextInput
from handlers.registry import Refusal, Registry, Turn, Unfinished
from handlers.sources.ports import GroupsFailed, GroupsListed, GroupSources
from handlers.sources.records import GroupMembers, UserGroup
from handlers.views import group_words
from handlers.views.crm_words import NAMES
from storage import audit, teams
from storage.group_ids import crm_of
from storage.spelling import comparable
from storage.tables import Team

LISTED = 100  # groups in a list; in a larger directory, the name is typed
SHOWN = 70  # characters of a group's name
TEAM, CHOSEN = "team", "group"
NOT_HERE = "Attune reads no groups here. Admins choose who is in a team."
BY_HAND = "No group: admins choose who is in the team"
NO_GROUPS = "There are no groups here that Attune can read."
NO_TEAMS = "There are no teams yet. Make one first."
NOT_FOUND = "No group has this name. Write it as it stands in your directory or CRM."
ANOTHER = "The team now follows another group. Open the team again."
EXPLAINED = (
    "Attune reads the group every six hours. People in the group join the team, and all others "
    "leave it. Whoever is in another team stays there. Everybody concerned is told."
)


def register(registry: Registry) -> None:
    """Register the form and the button that reads a group again."""
    registry.button(GROUP, choose)
    registry.form(GROUP, chosen)
    registry.button(READ_GROUP, read_again)


async def choose(turn: Turn) -> Reply | Unfinished:
    """Open the form for a team's group. If no team is given, the form asks for one too."""
    access.admins_only(turn, ONLY_ADMINS)
    groups, tenant = await _groups(turn), turn.person.tenant
    team = await team_of(turn, turn.text) if turn.text else None
    return Unfinished(partial(_listed, groups, tenant), partial(_form, team.id if team else None))


async def _form(team_id: int | None, turn: Turn, found: GroupsListed) -> Reply | Unfinished:
    access.admins_only(turn, ONLY_ADMINS)
    team = await team_of(turn, str(team_id)) if team_id else None
    inputs: list[Input] = [_group_input(found.groups, team)]
    if team is None:
        all_teams = await teams.of_tenant(turn.session, turn.person.tenant)
        if not all_teams:
            raise Refusal(NO_TEAMS)
        options = tuple(Option(str(one.id), shortened(one.name, SHOWN)) for one in all_teams)
        inputs.insert(0, ChoiceInput(TEAM, "Team", options[:LISTED], required=True))
    subject = str(team.id) if team else ""
    fields = (*inputs, *(Note(spans(one)) for one in _notes(found)))
    return Form(GROUP, "Members from a group", fields, subject=subject)


def _notes(found: GroupsListed) -> list[str]:
    """Return what an admin should know, and which other groups could not be read."""
    kinds = dict.fromkeys(one.crm for one in found.groups)
    more = [group_words.explained(kind) for kind in kinds if kind is not None]
    failed = [one for one in found.failed if one.trouble != "not in the plan"]
    return [EXPLAINED, *more, *(str(_refusal(one)) for one in failed)]


def _group_input(found: Sequence[UserGroup], team: Team | None) -> Input:
    now = (team.user_group if team else None) or ""
    if len(found) > LISTED:
        of_now = next((one.name for one in found if one.id == now), "")
        hint = "The group's name. Leave empty if admins choose who is in the team."
        return TextInput(CHOSEN, "Group", hint=hint, value=of_now)
    options = tuple(Option(one.id, _named(one)) for one in found)
    value = now if now in {one.id for one in found} else ""
    return ChoiceInput(CHOSEN, "Group", options, value=value, none=BY_HAND)


def _named(group: UserGroup) -> str:
    if group.crm is not None:
        return shortened(f"{NAMES[group.crm]}: {group.name}", SHOWN)
    name = shortened(group.name, SHOWN) or group.id
    return f"{name} (@{shortened(group.handle, 30)})" if group.handle else name


async def chosen(turn: Turn) -> Reply | Unfinished:
    """Let a team follow the chosen group, or none."""
    access.admins_only(turn, ONLY_ADMINS)
    groups, typed = await _groups(turn), turn.fields.get(CHOSEN, "").strip()
    team = await team_of(turn, turn.text or turn.fields.get(TEAM, ""), locked=not typed)
    if not typed:
        if team.user_group is not None:
            team.user_group = team.group_failing_since = None
            _note(turn, team)
        return await card(turn, team)
    work = partial(_looked_up, groups, turn.person.tenant, typed)
    return Unfinished(work, partial(_took, team.id))


async def _looked_up(
    groups: GroupSources, tenant: str, typed: str
) -> tuple[UserGroup, GroupMembers]:
    """Find the group by its id, name or handle, and read its members."""
    wanted = comparable(typed.removeprefix("@"))
    known = await _listed(groups, tenant)
    found = [one for one in known.groups if one.id == typed] or [
        one
        for one in known.groups
        if wanted in map(comparable, (one.name, one.handle, _named(one)))
    ]
    if len(found) != 1:
        raise _refusal(known.failed[0]) if known.failed else Refusal(NOT_FOUND, field=CHOSEN)
    return found[0], await _members(groups, tenant, found[0].id)


async def _took(
    team_id: int, turn: Turn, found: tuple[UserGroup, GroupMembers]
) -> Reply | Unfinished:
    access.admins_only(turn, ONLY_ADMINS)
    team = await team_of(turn, str(team_id), locked=True)
    group, members = found
    if team.user_group != group.id:
        team.user_group = group.id
        _note(turn, team)
    return await _followed(turn, team, members)


def _note(turn: Turn, team: Team) -> None:
    source = "none" if team.user_group is None else crm_of(team.user_group) or "directory"
    audit.note_regrouped(turn.session, team, source, turn.now, actor=turn.person.id)


async def read_again(turn: Turn) -> Reply | Unfinished:
    """Read the group of a team again, and show the team."""
    access.admins_only(turn, ONLY_ADMINS)
    groups, team = await _groups(turn), await team_of(turn, turn.text)
    if team.user_group is None:
        return await card(turn, team)
    work = partial(_members, groups, turn.person.tenant, team.user_group)
    return Unfinished(work, partial(_read, team.id, team.user_group))


async def _read(team_id: int, group: str, turn: Turn, members: GroupMembers) -> Reply | Unfinished:
    access.admins_only(turn, ONLY_ADMINS)
    team = await team_of(turn, str(team_id), locked=True)
    if team.user_group != group:
        raise Refusal(ANOTHER)
    return await _followed(turn, team, members)


async def _followed(turn: Turn, team: Team, members: GroupMembers) -> Reply:
    took = await following.follow(turn.session, team, members, turn.now, by=turn.person.id)
    said = group_words.counted(took.size, took.unknown, took.elsewhere, crm_of(team.user_group))
    return await card(turn, team, *said)


async def _groups(turn: Turn) -> GroupSources:
    if turn.user_groups is None or not await sources(turn):
        raise Refusal(NOT_HERE)
    return turn.user_groups


async def _listed(groups: GroupSources, tenant: str) -> GroupsListed:
    found = await groups.groups(tenant)
    if not found.groups:
        raise _refusal(found.failed[0]) if found.failed else Refusal(NO_GROUPS)
    return found


async def _members(groups: GroupSources, tenant: str, group: str) -> GroupMembers:
    try:
        found = await groups.members(tenant, group)
    except GroupsFailed as failed:
        raise _refusal(failed) from failed
    if not found.people:
        raise _refusal(GroupsFailed("empty", crm_of(group)))
    return found


def _refusal(failed: GroupsFailed) -> Refusal:
    return Refusal(group_words.trouble(failed.trouble, failed.crm))
