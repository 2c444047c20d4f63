"""If a manager types thanks or a comment for a colleague, show the reflection to comment on.

The words are filled into the form for a comment. Nothing is sent before the manager submits it.
"""

from handlers.cards import Card, Reply, card_saying, typed
from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.words import shortened
from handlers.features import colleagues
from handlers.features.customers import which_account
from handlers.features.team import reflections
from handlers.knowledge import team_day, team_themes
from handlers.registry import Turn
from handlers.typed.team.comment_said import comment_said, may_be_comment
from storage.tables import Person
from storage.team import teams
from storage.workspace import people

NOT_LED = (
    "I don't pass thanks or comments on to {name}, and I kept nothing. Only {name}’s manager "
    "can comment, on a reflection that {name} shared."
)
NOTHING_SHARED = (
    "{name} has shared no reflection{about}, so there is nothing to comment on here. I sent "
    "nothing and kept nothing."
)
LATEST = "Nothing is sent yet. This is the newest reflection that {name} shared{about}."


async def answer(turn: Turn) -> Reply | None:
    """Show the newest reflection that the named colleague shared.

    The form for a comment already contains the comment that the asker typed. If the asker does not
    lead the colleague, say that only the colleague's manager can comment.

    Return None in these cases:

    - The message is in a channel.
    - The message is not thanks or a comment to a colleague.
    - A contact at one of the asker's accounts has the same first name as the colleague.
    """
    if turn.place is not None or not may_be_comment(turn.text):
        return None
    said = comment_said(turn.text, await colleagues.names_unlike_contacts(turn))
    if said is None:
        return None
    meant = await people.with_full_names(turn.session, turn.person, [said.name])
    led = {one.id for one in await teams.reports(turn.session, turn.person)}
    whom = next((one for one in meant if one.id in led), None)
    if whom is None:
        return card_saying(typed(NOT_LED.format(name=shortened(first_name(said.name), 40))))
    return await _newest(turn, whom, said.words)


async def _newest(turn: Turn, whom: Person, words: str) -> Card:
    """Show the newest reflection that a person shared.

    If the line names an account, show the newest reflection about this account.
    """
    found = await team_day.shared_reflections(
        turn.session,
        turn.person.tenant,
        [whom],
        since=turn.now - team_themes.PERIOD,
        limit=team_day.MAX_NEW,
    )
    about, name = "", shortened(first_name(whom.name), 40)
    if account := await which_account.only_one_named(turn, turn.text):
        found = [one for one in found if one.account.id == account.id]
        about = f" about {shortened(account.name, 40)}"
    if not found:
        return card_saying(typed(NOTHING_SHARED.format(name=name, about=about)))
    note = LATEST.format(name=name, about=about)
    return await reflections.to_comment(turn, found[0].reflection.id, words, note)
