"""/team for people who lead no team: their own team and what they share, or all teams."""

from datetime import datetime

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Text,
    spans,
    typed,
)
from handlers.coaching.words import shortened
from handlers.knowledge import team_day, team_themes
from handlers.knowledge.team_day import SharedReflection
from handlers.registry import Turn
from handlers.rhythm_settings import day_of, rhythm_of
from handlers.times.formatting import format_full_date
from storage import people, teams
from storage.tables import Person, Team

READERS = "reflect.readers"  # handled by handlers/features/reflections/readers.py
SHARED = 4  # shared reflections; each has a button
TEAMS = 30
NO_TEAM = "You're not in a team yet. An admin puts people into teams."
NO_TEAMS = "There are no teams yet."


async def card(turn: Turn) -> Card:
    """Show the person's team. Show all teams to an admin without one."""
    team = await teams.of_person(turn.session, turn.person)
    if team is not None:
        return await _own(turn, team)
    if turn.person.role == "admin":
        return await _all(turn)
    return Card(NO_TEAM, (Paragraph(spans(NO_TEAM)),))


async def _own(turn: Turn, team: Team) -> Card:
    manager = await teams.manager_of(turn.session, turn.person)
    lead = f"You're in {shortened(team.name, 60)}."
    lead += f" {shortened(manager.name, 60)} leads it." if manager else " Nobody leads it now."
    blocks: list[Block] = [Paragraph(spans(typed(lead)))]
    blocks += [Paragraph(spans(typed(_sees(turn.person, manager))))] if manager else []
    shared = await team_day.shared_reflections(
        turn.session,
        team.tenant,
        [turn.person],
        since=turn.now - team_themes.PERIOD,
        limit=SHARED + 1,
    )
    for one in shared[:SHARED]:
        said = f"You shared {_which(one, turn.now, turn.person.zone)}."
        about = shortened(one.account.name, 40)
        look = Button("Look at it", READERS, str(one.reflection.call_id), beside=True, about=about)
        blocks += [Paragraph(spans(typed(said))), Buttons((look,))]
    if len(shared) > SHARED:
        blocks.append(Note(spans("Older ones: /reflect with the account, then Share or pass on.")))
    if not shared:
        blocks.append(Note(spans("You have shared no reflections in the last 90 days.")))
    return Card(lead, tuple(blocks))


def _sees(person: Person, manager: Person) -> str:
    name = shortened(manager.name, 60)
    if rhythm_of(person).calls_open:
        return (
            f"{name} sees what you share with your team, promises to customers, and which calls "
            "are coming."
        )
    return (
        f"{name} sees what you share with your team, and promises to customers. {name} sees your "
        "coming calls only if you open them."
    )


def _which(one: SharedReflection, now: datetime, zone: str) -> str:
    day = format_full_date(day_of(one.reflection.called_at, zone), day_of(now, zone))
    return f"{shortened(one.account.name, 60)}, {day}"


async def _all(turn: Turn) -> Card:
    found = await teams.of_tenant(turn.session, turn.person.tenant)
    if not found:
        return Card(NO_TEAMS, (Paragraph(spans(NO_TEAMS)),))
    leads = {team.manager_id or 0 for team in found}
    names = await people.names_of(turn.session, turn.person.tenant, leads)
    lines: list[Text] = [_line(team, names.get(team.manager_id or 0, "")) for team in found]
    blocks: list[Block] = [Paragraph(spans("Teams")), Bullets(tuple(lines[:TEAMS]))]
    blocks += [Note(spans(f"{len(found) - TEAMS} more."))] if len(found) > TEAMS else []
    return Card("Teams", tuple(blocks))


def _line(team: Team, manager: str) -> Text:
    led = f"{shortened(manager, 60)} leads it" if manager else "nobody leads it"
    return spans(typed(f"{shortened(team.name, 60)}: {led}"))
