"""Tell people what has changed in their team: who is in it, or who leads it.

A notice describes the team as it is when the notice is sent. So one message covers two changes at
about the same time.
"""

from collections.abc import Sequence

from handlers.cards import Block, Button, Buttons, Card, Paragraph, spans, typed
from handlers.message import Composed, NoLongerUseful
from handlers.notices.kind import Notice, NoticeKind
from handlers.views.team import team_words
from storage.outbox import history
from storage.tables import Outbox, Person, Team
from storage.team import teams

NAME = "team_changed"
LED = "team_led"
NOT_LEADING = "You no longer lead a team here, so you no longer see the team's calls and figures."


async def compose(notice: Notice) -> Composed:
    """Say which team the person is in, who leads the team, and what the manager sees.

    If the person is in no team now, say that they left. Raise NoLongerUseful if the person leads
    the team: `compose_led` tells them everything in one message.
    """
    person = _person(notice)
    team = await teams.of_person(notice.session, person)
    joined = await teams.membership(notice.session, person)
    if team is None or joined is None:
        return _said(team_words.LEFT_TEAM, ())
    if team.manager_id == person.id:
        raise NoLongerUseful("not wanted any more")
    is_new = any(joined.since >= row.due_at for row in notice.rows)
    lead = await _joined(notice, person, team)
    manager = await teams.manager_of(notice.session, person)
    if manager is None:
        nobody = f"Your team, {team_words.team_name(team)}, has no leader now."
        return _said(f"{lead} {team_words.NOBODY_LEADS}" if is_new else nobody, ())
    who = team_words.leads(team, manager)
    if not is_new:
        lead, who = f"{manager.name} now leads your team, {team_words.team_name(team)}.", ""
    said = " ".join(filter(None, (lead, who, team_words.sees(manager))))
    buttons = (team_words.switch(manager, is_open=False), team_words.what_sees(manager))
    return _said(said, buttons)


async def _joined(notice: Notice, person: Person, team: Team) -> str:
    left = await _left(notice, person, team, notice.rows)
    return f"You're in {team_words.team_name(team)} now{left}."


async def _left(notice: Notice, person: Person, team: Team, rows: Sequence[Outbox]) -> str:
    """Say which teams the person left: ", and no longer in DACH".

    The person left all teams in `rows`, except `team`. Return "" if `rows` have no other team.
    """
    abouts = {row.about or 0 for row in rows} - {team.id}
    found = [await teams.by_id(notice.session, person.tenant, one) for one in sorted(abouts)]
    left = " or ".join(team_words.team_name(one) for one in found if one is not None)
    return f", and no longer in {left}" if left else ""


async def compose_led(notice: Notice) -> Composed:
    """Say which of the changed teams are now led by the person, and who is in them.

    If the person leads none of them, say that.
    """
    person = _person(notice)
    changed = {row.about for row in notice.rows}
    led = [one for one in await teams.led_by(notice.session, person) if one.id in changed]
    lines = [await _led(notice, person, team) for team in led]
    if not lines:
        if await teams.led_by(notice.session, person):
            return _said(await _not_any_more(notice, person), ())
        return _said(NOT_LEADING, ())
    return _said(" ".join(lines), (Button("What I see", team_words.MINE),))


async def _led(notice: Notice, person: Person, team: Team) -> str:
    members = await teams.members(notice.session, person.tenant, [team.id])
    since = min(row.due_at for row in notice.rows if row.about == team.id)
    lead = f"You lead {team_words.team_name(team)} now"
    if any(one.id == person.id for one in members):
        changes = await history.rows(notice.session, person, since)
        own = [row for row in changes if row.kind == NAME]
        lead = f"{lead}. You're in it yourself{await _left(notice, person, team, own)}"
    lead = f"{lead}. {team_words.members_of(members, person)}"
    told = await history.planned_for(notice.session, person.tenant, NAME, team.id, since)
    inside = {person.id, *(one.id for one in members)}
    left = [one for one in told if one.id not in inside]
    return f"{lead} No longer members: {team_words.people_named(left)}." if left else lead


async def _not_any_more(notice: Notice, person: Person) -> str:
    for row in notice.rows:
        team = await teams.by_id(notice.session, person.tenant, row.about or 0)
        if team is not None:
            return f"You don't lead {team_words.team_name(team)} any more."
    return "A team that you led was deleted."


def _person(notice: Notice) -> Person:
    if not isinstance(notice.to, Person):
        raise NoLongerUseful("not wanted any more")
    return notice.to


def _said(said: str, buttons: Sequence[Button]) -> Composed:
    blocks: list[Block] = [Paragraph(spans(typed(said)))]
    if buttons:
        blocks.append(Buttons(tuple(buttons)))
    return Composed(Card(said, tuple(blocks)))


KIND = NoticeKind(NAME, "news of your team", compose, "person", repeat=True)
LEADING = NoticeKind(LED, "news of a team you lead", compose_led, "person", repeat=True)
