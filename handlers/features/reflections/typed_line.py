"""Offers to keep words that are no request as the line of a call that was just held."""

from collections.abc import Sequence

from handlers.cards import Card
from handlers.features import which_account
from handlers.features.reflections import written
from handlers.knowledge import situations
from handlers.nudges.plan import REFLECT_WITHIN
from handlers.registry import Turn
from handlers.views import reflect_cards
from storage import calls
from storage.calls import Seated
from storage.tables import Contact

NAMED = 3  # first words that may name another account: "I called Halden", "Jana called: …"
WORDS = 2  # fewest words; a single one is more often a command with a mistake in it


async def offer(turn: Turn, words: str) -> Card | None:
    """Ask whether these words belong to the latest call that waits for a line.

    None if no call does, or if it is internal; if there are too few words, or if they begin with
    another account or somebody there; and outside the person's own chat.
    """
    if turn.place is not None or len(words.split()) < WORDS:
        return None
    seated = await calls.latest_without_words(
        turn.session,
        turn.person.tenant,
        turn.person.id,
        since=turn.now - REFLECT_WITHIN,
        now=turn.now,
    )
    if seated is None:
        return None
    named = await which_account.mentioned(turn, " ".join(words.split()[:NAMED]))
    if named and named.id != seated.account.id:
        return None
    coming = await written.coming(turn, seated)
    if situations.kind_of(seated, coming, turn.playbook) == "internal":
        return None
    said_by = await speakers(turn, seated)
    return reflect_cards.offer(seated, turn.playbook, words, said_by=said_by)


async def speakers(turn: Turn, seated: Seated) -> Sequence[Contact] | None:
    """Those of theirs who may have said it; None if the tap is still missing."""
    if await written.own(turn, seated) is None:
        return None
    return await written.coming(turn, seated)
