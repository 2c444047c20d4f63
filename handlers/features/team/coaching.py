"""Let a manager offer a focus from the playbook, and let the rep take it up or decline.

A manager never learns that a rep declined. To the manager, a declined offer looks like an offer
without an answer, and blocks the next offer for just as long.
"""

from collections.abc import Sequence
from datetime import timedelta

from handlers.cards import Card, Form, Note, Reply, card_saying, spans, typed
from handlers.coaching.names.given_names import first_name
from handlers.features import access
from handlers.features.settings import rhythm_forms
from handlers.features.team import rights
from handlers.inputs import ChoiceInput, Option, TextInput
from handlers.notices import focus_offered, focus_taken, tell
from handlers.playbook.loader import Playbook
from handlers.playbook.schema import Focus
from handlers.registry import Refusal, Registry, Turn
from handlers.views.team import coaching_cards, team_page
from storage.tables import Person, Team
from storage.team import coaching, teams
from storage.team.coaching import Offered
from storage.workspace import people

LISTED = 100  # people in the form
SHOWN = 8  # offers on the card
AGAIN_AFTER = timedelta(days=7)  # at least this long from one offer to the next
NOT_YET = "You've already offered {} a focus in the last seven days. One at a time."
NO_FOCUS = "That focus is no longer in the playbook. /rhythm has the others."
GONE = "That offer no longer stands. /rhythm has every focus."
NOBODY = "Nobody else is in this team."
THEY_SEE = "They see your name and your line, and decide. You'll hear about it if they take it up."
PLAN = "Which focus? In each plan, “they” is the customer and “I” is the person you chose"
TAKEN = "You have already taken it up. /rhythm changes your focus."


def register(registry: Registry) -> None:
    """Register the manager's card and form, and the rep's two answers."""
    registry.button(team_page.COACHING, show)
    registry.button(coaching_cards.OFFER, open_offer)
    registry.form(coaching_cards.OFFER, offer)
    registry.button(coaching_cards.TAKE, take)
    registry.button(coaching_cards.NOT_NOW, not_now)


async def show(turn: Turn) -> Reply:
    """Show what the manager offered to the people in a team."""
    return await _card(turn, await rights.led_team(turn, turn.text))


async def _card(turn: Turn, team: Team) -> Card:
    reports = await rights.reports_in(turn, team)
    ids = [one.id for one in reports]
    offers = await coaching.offers_by(turn.session, turn.person, ids, SHOWN)
    plans = {focus.id: focus.plan for focus in (await _playbook(turn, reports)).focuses}
    shared = bool(await rights.figures_shared(turn))
    return coaching_cards.coaching(
        team, offers, plans, turn.now, turn.person.zone, shared_with_them=shared
    )


async def open_offer(turn: Turn) -> Reply:
    """Open the form to offer a focus to somebody in a team.

    The turn's text is the team's id ("3"). The id of the person to whom the focus is offered may
    follow ("3:17").
    """
    team_id, _, chosen = turn.text.partition(":")
    team = await rights.led_team(turn, team_id)
    reports = (await rights.reports_in(turn, team))[:LISTED]
    if not reports:
        raise Refusal(NOBODY)
    chosen = chosen if chosen in {str(one.id) for one in reports} else ""
    who = tuple(Option(str(one.id), one.name) for one in reports)
    focuses = (await _playbook(turn, reports)).focuses
    plans = tuple(Option(focus.id, f"{focus.plan}.") for focus in focuses)
    return Form(
        coaching_cards.OFFER,
        "Offer a focus",
        (
            ChoiceInput("person", "To whom?", who, chosen, required=True),
            ChoiceInput("focus", PLAN, plans, required=True),
            TextInput("comment", "One line from you (optional)"),
            Note(spans(THEY_SEE)),
        ),
        subject=str(team.id),
        submit="Offer it",
    )


async def offer(turn: Turn) -> Reply:
    """Offer the chosen focus, tell the rep, and show the card."""
    team = await rights.led_team(turn, turn.text)
    rep = await rights.report(turn, turn.fields.get("person", ""))
    focus = (await _playbook(turn, [rep])).focus(turn.fields.get("focus", ""))
    if focus is None:
        raise Refusal("Choose one of these.", field="focus")
    await people.lock(turn.session, rep)
    since = turn.now - AGAIN_AFTER
    if await coaching.last_offer(turn.session, turn.person, rep, since):
        raise Refusal(NOT_YET.format(first_name(rep.name) or rep.name), field="person")
    note = turn.fields.get("comment", "").strip()
    row = await coaching.offer(
        turn.session, turn.person, rep, turn.now, focus_id=focus.id, note=note
    )
    await tell.tell(turn.session, [rep], focus_offered.NAME, row.id, turn.now)
    return await _card(turn, team)


async def _playbook(turn: Turn, reports: Sequence[Person]) -> Playbook:
    """Return the playbook of the people in a team, which may differ from the manager's."""
    if turn.playbooks is None or not reports:
        return turn.playbook
    return await turn.playbooks.of(turn.session, reports[0])


async def take(turn: Turn) -> Reply:
    """Make the offered focus the rep's focus, and tell the manager."""
    found, focus = await _offered(turn)
    row, manager = found
    if row.accepted_at is None:
        await rhythm_forms.set_focus(turn, focus)
        row.accepted_at, row.declined_at = turn.now, None
        await tell.tell(turn.session, [manager], focus_taken.NAME, row.id, turn.now)
    elif turn.person.focus_id != focus.id:  # the rep took it up, then changed or cleared it
        return card_saying(typed(TAKEN))
    return card_saying(
        typed(
            f"Your focus: {focus.plan}. Your listening lines will repeat it. "
            f"I'll let {_name(manager)} know."
        )
    )


async def not_now(turn: Turn) -> Reply:
    """Decline the offered focus. Nobody is told."""
    (row, manager), _ = await _offered(turn)
    if row.accepted_at is not None:
        return card_saying(typed(TAKEN))
    row.declined_at = row.declined_at or turn.now
    return card_saying(
        typed(f"Not now, then. I won't tell {_name(manager)}. /rhythm has every focus.")
    )


async def _offered(turn: Turn) -> tuple[Offered, Focus]:
    """Return the offer on the button, and its focus.

    Raises Refusal if the person who made the offer no longer leads the rep, or if the focus is
    gone.
    """
    id_ = access.row_id(turn.text)
    found = await coaching.offer_to(turn.session, turn.person, id_, locked=True)
    if found is None or not await teams.reports_to(turn.session, turn.person.id, found.other):
        raise Refusal(GONE)
    focus = turn.playbook.focus(found.offer.focus_id)
    if focus is None:
        raise Refusal(NO_FOCUS)
    return found, focus


def _name(manager: Person) -> str:
    return first_name(manager.name) or manager.name
