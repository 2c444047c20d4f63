"""Let admins choose a group whose members become the people of a team.

The group is in the directory or in the CRM.
"""

from collections.abc import Sequence
from functools import partial

from handlers.cards import (
    Button,
    Buttons,
    Card,
    Form,
    Note,
    Paragraph,
    Reply,
    Strong,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.admin import following
from handlers.features.admin.team_cards import (
    GROUP,
    ONLY_ADMINS,
    OPEN,
    READ_GROUP,
    card,
    group_button_labels,
    team_of,
)
from handlers.inputs import ChoiceInput, Input, Option, TextInput
from handlers.registry import Refusal, Registry, Turn, Unfinished
from handlers.sources.group_ports import GroupsFailed, GroupsListed, GroupSources
from handlers.sources.records import GroupMembers, UserGroup
from handlers.views.admin import group_words
from handlers.views.crm.crm_words import NAMES
from handlers.views.team import team_words
from storage.choices import CrmKind
from storage.spelling import comparable
from storage.tables import Team
from storage.team import teams
from storage.team.group_ids import crm_of
from storage.workspace import audit

LISTED = 100  # entries in a list; with this many groups or more, the admin types the name
SAID = 10  # a form names the groups of at most this many teams
SHOWN = 70  # characters of a group's name
TEAM, CHOSEN = "team", "group"
NOT_HERE = "Attune can't read groups here. Admins choose who is in a team."
FOLLOW = "teams.follow_group"
BY_HAND = "by hand"
NO_GROUP = "By hand: admins choose who is in the team"
NONE_CHOSEN = "Choose a group, or “By hand”."
NO_GROUPS = "There are no groups here that Attune can read."
NO_TEAMS = "There are no teams yet. Make one first."
NOT_FOUND = (
    "No group has exactly this name, or several do. Write the name as your directory or CRM "
    "shows it."
)
ANOTHER = "The team no longer follows that group. Open the team again."
EXPLAINED = (
    "Attune reads the group every six hours. People in the group join the team, and all others "
    "leave it. Whoever is in another team stays there. Everybody concerned is told. Before the "
    "team follows the group, you see who joins and who leaves."
)


def register(registry: Registry) -> None:
    """Register the form for a team's group, and the buttons."""
    registry.button(GROUP, choose)
    registry.form(GROUP, chosen)
    registry.button(FOLLOW, follow)
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
    all_teams: Sequence[Team] = ()
    inputs: list[Input] = [_group_input(found.groups, team)]
    if team is None:
        all_teams = await teams.of_tenant(turn.session, turn.person.tenant)
        if not all_teams:
            raise Refusal(NO_TEAMS)
        options = tuple(Option(str(one.id), shortened(one.name, SHOWN)) for one in all_teams)
        inputs.insert(0, ChoiceInput(TEAM, "Team", options[:LISTED], required=True))
    now = _followed_now([team] if team else all_teams)
    subject = str(team.id) if team else ""
    fields = (*inputs, *now, *(Note(spans(one)) for one in _notes(found)))
    return Form(GROUP, "Members from a group", fields, subject=subject, submit="Continue")


def _followed_now(found: Sequence[Team]) -> list[Note]:
    known = [one for one in found if one.user_group is not None][:SAID]
    sources_of = [group_words.source(crm_of(one.user_group), one.group_name) for one in known]
    pairs = zip(known, sources_of, strict=True)
    said = [f"{shortened(one.name, SHOWN)}: {where}." for one, where in pairs]
    return [Note(spans(typed(f"Now: {' '.join(said)}")))] if said else []


def _notes(found: GroupsListed) -> list[str]:
    """Return what an admin should know before choosing, and why some groups could not be read."""
    kinds = dict.fromkeys(one.crm for one in found.groups)
    more = [group_words.explained(kind) for kind in kinds if kind is not None]
    failed = [one for one in found.failed if one.trouble != "not in the plan"]
    return [EXPLAINED, *more, *(str(_refusal(one)) for one in failed)]


def _group_input(found: Sequence[UserGroup], team: Team | None) -> Input:
    now = (team.user_group if team else None) or ""
    if len(found) >= LISTED:
        of_now = next((one.name for one in found if one.id == now), "")
        hint = "The group's name. Write “by hand” if admins choose who is in the team."
        return TextInput(CHOSEN, "Group", hint=hint, value=of_now, required=True)
    options = (*(Option(one.id, _named(one)) for one in found), Option(BY_HAND, NO_GROUP))
    value = now if now in {one.id for one in found} else ""
    return ChoiceInput(CHOSEN, "Group", options, value=value, required=True)


def _named(group: UserGroup) -> str:
    if group.crm is not None:
        return shortened(f"{NAMES[group.crm]}: {group.name}", SHOWN)
    name = shortened(group.name, SHOWN) or group.id
    return f"{name} (@{shortened(group.handle, 30)})" if group.handle else name


async def chosen(turn: Turn) -> Reply | Unfinished:
    """Let a team follow the chosen group. If the admin chose “By hand”, let it follow none."""
    access.admins_only(turn, ONLY_ADMINS)
    groups, words = await _groups(turn), turn.fields.get(CHOSEN, "").strip()
    if not words:
        raise Refusal(NONE_CHOSEN, field=CHOSEN)
    by_hand = comparable(words) == BY_HAND
    team = await team_of(turn, turn.text or turn.fields.get(TEAM, ""), locked=by_hand)
    if by_hand:
        return await _by_hand(turn, team)
    work = partial(_looked_up, groups, turn.person.tenant, words)
    return Unfinished(work, partial(_asked, team.id))


async def _by_hand(turn: Turn, team: Team) -> Reply:
    """Let admins choose the people of a team again. Nobody joins or leaves."""
    name = team_words.team_name(team)
    if team.user_group is None:
        return await card(turn, team, f"Admins choose who is in {name}, as before.")
    where = group_words.source(crm_of(team.user_group), team.group_name)
    was, team.user_group = team.group_name, None
    team.group_name = team.group_failing_since = None
    _audit_change(turn, team, was)
    said = f"{name} no longer follows {where}. Admins choose who is in the team. Nobody has left."
    return await card(turn, team, said)


async def _asked(
    team_id: int, turn: Turn, found: tuple[UserGroup, GroupMembers]
) -> Reply | Unfinished:
    """If anybody would join or leave, say who, and ask whether to follow the group.

    If nobody would join or leave, follow the group.
    """
    access.admins_only(turn, ONLY_ADMINS)
    team, (group, members) = await team_of(turn, str(team_id)), found
    known = await following.compared(turn.session, team, group.id, members)
    if not known.joins and not known.leaves:
        return await _follow(team_id, turn, found)
    where = group_words.source(group.crm, group.name)
    lead = f"Let {team_words.team_name(team)} follow {where}?"
    said = _what_changes(known, group.crm, done=False)
    buttons = (
        Button("Follow it", FOLLOW, f"{team.id} {group.id}", "primary"),
        Button("Leave the team as it is", OPEN, str(team.id)),
    )
    text = (Paragraph(spans(typed(one))) for one in said)
    return Card(lead, (Paragraph(spans(Strong(lead, typed=True))), *text, Buttons(buttons)))


async def follow(turn: Turn) -> Reply | Unfinished:
    """Let a team follow a group. The button's value has the team's id and the group's id."""
    access.admins_only(turn, ONLY_ADMINS)
    team_id, _, group = turn.text.partition(" ")
    groups, team = await _groups(turn), await team_of(turn, team_id)
    work = partial(_looked_up, groups, turn.person.tenant, group)
    return Unfinished(work, partial(_follow, team.id))


async def _looked_up(
    groups: GroupSources, tenant: str, chosen_group: str
) -> tuple[UserGroup, GroupMembers]:
    """Find the group by its id, name or handle, and read its members."""
    wanted = comparable(chosen_group.removeprefix("@"))
    known = await _listed(groups, tenant)
    found = [one for one in known.groups if one.id == chosen_group] or [
        one
        for one in known.groups
        if wanted in map(comparable, (one.name, one.handle, _named(one)))
    ]
    if len(found) != 1:
        raise _refusal(known.failed[0]) if known.failed else Refusal(NOT_FOUND, field=CHOSEN)
    return found[0], await _members(groups, tenant, found[0].id)


async def _follow(
    team_id: int, turn: Turn, found: tuple[UserGroup, GroupMembers]
) -> Reply | Unfinished:
    """Let the team follow the group from now on, and show who has joined and who has left."""
    access.admins_only(turn, ONLY_ADMINS)
    team = await team_of(turn, str(team_id), locked=True)
    group, members = found
    was, before = team.user_group, team.group_name
    team.user_group, team.group_name = group.id, group.name or None
    if was != group.id:
        _audit_change(turn, team, before)
    return await _followed(turn, team, members)


def _audit_change(turn: Turn, team: Team, was: str | None) -> None:
    source = "none" if team.user_group is None else crm_of(team.user_group) or "directory"
    audit.note_regrouped(turn.session, team, source, turn.now, actor=turn.person.id, was=was)


async def read_again(turn: Turn) -> Reply | Unfinished:
    """Read the group of a team again, and show the team."""
    access.admins_only(turn, ONLY_ADMINS)
    groups, team = await _groups(turn), await team_of(turn, turn.text)
    if team.user_group is None:
        return await card(turn, team)
    work = partial(_members, groups, turn.person.tenant, team.user_group)
    return Unfinished(work, partial(_read, team.id, team.user_group))


async def _read(team_id: int, group: str, turn: Turn, members: GroupMembers) -> Reply | Unfinished:
    """Make the team match the group that was read again."""
    access.admins_only(turn, ONLY_ADMINS)
    team = await team_of(turn, str(team_id), locked=True)
    if team.user_group != group:
        raise Refusal(ANOTHER)
    return await _followed(turn, team, members)


async def _followed(turn: Turn, team: Team, members: GroupMembers) -> Reply:
    took = await following.follow(turn.session, team, members, turn.now, by=turn.person.id)
    return await card(turn, team, *_what_changes(took, crm_of(team.user_group), done=True))


def _what_changes(known: following.Followed, crm: CrmKind | None, *, done: bool) -> list[str]:
    """Say who joins, who leaves, and which people in the group can't join the team.

    `done` is true if they have already joined and left.
    """
    joins, leaves = ([one.name for one in each] for each in (known.joins, known.leaves))
    moved = group_words.changes(joins, leaves, done=done)
    return moved + group_words.counted(known.size, known.unknown, known.elsewhere, crm)


async def _groups(turn: Turn) -> GroupSources:
    if turn.user_groups is None or not await group_button_labels(turn):
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
