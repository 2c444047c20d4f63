"""Say that we can't answer a question, and offer what fits the question."""

from handlers.cards import Block, Button, Buttons, Card, Note, Paragraph, card_saying, spans
from handlers.coaching.text.words import shortened
from handlers.commands import EXAMPLE_ACCOUNT, HOW_TO_KEEP_NOTE, NOT_UNDERSTOOD
from handlers.features import asker_calls
from handlers.features.calls.calls import ALL_CALLS
from handlers.features.customers import account_in_talk
from handlers.features.notes import notes_removed
from handlers.features.privacy import data_named
from handlers.features.reflections import typed_line
from handlers.features.team import asking_help
from handlers.features.typed_lines import nearest
from handlers.registry import Turn
from handlers.typed.questions_to_attune import is_addressed
from handlers.typed.team.direct_question import direct_question
from handlers.typed.words import bare_words_of, listed
from handlers.views.marketing import theme_cards
from handlers.views.marketing.for_marketing import ASKS, INSIGHTS
from handlers.views.team import team_page
from storage.team import teams

OF_DATA = (
    "I can't answer that. You can ask what is kept about you and who sees it, and “help” says what "
    "else I can do."
)
OF_WORK = (
    "I can't answer that. Ask me about a call, a promise or an account: “when do I see Northwind?”"
)
CANT_ANSWER = "I can't answer that."
OF_MARKETING = (
    "You can ask “what are buyers saying about price”, “what needs my answer” "
    "or “which insights work best”."
)
OF_TEAM = "You can ask “who needs help”, “what's overdue in the team” or “how is the team doing”."
ADVICE = (
    "That is for you to decide: I give no advice on it. I can show what is on file about the "
    "account."
)
_SHOULD = (["should", "i"], ["shall", "i"], ["should", "we"], ["shall", "we"])
# A question with one of these words is the rep's own, and not a question that a customer asked.
_OWN = listed("i im ive ill my me mine we our us")
_OWN_WORK = _OWN | listed(
    "call calls meeting meetings promise promises account accounts deal deals"
)


async def card(turn: Turn) -> Card:
    """Return the answer to a question that nothing else answers.

    If the question is about an account or a promise on file, show what is on file. Otherwise, say
    that we can't answer the question:

    - Tell somebody who leads a team, or is in marketing, what they can ask.
    - Give everybody else buttons that fit the question. But a customer may have asked this question
      in a call. So if the rep has noted nothing from a recent call, and the question has no word
      such as "my", also say how to keep a customer's words.
    """
    words = frozenset(bare_words_of(turn.text))
    of_data = is_addressed(turn.text) and _OWN_WORK.isdisjoint(words)
    lead = OF_DATA if of_data else OF_WORK
    if bare_words_of(turn.text)[:2] in _SHOULD:
        lead = ADVICE
    if lead == OF_WORK and (on_file := await nearest.answer(turn)):
        return on_file
    if of_role := await _of_role(turn, CANT_ANSWER):
        return of_role
    blocks: list[Block] = [Paragraph(spans(lead))]
    if _OWN.isdisjoint(words) and await typed_line.waiting_call(turn):
        blocks.append(Note(spans(notes_removed.AS_THEIRS)))
    promises = Button("All promises", "promises.all", beside=True)
    asks = await _ask(turn) if lead == OF_WORK else ()
    buttons = (data_named.WHAT_IS_KEPT,) if of_data else (ALL_CALLS, promises, *asks)
    return Card(lead, (*blocks, Buttons(buttons)))


async def _ask(turn: Turn) -> tuple[Button, ...]:
    """Return the button that asks a colleague, for the call of the account in talk or the next."""
    account = await account_in_talk.current(turn)
    ahead = await asker_calls.planned(turn, account, limit=1)
    ahead = ahead or await asker_calls.planned(turn, limit=1)
    return tuple(asking_help.ask_button(one, direct_question(turn.text)) for one in ahead)


async def not_understood(turn: Turn) -> Card | None:
    """Tell a team leader or a marketer that we did not understand the line, and what they can ask.

    Return None if the person is neither.
    """
    answered = await _of_role(turn, NOT_UNDERSTOOD)
    if answered is None:
        return None
    keep = Note(spans(HOW_TO_KEEP_NOTE.format(EXAMPLE_ACCOUNT)))
    return Card(NOT_UNDERSTOOD, (*answered.blocks, keep))


async def _of_role(turn: Turn, lead: str) -> Card | None:
    """Tell a team leader or a marketer what they can ask.

    A marketer who leads a team is told what a leader can ask. Return None if the person is neither.
    """
    if led := await teams.led_by(turn.session, turn.person):
        value, about = str(led[0].id), shortened(led[0].name, 40)
        overdue = Button("Overdue in the team", team_page.OVERDUE, value, about=about)
        page = Button("Your team", team_page.PAGE, value, about=about)
        return _said(f"{lead} {OF_TEAM}", Button("Who needs help", team_page.HELP), overdue, page)
    if turn.person.role == "marketer":
        return _said(
            f"{lead} {OF_MARKETING}", Button("Themes", theme_cards.FOR_MARKETING), ASKS, INSIGHTS
        )
    return None


def _said(lead: str, *buttons: Button) -> Card:
    return card_saying(lead, Buttons(buttons))
