"""Answer questions of admins and works councils: where data is, and what leaves the company."""

from functools import partial
from itertools import product

from handlers.cards import Button, Buttons, Note, Reply, card_saying, spans
from handlers.features.admin import privacy, roles
from handlers.features.privacy import my_data
from handlers.registry import Registry, Turn
from handlers.views import first_message

WHERE = (
    "All data is in Attune's database, on the machine of whoever runs Attune for you. What is "
    "written in this chat is also in the chat itself."
)
LEAVES = (
    "Nothing goes to the makers of Attune. Data goes to another service only if that service is "
    "set up here: a calendar, a CRM, public sources or a language model."
)
COUNCIL = (
    "No manager and no admin sees another person's guesses, goals, private notes or figures in "
    "Attune, unless that person shows one to them. I rank and compare nobody, and an admin can "
    "switch figures about people off."
)
PREPARED = (
    "Nobody sees who has prepared: no manager, no admin and not marketing. I show only what share "
    "of a group's calls was prepared, and only for groups of five people or more."
)
MORE = "The page docs/privacy.md says everything in full. It is written for works councils, too. "

_WHERE = (
    *("where do you store the data", "where do you store data", "where do you keep the data"),
    *(
        f"where is {thing} {kept}".strip()
        for thing, kept in product(
            ("the data", "my data", "our data", "data", "all the data", "everything"),
            ("stored", "kept", "saved", "hosted", ""),
        )
    ),
)
_LEAVES = (
    *("what leaves the company", "what data leaves the company", "does data leave the company"),
    *("does anything leave the company", "what leaves our company", "what leaves the building"),
    *("does our data leave the company", "what do you send outside", "what is sent outside"),
    *("who gets our data", "where does our data go", "where does the data go"),
)
_COUNCIL = (
    *("works council", "the works council", "for the works council", "for a works council"),
    *("what does the works council need to know", "what do i tell the works council"),
    *("works council information", "information for the works council", "data protection"),
)
_PREPARED = tuple(
    f"can {who} see who {what}"
    for who, what in product(
        ("you", "i", "managers", "admins", "a manager", "an admin", "anyone", "anybody"),
        (
            *("has not prepared", "hasn't prepared", "hasnt prepared", "has prepared", "prepared"),
            *("did not prepare", "didn't prepare", "didnt prepare", "is prepared"),
        ),
    )
)


def register(registry: Registry) -> None:
    """Register the questions."""
    for name, lead, said in (
        ("data where", WHERE, _WHERE),
        ("data leaves", LEAVES, _LEAVES),
        ("works council", COUNCIL, _COUNCIL),
        ("prepared seen", PREPARED, _PREPARED),
    ):
        registry.phrases(name, partial(_answer, lead), said)


async def _answer(lead: str, turn: Turn) -> Reply:
    """Return the answer, and say where more is written."""
    whom = first_message.contact(turn.operator.support, turn.operator.privacy_url)
    note = Note((*spans(MORE), *whom) if whom else spans(MORE.strip()))
    buttons = [my_data.WHAT_IS_KEPT]
    if turn.person.role == "admin":
        buttons.append(Button("Privacy settings", privacy.SHOW))
    if turn.person.role == "admin" and lead == LEAVES:
        buttons += [Button("CRM", roles.CRM), Button("Language model", roles.MODEL)]
    return card_saying(lead, note, Buttons(tuple(buttons)))
