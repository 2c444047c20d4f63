"""Say what a colleague promised an account.

Also answer a manager who types "remind bram about the stores". Attune does not remind colleagues,
so the answer says what the manager can do.
"""

from handlers.cards import Button, Buttons, Card, card_saying, typed
from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.words import shortened
from handlers.features import colleagues
from handlers.features.customers import which_account
from handlers.knowledge import team_day
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.typed.team.member_asked import asks_for_promises, promised_by
from handlers.views.team import team_page
from storage.tables import Account, Person
from storage.team import teams
from storage.workspace import people

NAME = 40  # characters of the name of a person or an account
INSTEAD = (
    "I don't pass messages on to {name}, and I kept nothing. You can comment on a reflection that "
    "{name} shared, or offer a focus under “Coaching”."
)


async def to_account(turn: Turn) -> Card | None:
    """Show what a colleague promised an account: "what did bram promise mercato".

    Return None in these cases:

    - The message is in a channel.
    - The message does not ask this about one colleague and one account.
    - A contact at one of the person's own accounts has the colleague's first name.
    """
    if turn.place is not None or not asks_for_promises(turn.text):
        return None
    whose = promised_by(turn.text, await colleagues.names_unlike_contacts(turn))
    account = await which_account.only_one_named(turn, turn.text) if whose else None
    if account is None:
        return None
    meant = await people.with_full_names(turn.session, turn.person, [whose])
    today = day_of(turn.now, turn.person.zone)
    ours = await team_day.we_owe(turn.session, turn.person.tenant, meant)
    found = [one for one in ours if one.account.id == account.id]
    who, about = _first_name(meant[0]), shortened(account.name, NAME)
    lead = f"{who}: open promises to {about}" if found else f"{who} owes {about} nothing on file."
    return card_saying(typed(lead), *team_page.promise_blocks(found, (), today))


async def instead_of_message(turn: Turn, name: str, account: Account | None) -> Card | None:
    """Tell a manager that we don't pass on "remind bram about the stores", and what they can do.

    The card also lists the open promises of the colleague called `name`. If `account` is given, the
    card lists only the promises to this account. Return None if the person who typed the line does
    not lead this colleague.
    """
    reports = await teams.reports(turn.session, turn.person)
    person = next((one for one in reports if one.name == name), None)
    team = await teams.of_person(turn.session, person) if person else None
    if person is None or team is None:
        return None
    owed = await team_day.we_owe(turn.session, turn.person.tenant, [person])
    owed = [one for one in owed if account is None or one.account.id == account.id]
    said = team_page.promise_blocks(owed, (), day_of(turn.now, turn.person.zone))
    lead, value, about = INSTEAD.format(name=_first_name(person)), str(team.id), team.name
    buttons = (
        Button("Shared reflections", team_page.REFLECTIONS, value, about=about),
        Button("Coaching", team_page.COACHING, value, about=about),
    )
    return card_saying(typed(lead), *said, Buttons(buttons))


def _first_name(person: Person) -> str:
    return shortened(first_name(person.name), NAME)
