"""Answer orders that managers and admins type about people and teams."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards import Button, Buttons, Card, Paragraph, Reply, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features.admin import roles, team_cards, writing
from handlers.features.team import coaching, rights
from handlers.registry import Turn
from handlers.typed.plain_spelling import written_out_words
from handlers.typed.team.admin_orders import order
from storage.tables import Team
from storage.team import teams
from storage.workspace import people

LEADERS = ("manager", "admin")
NOT_CHANGED = "Nothing is changed yet. The role of {} is “{}”. To choose another, press “Change”."
NOBODY_CHANGED = "Nothing is changed yet. Press “Change” beside the person."
NO_ONE_PERSON = (
    "I can't write to just one person for you. Admins can write to everybody on file, to people "
    "without a call, or to a team: type “write to people”."
)


async def answer(turn: Turn) -> Reply | None:
    """Open the form or the list in which the person can make the change that they typed.

    If the order is to write to one person, say that Attune does not do this. Return None if the
    message is not an order, if it is in a channel, or if its author is not a manager or an admin.
    """
    if turn.place is not None or turn.person.role not in LEADERS:
        return None
    known = await teams.of_tenant(turn.session, turn.person.tenant)
    match order(turn.text, [_words(one) for one in known]):
        case "focus":
            return await _focus(turn)
        case "team":
            return await _team(turn, known)
        case "role":
            return await _role(turn)
        case "write":
            is_admin = turn.person.role == "admin"
            more = (Buttons((Button("Write to people", writing.OPEN),)),) if is_admin else ()
            return card_saying(NO_ONE_PERSON, *more)
        case None:
            return None


async def _role(turn: Turn) -> Reply:
    """Show the role of the person whom the line names, with the button that changes it.

    If the line does not name exactly one person, list all people with their roles.
    """
    reply = await roles.show(replace(turn, text=""))  # raises Refusal for anybody but an admin
    tenant, said = turn.person.tenant, set(written_out_words(turn.text))
    everybody = await people.not_left(turn.session, tenant)
    named = [one for one in everybody if said & set(written_out_words(one.name)[:1])]
    if len(named) != 1:
        first = Paragraph(spans(NOBODY_CHANGED))
        return replace(reply, blocks=(first, *reply.blocks)) if isinstance(reply, Card) else reply
    (person,) = named
    lead = NOT_CHANGED.format(shortened(person.name, 60), roles.LABELS[person.role])
    change = Button("Change", "roles.open", str(person.id), about=shortened(person.name, 40))
    more = Button("People and roles", "roles.show", "0")
    return card_saying(typed(lead), Buttons((change, more)))


async def _focus(turn: Turn) -> Reply:
    """Open the form for offering a focus to somebody in a team that the manager leads.

    A focus is an if-then plan from the playbook, which a rep follows for a few calls. If the line
    names somebody in one of the manager's teams, the form is for this team. Otherwise, it is for
    the manager's first team. If the line names only one person in the team, this person is chosen
    in the form.
    """
    led = await rights.led_teams(turn)
    said = set(written_out_words(turn.text))
    for team in led:
        reports = await rights.reports_in(turn, team)
        named = [one for one in reports if said & set(written_out_words(one.name))]
        if named:
            chosen = str(named[0].id) if len(named) == 1 else ""
            return await coaching.open_offer(replace(turn, text=f"{team.id}:{chosen}"))
    return await coaching.open_offer(replace(turn, text=str(led[0].id)))


async def _team(turn: Turn, known: Sequence[Team]) -> Reply:
    said = f" {' '.join(written_out_words(turn.text))} "
    named = [one for one in known if f" {_words(one)} " in said]
    if len(named) == 1:
        return await team_cards.open_team(replace(turn, text=str(named[0].id)))
    return await team_cards.show(replace(turn, text=""))


def _words(team: Team) -> str:
    return " ".join(written_out_words(team.name))
