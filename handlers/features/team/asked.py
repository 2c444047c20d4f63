"""Answer a manager's typed question about a team: who needs help, its promises, its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.cards import Button, Buttons, Reply, card_saying
from handlers.features import access
from handlers.features.marketing import theme_names
from handlers.features.team import (
    about_member,
    coaching,
    figures,
    own_team,
    page,
    reflections,
    rights,
)
from handlers.registry import Feature, Turn, Unfinished
from handlers.typed.plain_spelling import written_out_words
from handlers.typed.team.team_asked import TeamPart, team_asked
from handlers.views.team import team_page
from storage.tables import Team
from storage.team import help_requests, teams

_TEAM = frozenset(("team", "teams"))
YOUR_TEAM = Button("Your team", team_page.SHOW, beside=True)


async def answer(turn: Turn) -> Reply | Unfinished | None:
    """Show a team that the person leads, one part of its page, or the open requests for help.

    Return None in these cases:

    - The person typed the message in a channel.
    - The message does not ask about a team or about requests for help.
    - The message names a team ("how is nord doing") that the person does not lead.
    - The person leads no team, and the message does not have the word "team".
    - The message asks for requests for help, the person leads no team, and no request waits for the
      person.
    """
    asked = team_asked(turn.text) if turn.place is None else None
    if asked is None:
        return None
    led = await teams.led_by(turn.session, turn.person)
    if asked.team:
        bare = asked.team.removeprefix("the ").removeprefix("team ").removesuffix(" team")
        named = [one for one in led if _words(one) in (asked.team, bare)]
        return await page.page(replace(turn, text=str(named[0].id))) if named else None
    if asked.part == "help":
        return await _waiting(turn, led)
    if not led:
        return await _of_others(turn, asked.part)
    value = str(_meant(turn, led).id)
    if asked.month:
        value = figures.value_of_month(value, asked.month, turn.now)
    return await PARTS[asked.part](replace(turn, text=value))


def _meant(turn: Turn, led: Sequence[Team]) -> Team:
    """Return the team that the line names, or the first of `led` if it names none of them."""
    said = f" {' '.join(written_out_words(turn.text))} "
    return next((one for one in led if f" {_words(one)} " in said), led[0])


def _words(team: Team) -> str:
    return " ".join(written_out_words(team.name))


async def of_promises(turn: Turn) -> Reply | Unfinished | None:
    """Answer the words after "promises" if they are about a team: "promises of the team"."""
    return await answer(replace(turn, text=f"promises {turn.text}")) if turn.text else None


async def _waiting(turn: Turn, led: Sequence[Team]) -> Reply | None:
    """List the requests for help that wait for this person, even if the person leads no team."""
    found = await help_requests.waiting_for(turn.session, turn.person)
    return team_page.waiting(found) if found or led else None


async def _of_others(turn: Turn, part: TeamPart) -> Reply | None:
    """Answer somebody who leads no team.

    Show the team that the person is in, or say that the person leads no team. Return None if the
    message does not have the word "team".
    """
    if _TEAM.isdisjoint(written_out_words(turn.text)):
        return None
    if part in ("page", "people", "reflections"):
        return await own_team.card(replace(turn, text=""))
    return card_saying(rights.NO_TEAM, Buttons((YOUR_TEAM,)))


async def _people(turn: Turn) -> Reply:
    team = await rights.led_team(turn, turn.text)
    return team_page.people(team, [one.name for one in await rights.reports_in(turn, team)])


async def _private(turn: Turn) -> Reply:
    """Say what the manager of a team sees, and what stays with each person."""
    return about_member.of_team(await rights.led_team(turn, turn.text))


PARTS: Mapping[TeamPart, Feature] = {
    "page": page.page,
    "people": _people,
    "private": _private,
    "promises": page.promises,
    "overdue": page.overdue,
    "reflections": reflections.show_list,
    "themes": theme_names.of_team,
    "figures": access.with_figures(figures.show),
    "coaching": coaching.show,
}
