"""Show and change people's roles and teams. Only admins may do this.

The people listed under ADMINS in the settings start as admins. Everybody else starts as a rep. A
manager may do what a rep may do. A rep who becomes the leader of a team becomes a manager.
`handlers.features.team.rights` decides what a manager sees of the team. Only marketers and
admins may publish insights and add feeds.
"""

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Form,
    Heading,
    Note,
    Paragraph,
    Reply,
    spans,
    typed,
)
from handlers.features import access, form_edits
from handlers.features.admin import membership, team_cards
from handlers.features.fields import one_of, whole_number
from handlers.inputs import ChoiceInput, Option
from handlers.registry import Refusal, Registry, Turn
from handlers.views.team import team_words
from storage.choices import Role
from storage.tables import Person
from storage.team import teams
from storage.workspace import audit, people

LABELS: dict[Role, str] = {
    "rep": "Rep",
    "manager": "Manager",
    "marketer": "Marketer",
    "admin": "Admin",
}
TEAM = "team"
DEFAULTS, PLAYBOOKS = "defaults.show", "playbook.show"
RESEARCH = "research.show"
ROLL_OUT, HEALTH, CRM, MODEL = "rollout.show", "health.show", "crm.show", "model.show"
PAGE = 20  # people on a page; a person takes two of the 50 blocks of a Slack message
BY_SETTING = "This person is an admin because they are listed under ADMINS in Attune's settings."
ONLY_ADMINS = (
    "Only admins can change roles. The first admins are listed under ADMINS in Attune's settings."
)


def register(registry: Registry) -> None:
    """Register the list of people, for admins, and the form that changes a role."""
    registry.button("roles.show", show)
    registry.button("roles.open", open_form)
    registry.phrases(
        "roles",
        show,
        ("roles", "people and roles", "people", "admin", "show roles", "change roles"),
    )
    registry.form("roles", save)


async def show(turn: Turn) -> Reply:
    """Show a page of the people who have used Attune. The button's value is the page, from 0."""
    access.admins_only(turn, ONLY_ADMINS)
    return await _list(turn, whole_number(turn.text))


async def open_form(turn: Turn) -> Reply:
    """Open the form for one person's role and team."""
    access.admins_only(turn, ONLY_ADMINS)
    return form_edits.with_fingerprints(await _form(turn, await _person(turn)))


async def _form(turn: Turn, person: Person) -> Form:
    options = tuple(Option(role, label) for role, label in LABELS.items())
    return Form(
        "roles",
        "Change a role",
        (
            Paragraph(spans(person.name)),
            *([Note(spans(BY_SETTING))] if person.role_before else []),
            ChoiceInput("role", "Role", options, value=person.role, required=True),
            *await _team_input(turn, person),
        ),
        subject=str(person.id),
    )


async def _team_input(turn: Turn, person: Person) -> list[ChoiceInput]:
    """Return the choice of the person's team, or [] if an admin can't choose it here.

    The people of some teams come from a group in the company's directory or CRM. An admin can't
    put anybody into such a team or take anybody out of it.
    """
    now = await teams.of_person(turn.session, person)
    known = await teams.of_tenant(turn.session, person.tenant)
    options = tuple(Option(str(one.id), one.name) for one in known if one.user_group is None)
    if not options or (now is not None and now.user_group is not None):
        return []
    return [ChoiceInput(TEAM, "Team", options, str(now.id) if now else "", none="No team")]


async def _save_team(turn: Turn, person: Person) -> None:
    """Put the person into the chosen team, or take the person out of their present team."""
    choices = await _team_input(turn, person)
    chosen = turn.fields.get(TEAM, "")
    if chosen and all(chosen != each.id for choice in choices for each in choice.options):
        raise Refusal(team_cards.NOT_ON_FILE, field=TEAM)
    if not choices or TEAM not in turn.fields:
        return
    session, by = turn.session, turn.person.id
    now = await teams.of_person(session, person)
    if chosen:
        team = await team_cards.team_of(turn, chosen, locked=True)
        await membership.put_in(session, team, [person], turn.now, by=by)
    elif now is not None:
        await membership.take_out(session, now, [person], turn.now, by=by)


async def save(turn: Turn) -> Reply:
    """Save a role and a team, and show the page with that person.

    Raises Refusal in these cases:

    - The sender is not an admin.
    - The role or the team is not one of the choices.
    - The person leads a team and would become a rep.
    - The sender would no longer be an admin.
    - A person who is listed in ADMINS would no longer be an admin.
    """
    turn, seen = form_edits.split_fingerprints(turn)
    person = await _person(turn)
    both = {one.id: one for one in (person, turn.person)}
    for _, one in sorted(both.items()):
        await people.lock(turn.session, one)
    # We check this after the lock, so that two admins can't demote each other at the same time.
    access.admins_only(turn, ONLY_ADMINS)
    turn = await form_edits.merged(turn, seen, await _form(turn, person))
    role = one_of(turn.fields.get("role", ""), LABELS)
    if role is None:
        raise Refusal("Choose one of these.", field="role")
    if role == "rep" and (led := await teams.led_by(turn.session, person)):
        name = team_words.team_name(led[0])
        raise Refusal(f"This person leads {name}. Change that under “Teams” first.", field="role")
    if person.id == turn.person.id and role != "admin":
        raise Refusal("You can't remove your own admin role. Another admin can.", field="role")
    if person.role_before is not None:
        if role != "admin":
            raise Refusal(f"{BY_SETTING} Remove them there first.", field="role")
        if person.id != turn.person.id:
            # Another admin has now chosen this role, so the person keeps it even if they are no
            # longer listed in ADMINS.
            person.role_before = "admin"
    before, person.role = person.role, role
    if before != role:
        audit.note_role(turn.session, person, before, turn.now, actor=turn.person.id)
    await _save_team(turn, person)
    return await _list(turn, await people.position(turn.session, person) // PAGE)


async def _list(turn: Turn, page: int) -> Card:
    total = await people.count(turn.session, turn.person.tenant)
    page = min(page, max(0, (total - 1) // PAGE))
    shown = await people.page(turn.session, turn.person.tenant, PAGE, skip=page * PAGE)
    lead = "People and roles"
    if total > PAGE:
        lead += f", {page * PAGE + 1} to {page * PAGE + len(shown)} of {total}"
    blocks: list[Block] = [Heading(lead)]
    ids = [person.id for person in shown]
    in_teams = await teams.names_by_person(turn.session, turn.person.tenant, ids)
    leads = await _leads(turn)
    for person in shown:
        led = leads.get(person.id, ())
        team = in_teams.get(person.id, "")
        parts = (LABELS[person.role], "" if team in led else team, *(f"leads {one}" for one in led))
        what = ", ".join(filter(None, parts))
        blocks.append(Paragraph(spans(typed(f"{person.name}: {what}"))))
        blocks.append(Buttons((Button("Change", "roles.open", str(person.id), about=person.name),)))
    for_everybody = (
        Button("Teams", team_cards.SHOW),
        Button("Defaults for everybody", DEFAULTS),
        Button("Playbooks", PLAYBOOKS),
        Button("Roll-out", ROLL_OUT),
        Button("CRM", CRM),
        Button("Public sources", RESEARCH),
        Button("Health", HEALTH),
        *([Button("Language model", MODEL)] if turn.model else []),
    )
    blocks.append(Buttons((*for_everybody, *_other_pages(page, total))))
    return Card(lead, tuple(blocks))


async def _leads(turn: Turn) -> dict[int, list[str]]:
    """Return the names of the teams that people lead, by the person's id."""
    led: dict[int, list[str]] = {}
    for team in await teams.of_tenant(turn.session, turn.person.tenant):
        if team.manager_id is not None:
            led.setdefault(team.manager_id, []).append(team.name)
    return led


def _other_pages(page: int, total: int) -> tuple[Button, ...]:
    pages = []
    if page:
        pages.append(Button("Back", "roles.show", str(page - 1)))
    if (page + 1) * PAGE < total:
        pages.append(Button("More people", "roles.show", str(page + 1)))
    return tuple(pages)


async def _person(turn: Turn) -> Person:
    found = await people.by_id(turn.session, turn.person.tenant, access.row_id(turn.text))
    if found is None:
        raise Refusal("That person is not on file here.")
    return found
