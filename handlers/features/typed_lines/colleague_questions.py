"""Answer questions about what a colleague sees or said, and other questions to Attune."""

from collections.abc import Collection

from handlers.cards import Buttons, Reply, card_saying, typed
from handlers.features import colleagues
from handlers.features.customers import which_account
from handlers.features.privacy import data_named
from handlers.features.team import about_member, seen_by_manager
from handlers.features.typed_lines import about_attune, unanswered
from handlers.registry import Turn
from handlers.typed import questions_to_attune
from handlers.typed.privacy import colleague_data, data_questions
from handlers.typed.words import SEE, listed, words_of
from handlers.views.team import team_member
from storage.customers import accounts, contacts

_OWN = listed("me my mine myself")


async def seen_by(turn: Turn) -> Reply | None:
    """Answer "does tomas see this". Return None for any other words.

    `reading_order` tries this before `just_kept`, so that a question about a note that was just
    kept is not taken for a correction of the note.
    """
    if not data_questions.question(turn.text, words_of(turn.text)):
        return None
    return await data_named.who_sees(turn, await _colleagues(turn))


async def own_data(turn: Turn) -> Reply | None:
    """Answer a question about a colleague's own data. Return None for any other words.

    If a customer on file has the same name, we assume that the customer is meant, and return None.
    """
    person = turn.person
    if pronoun := colleague_data.whose_by_pronoun(turn.text):
        return team_member.private_by_pronoun(pronoun)
    if colleague_data.asks_for_private(turn.text):
        return card_saying(team_member.PRIVATE)
    known = await colleagues.names(turn)
    name = colleague_data.whose(turn.text, known, [person.name])
    if not name:
        return None
    customers = await accounts.candidates(
        turn.session, person.tenant, person.id, turn.text[: which_account.MAX_NAME]
    )
    met = await contacts.at_own_accounts(turn.session, person.tenant, person.id)
    others = [person.name, *(each for _, each in (*customers, *met))]
    if not (name := colleague_data.whose(turn.text, known, others)):
        return None
    return team_member.private(name)


async def asked(turn: Turn) -> Reply | None:
    """Answer a question to Attune or a request to delete data.

    Without this answer, we would take the question for a customer's words and offer to keep it.
    Return None in a channel, or for any other line.
    """
    colleagues = await _colleagues(turn)
    kind = questions_to_attune.asked(turn.text, colleagues)
    if turn.place is not None or not kind:
        return None
    if kind == "delete":
        return await data_named.delete_what(turn)
    if whose := colleague_data.whose_talk(turn.text, colleagues):
        lead = f"Only {whose} sees that."
    elif questions_to_attune.about_readers(turn.text, colleagues):
        return await _of_readers(turn, colleagues)
    else:
        return await unanswered.card(turn)
    more = Buttons((data_named.WHAT_IS_KEPT,))
    return card_saying(typed(lead), more)


async def _of_readers(turn: Turn, colleagues: Collection[str]) -> Reply:
    words = words_of(turn.text)
    if not SEE.isdisjoint(words) and not _OWN.isdisjoint(words):  # "what can lena see of me"
        return await seen_by_manager.asked(turn) or await about_attune.privacy(turn)
    if answered := await about_member.answer(turn) or await seen_by_manager.asked(turn):
        return answered
    if name := colleague_data.who_wrote(turn.text, colleagues):
        return team_member.private(name)
    words = words_of(turn.text)
    named = next((one for one in colleagues if colleague_data.is_named(words, one)), "")
    if named and _OWN.isdisjoint(words):
        return team_member.not_told(named.split()[0])
    return await about_attune.privacy(turn)


async def _colleagues(turn: Turn) -> list[str]:
    if not questions_to_attune.first_word_asks(turn.text):
        return []
    return await colleagues.names(turn)
