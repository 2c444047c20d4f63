"""Find the asks that a marketer's typed line means."""

from collections.abc import Sequence
from datetime import timedelta

from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.words import SMALL_WORDS, stems
from handlers.knowledge import ask_facts
from handlers.knowledge.ask_facts import AskFacts
from handlers.notices import ask_waits, asks_for_marketing
from handlers.registry import Turn
from handlers.typed.marketing.asks_said import (
    ORDINALS,
    AskSaid,
)
from storage.choices import UNANSWERED
from storage.conversation import card_shown, last_asked
from storage.marketing import asks as stored
from storage.workspace import people

SHOWN = 8  # how many asks a message lists at most
SEARCHED = 50  # we look among this many of the oldest open asks
# For this long after a message about an ask, “take it” means that ask.
WITHIN = timedelta(minutes=30)
NOTICES = (asks_for_marketing.NAME, ask_waits.NAME)  # these messages are about one ask
ANSWERED_LATELY = timedelta(days=14)  # an ask that was answered longer ago is not meant


async def open_for(turn: Turn) -> list[AskFacts]:
    """Return the open asks as the marketer sees them, oldest first."""
    found = await stored.open_asks(turn.session, turn.person.tenant, SEARCHED)
    return [await ask_facts.gather(turn.session, one, turn.now, turn.person.zone) for one in found]


def asked_by(seen: Sequence[AskFacts], whose: str) -> list[AskFacts]:
    """Return the asks from the person with this name. Leave out asks without names."""
    return [one for one in seen if one.ask.named and one.who == whose]


def meant(seen: Sequence[AskFacts], said: AskSaid) -> Sequence[AskFacts]:
    """Return the open asks that the line may be about."""
    if said.which:
        return that_fit(seen, said.which)
    return asked_by(seen, said.whose) if said.whose else seen


async def asks_to_offer(turn: Turn, seen: Sequence[AskFacts], said: AskSaid) -> Sequence[AskFacts]:
    """Return the asks to offer if a line names an author, and `meant` finds no ask by this author.

    - If a marketer has a question for the author, offer all open asks without names. The author
      may have written one of them.
    - Of the author's asks that were answered lately, offer the latest.
    """
    unnamed = [one for one in seen if not one.ask.named and said.about == "back"]
    return [*(unnamed if is_marketer(turn) else ()), *await _closed_of(turn, said.whose)]


def is_marketer(turn: Turn) -> bool:
    return turn.person.role == "marketer"


def first_name_of(said: AskSaid) -> str:
    return first_name(said.whose)


async def _closed_of(turn: Turn, whose: str) -> list[AskFacts]:
    """Return a list with the author's latest ask that was answered within `ANSWERED_LATELY`.

    `whose` is the author's full name. We look only at the author's last `SHOWN` asks, and skip asks
    without names. Return an empty list if we find none.
    """
    people_ = await people.with_full_names(turn.session, turn.person, [whose])
    for one in people_:
        found = await stored.of_author(turn.session, one.tenant, one.id, SHOWN)
        for ask in found:
            if ask.named and ask.closed_at and ask.closed_at >= turn.now - ANSWERED_LATELY:
                return [await ask_facts.gather(turn.session, ask, turn.now, turn.person.zone)]
    return []


async def just_opened(turn: Turn, found: Sequence[AskFacts]) -> list[AskFacts]:
    """Return a list with the ask whose card the person opened last.

    Return an empty list if this ask is not in `found`.
    """
    opened = await card_shown.latest(turn.session, turn.person, "ask", turn.now)
    return [one for one in found if one.ask.id == opened]


def not_taken(seen: Sequence[AskFacts]) -> list[AskFacts]:
    """Return the asks that nobody has answered or taken on, in the order in which we show them."""
    return [one for one in seen if one.ask.state in UNANSWERED]


def that_fit(seen: Sequence[AskFacts], which: str) -> Sequence[AskFacts]:
    """Return the asks that have all words of `which`. For "second", return the second ask."""
    if which in ORDINALS:
        return seen[ORDINALS.index(which) :][:1]
    words = {*stems(which)} - SMALL_WORDS
    return [one for one in seen if words <= words_shown(one)] if words or not which else []


async def just_shown(turn: Turn, found: Sequence[AskFacts]) -> list[AskFacts]:
    """Return a list with the ask that the last message to the person was about.

    Return an empty list if this ask is not in `found`.
    """
    since = turn.now - WITHIN
    shown = await last_asked.about_last_message(turn.session, turn.person, since, NOTICES)
    return [one for one in found if one.ask.id == shown]


def words_shown(seen: AskFacts) -> set[str]:
    """Return the stems of all words that marketing sees of an ask. Leave out hidden names."""
    shown = (seen.ask.line, seen.insight, *((seen.who, seen.account) if seen.ask.named else ()))
    return {stem for text in shown for stem in stems(text)}
