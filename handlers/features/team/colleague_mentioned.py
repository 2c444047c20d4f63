"""Answer a line about a colleague: "bram is on holiday till thursday".

Without this answer, the line would become a note on the customer that came up last.
"""

from handlers.cards import Button, Buttons, Card, card_saying, typed
from handlers.coaching.names.common_words import is_common
from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.words import shortened, singular
from handlers.features import colleagues
from handlers.features.customers import account_in_talk, which_account
from handlers.features.notes import note_offered
from handlers.features.reflections import typed_report
from handlers.registry import Turn
from handlers.typed.line_kinds import kind_of
from handlers.typed.team.colleague_named import colleague_in, tells_of_absence, tells_of_joint_call
from handlers.views.team import coaching_cards, team_page
from storage.tables import Person
from storage.team import teams
from storage.workspace import people

ABOUT = "That is about {name}, so I kept nothing: I keep notes on customers, not on colleagues."
CALLS_STAY = "{name}’s calls stay with {name}: I give no calls to somebody else."
OFFER = "You can offer {name} a focus."


async def answer(turn: Turn) -> Card | None:
    """Say that a line about a colleague was not kept, and offer to keep it for the latest account.

    If the asker leads the colleague, also show buttons that offer the colleague a focus and open
    the team's page.

    Return None in these cases:

    - The line is not about a colleague, or it also names a customer.
    - The line was typed in a channel.
    - Attune has just asked how a call went, and the line may be the answer: "tomas did the demo,
      went well".
    """
    text = turn.text.strip()
    if turn.place is not None or "\n" in text or kind_of(text) not in ("note", "done"):
        return None
    known = await colleagues.names_unlike_contacts(turn)
    name = colleague_in(text, [one for one in known if _is_surely_a_name(one, text)])
    if not name or await which_account.named_by(turn, text):
        return None
    if tells_of_joint_call(text) and await typed_report.call_just_asked(turn):
        return None
    short = shortened(first_name(name), 40)
    lead = ABOUT.format(name=short)
    led = await _led(turn, name)
    if tells_of_absence(text):
        lead = f"{lead} {CALLS_STAY.format(name=short)}"
    elif led is not None:
        lead = f"{lead} {OFFER.format(name=short)}"
    buttons = (*await _for_leader(turn, led), *await _keeping(turn))
    return card_saying(typed(lead), *((Buttons(buttons),) if buttons else ()))


def _is_surely_a_name(name: str, text: str) -> bool:
    """Check that a first name in a line is not meant as a common word.

    For the colleague Will Berg:

    - "will be fine by may" → False
    - "Will is on holiday" → True
    """
    first = first_name(name)
    return not is_common(singular(first.casefold())) or first in text


async def _led(turn: Turn, name: str) -> Person | None:
    """Return the colleague with this name if the asker leads the colleague, else None."""
    reports = {one.id for one in await teams.reports(turn.session, turn.person)}
    meant = await people.with_full_names(turn.session, turn.person, [name])
    return next((one for one in meant if one.id in reports), None)


async def _for_leader(turn: Turn, led: Person | None) -> tuple[Button, ...]:
    team = await teams.of_person(turn.session, led) if led else None
    if led is None or team is None:
        return ()
    page = Button("Team page", team_page.PAGE, str(team.id), about=shortened(team.name, 40))
    value, about = f"{team.id}:{led.id}", shortened(led.name, 40)
    return (Button("Offer a focus", coaching_cards.OFFER, value, about=about), page)


async def _keeping(turn: Turn) -> tuple[Button, ...]:
    """Return the button that keeps the line as a note on the account that came up last, if any."""
    account = await account_in_talk.current(turn)
    if account is None or turn.person.role == "marketer":
        return ()
    return note_offered.note_button(turn, account, f"Keep for {shortened(account.name, 30)}")
