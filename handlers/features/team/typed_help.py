"""Let people find and answer requests for help by typing, such as “answer lena: …”."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Reply,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.words import shortened
from handlers.features import access, colleagues
from handlers.features.access import may_publish
from handlers.features.customers import which_account
from handlers.features.reflections import typed_line
from handlers.features.team import helping
from handlers.registry import Refusal, Registry, Turn
from handlers.typed import words as word_lists
from handlers.typed.marketing.asks_said import (
    AskSaid,
    ask_said,
    begins_like_reply,
    may_concern_an_ask,
    said_to,
)
from handlers.typed.words import listed, words_of
from handlers.views.team import help_cards, team_page
from storage.conversation import answer_drafts, card_shown
from storage.marketing import asks
from storage.team import help_requests, teams
from storage.team.help_requests import HelpWithCall

SEND = "help.send_answer"
_ASKED = listed("ask asked asks question questions")
SEARCHED = 50  # of marketing's open asks, we read at most this many, oldest first
IS_IT = "Is this your answer? Nothing has been sent yet."
WHICH = "Which question does this answer? Nothing has been sent yet."
NONE_OF = "{} has no open question for you."
GONE = "That answer was already sent, or is not on file. “Answer” on the question opens a form."


def register(registry: Registry) -> None:
    """Register the button that sends a typed answer."""
    registry.button(SEND, send)


async def answer(turn: Turn) -> Reply | None:
    """Reply to a message about the requests for help that wait for this person's answer.

    - For "what did lena ask", show Lena's requests.
    - For "answer lena: no", answer Lena's request (see `_answer`).
    - For "did lena read my answer", say that we don't know.

    If Lena has no open request, say so. Return None in a channel, for any other message, or if the
    message may be about an ask to marketing.
    """
    if turn.place is not None or not may_concern_an_ask(turn.text):
        return None
    waiting = await help_requests.waiting_for(turn.session, turn.person)
    said = ask_said(turn.text, await _names(turn, waiting))
    if said is None or said.about not in ("person", "read", "answer"):
        return None
    if said.about == "read":
        return help_cards.not_known_whether_read(first_name(said.whose))
    found = [one for one in waiting if said.whose in ("", one.asker.name)]
    if may_publish(turn.person) and await _is_for_marketing(turn, found):
        return None
    if not found:
        asked = said.about == "answer" and not said.is_tell
        return (
            _none_of_person(said) if asked or not _ASKED.isdisjoint(words_of(turn.text)) else None
        )
    return await (_answer if said.about == "answer" else _shown)(turn, said, found)


async def _shown(turn: Turn, _: AskSaid, found: Sequence[HelpWithCall]) -> Reply:
    """Show the requests. If there is only one, remember it for `after_card`."""
    if len(found) == 1:
        shown = found[0].request.id
        await card_shown.remember(turn.session, turn.person, "help", shown, turn.now)
    return _requests_card(turn, found)


async def after_card(turn: Turn) -> Reply | None:
    """Ask whether the line is the answer to the request whose card was just shown.

    Return None in a channel, if no card was shown lately, or if the line names an account other
    than the one in the request. Only the first line after the card is taken for an answer.
    """
    if turn.place is not None:
        return None
    shown = await card_shown.latest(turn.session, turn.person, "help", turn.now)
    if shown is None:
        return None
    await card_shown.forget(turn.session, turn.person)
    waiting = await help_requests.waiting_for(turn.session, turn.person)
    found = [one for one in waiting if one.request.id == shown]
    named = await which_account.only_one_named(turn, turn.text) if found else None
    if not found or (named is not None and named.id != found[0].account.id):
        return None
    return await _answer(turn, AskSaid("answer", "", turn.text, sure=False), found)


async def to_asker(turn: Turn) -> Reply | None:
    """Ask whether "lena: three depots did" answers the question that Lena asked this person.

    Return None in a channel, or for any other message. Also return None if Lena has no open
    question, or if the words may be for marketing.
    """
    if turn.place is not None or ":" not in turn.text:
        return None
    waiting = await help_requests.waiting_for(turn.session, turn.person)
    said = said_to(turn.text, await _names(turn, waiting)) if waiting else None
    return await _offered(turn, said, waiting) if said else None


async def reply(turn: Turn) -> Reply | None:
    """Ask whether "yes but only a range" answers a question that waits for this person.

    Return None in a channel, or for any other message. Also return None if the person has noted
    nothing yet from a recent call (see `waiting_call`): a customer may have said these words there.
    """
    if turn.place is not None or not begins_like_reply(turn.text):
        return None
    waiting = await help_requests.waiting_for(turn.session, turn.person)
    if not waiting or await typed_line.waiting_call(turn):
        return None
    return await _offered(turn, AskSaid("answer", "", turn.text, sure=False), waiting)


async def _offered(turn: Turn, said: AskSaid, waiting: Sequence[HelpWithCall]) -> Reply | None:
    """Take what was said as the answer to a waiting question, and reply as `_answer` does.

    If a colleague is named, only this colleague's questions count. Return None if no question
    waits, or if the words may be for marketing.
    """
    found = [one for one in waiting if said.whose in ("", one.asker.name)]
    if not found or (may_publish(turn.person) and await _is_for_marketing(turn, found)):
        return None
    return await _answer(turn, said, found)


async def send(turn: Turn) -> Reply:
    """Send a draft as the answer to the question on the button."""
    draft_id, _, request_id = turn.text.partition(":")
    draft = await answer_drafts.answer(turn.session, turn.person, access.row_id(draft_id))
    if draft is None:
        raise Refusal(GONE)
    answered = await helping.answer(_with_answer(turn, request_id, draft.words))
    await turn.session.delete(draft)
    return answered


async def _names(turn: Turn, waiting: Sequence[HelpWithCall]) -> list[str]:
    """Return the names of the askers, and of the members of the teams that this person leads.

    Leave out anybody who shares a first name with a contact of this person.
    """
    led = await teams.reports(turn.session, turn.person)
    taken = await colleagues.first_names_of_contacts(turn)
    names = [*(one.asker.name for one in waiting), *(one.name for one in led)]
    return [name for name in dict.fromkeys(names) if word_lists.first_name(name) not in taken]


async def _is_for_marketing(turn: Turn, found: Sequence[HelpWithCall]) -> bool:
    """Return whether the message may be about an ask to marketing.

    `found` are the requests for help that the message may be about. Return True if there are none,
    or if one of their askers also has an open ask to marketing.
    """
    open_ = await asks.open_asks(turn.session, turn.person.tenant, SEARCHED)
    asked = {one.author_id for one in open_ if one.named}
    return not found or any(one.asker.id in asked for one in found)


def _none_of_person(said: AskSaid) -> Reply | None:
    if not said.whose:
        return None
    lead = NONE_OF.format(first_name(said.whose))
    return card_saying(typed(lead))


def _requests_card(turn: Turn, found: Sequence[HelpWithCall]) -> Reply:
    return (
        help_cards.for_helper(found[0], turn.now) if len(found) == 1 else team_page.waiting(found)
    )


async def _answer(turn: Turn, said: AskSaid, found: Sequence[HelpWithCall]) -> Reply:
    """Send the answer if only one question fits and the message is certainly an answer.

    Otherwise, store the answer as a draft, and ask the person whether to send it.
    """
    if len(found) == 1 and said.sure:
        return await helping.answer(_with_answer(turn, str(found[0].request.id), said.words))
    ids = [one.request.id for one in found]
    draft = await answer_drafts.keep_answer(
        turn.session, turn.person, said.words, turn.now, to="helprequest", ids=ids
    )
    lead = IS_IT if len(found) == 1 else WHICH
    kept = Note(spans(typed(f"Your answer: {shortened(said.words, 200)}")))
    blocks: list[Block] = [Paragraph(spans(lead)), kept]
    for one in found[: team_page.WAITING]:
        blocks += [Paragraph(team_page.question(one)), Buttons((_send(one, draft.id),))]
    return Card(lead, tuple(blocks))


def _send(one: HelpWithCall, draft_id: int) -> Button:
    label = f"Send it for {shortened(one.account.name, 40)}"
    about = shortened(one.request.question, 60)
    return Button(label, SEND, f"{draft_id}:{one.request.id}", about=about)


def _with_answer(turn: Turn, request_id: str, words: str) -> Turn:
    return replace(turn, text=request_id, fields={"answer": words})
