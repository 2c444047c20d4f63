"""/team: show managers the teams that they lead, and everybody else their own team."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from handlers.cards import Card, Reply
from handlers.commands import Command, is_not_understood, not_understood
from handlers.features.team import about_member, own_team, rights
from handlers.knowledge import team_day, team_themes
from handlers.registry import Registry, Turn, Unfinished
from handlers.rhythm_settings import DAY, day_of
from handlers.views.team import team_page
from handlers.views.team.team_page import TeamWeek
from storage.spelling import comparable
from storage.tables import Person, Team
from storage.team import help_requests, team_days, teams
from storage.team.team_days import Promised
from storage.workspace import policies

WEEK = 7 * DAY
NAME_WORDS = 3  # a typed name of a person or a team has at most this many words

COMMAND = Command(
    "team",
    "[name]",
    "your team: upcoming calls, shared reflections and promises",
    ("/team",),
)


def register(registry: Registry) -> None:
    """Register the command, and the buttons of a team's page."""
    registry.command(COMMAND, partial(show, registry))
    registry.button(team_page.SHOW, partial(show, registry))
    registry.button(team_page.PAGE, page)
    registry.form(team_page.CHOOSE, chosen)
    registry.button(team_page.PROMISES, promises)
    registry.button(team_page.OVERDUE, overdue)
    registry.button(team_page.HELP, waiting)


async def show(registry: Registry, turn: Turn) -> Reply | Unfinished:
    """Show the first team that the person leads. If the person leads no team, show their own team.

    An admin who neither leads nor has a team sees all teams.

    If a name was typed, show the team with this name that the person leads. For any other name, see
    `_of_unknown`.
    """
    led = await teams.led_by(turn.session, turn.person)
    if turn.text:
        called = [team for team in led if team.name_key == comparable(turn.text)]
        if not called:
            return await _of_unknown(registry, turn, led)
        led = called
    if not led:
        return await own_team.card(turn)
    return await _page(turn, led[0])


async def _of_unknown(registry: Registry, turn: Turn, led: Sequence[Team]) -> Reply | Unfinished:
    """Answer "team bram" if the person leads no team called "bram".

    If Bram is in a team that the person leads, show what a manager may see of Bram. Otherwise,
    answer the message as if "team" were not a command. If this finds no answer and the words may be
    a name, say that there is no team with this name.
    """
    wanted = comparable(turn.text)
    reports = await teams.reports(turn.session, turn.person)
    whom = next((one for one in reports if wanted in _names_of(one)), None)
    if whom and (found := await about_member.of_report(turn, whom)):
        return found
    answer: Reply | Unfinished = not_understood()
    if registry.fallback is not None:
        answer = await registry.fallback(replace(turn, text=f"{COMMAND.name} {turn.text}"))
    if not is_not_understood(answer) or len(turn.text.split()) > NAME_WORDS:
        return answer
    return team_page.no_such_team(turn.text, led)


def _names_of(person: Person) -> set[str]:
    whole = comparable(person.name)
    return {whole, *whole.split()}


async def page(turn: Turn) -> Reply:
    """Show the team that the pressed button names.

    If the button names no team, show the first team that the person leads.
    """
    if not turn.text:
        return await _page(turn, (await rights.led_teams(turn))[0])
    return await _page(turn, await rights.led_team(turn, turn.text))


async def waiting(turn: Turn) -> Reply:
    """List the requests for help that wait for this person."""
    found = await help_requests.waiting_for(turn.session, turn.person)
    return team_page.waiting(found)


async def chosen(turn: Turn) -> Reply:
    """Show the team that was chosen from the list."""
    return await _page(turn, await rights.led_team(turn, turn.fields.get("team", "")))


async def _page(turn: Turn, team: Team) -> Card:
    session, person, tenant = turn.session, turn.person, turn.person.tenant
    people = await rights.reports_in(turn, team)
    until = turn.now + WEEK
    ids = [one.id for one in people]
    asked = await help_requests.waiting_for(session, person)
    week = TeamWeek(
        team,
        await teams.led_by(session, person),
        [one for one in asked if one.asker.id in ids],
        await team_day.opened_calls(session, tenant, people, turn.now, until),
        await team_days.count_shared(session, tenant, ids, since=turn.now - team_themes.PERIOD),
        await team_day.we_owe(session, tenant, people),
        day_of(turn.now, person.zone),
        not await policies.figures_are_off(session, tenant),
    )
    return team_page.card(week, turn.now, person.zone)


async def promises(turn: Turn) -> Reply:
    """Show the open promises of a team, by account."""
    team, ours, theirs = await _promised(turn)
    return team_page.promises(team, ours, theirs, day_of(turn.now, turn.person.zone))


async def overdue(turn: Turn) -> Reply:
    """Show the promises of a team that are overdue, by account."""
    team, *both = await _promised(turn)
    today = day_of(turn.now, turn.person.zone)
    ours, theirs = (team_day.overdue(promised, today) for promised in both)
    return team_page.promises(team, ours, theirs, today, which="overdue")


async def first_overdue(turn: Turn) -> tuple[Team, int] | None:
    """Return a team that the person leads, and the number of its people's overdue promises.

    - Return the first team whose people have overdue promises to customers.
    - If there is no such team, return the first team and 0.
    - If the person leads no team, return None.
    """
    led = await teams.led_by(turn.session, turn.person)
    today = day_of(turn.now, turn.person.zone)
    for team in led:
        people = await rights.reports_in(turn, team)
        owed = await team_day.we_owe(turn.session, team.tenant, people)
        if late := team_day.overdue(owed, today):
            return team, len(late)
    return (led[0], 0) if led else None


async def _promised(turn: Turn) -> tuple[Team, list[Promised], list[Promised]]:
    """Return a team, its people's open promises, and the open promises of their customers."""
    team = await rights.led_team(turn, turn.text)
    people = await rights.reports_in(turn, team)
    ours = await team_day.we_owe(turn.session, team.tenant, people)
    return team, ours, await team_day.they_owe(turn.session, team.tenant, people)
