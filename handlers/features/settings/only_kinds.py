"""Stop all daily messages but those named: "only send me the morning thing n briefs"."""

from handlers.cards import Button, Buttons, Reply, card_saying
from handlers.coaching.text.words import joined
from handlers.features import access
from handlers.features.settings import rhythm
from handlers.features.settings.kinds import pushed, reaches
from handlers.features.settings.sent_messages import DAILY
from handlers.registry import Refusal, Registry, Turn
from storage.conversation import offers

UNDO = "rhythm.unmute_others"
CHANGED = "What you get has changed since, so it stays. /rhythm shows it."
NOTHING_ELSE = "You already get none of the other daily messages."


def register(registry: Registry) -> None:
    """Register what answers “only …”, and the button that undoes it."""
    registry.intent("only kinds", only)
    registry.button(UNDO, undo)


async def only(turn: Turn) -> Reply:
    """Stop all daily messages that are not named, and turn on the named ones that were off.

    `turn.text` has the names of the kinds that stay on, separated by spaces.
    """
    kept = frozenset(turn.text.split())
    mine = await rhythm.locked_rhythm(turn)
    others = [
        name
        for name in DAILY
        if name not in mine.muted | kept and (known := pushed(name)) and reaches(known, turn.person)
    ]
    back = [name for name in DAILY if name in kept & mine.muted]
    if not others and not back:
        return access.private(turn, card_saying(NOTHING_ELSE))
    await rhythm.change(turn, mine.changed({"muted": (mine.muted - kept) | {*others}}))
    value = f"{','.join(others)}:{','.join(back)}"
    await offers.save(turn.session, turn.person, offers.to_undo(UNDO, value, turn.now))
    stay = _listed([name for name in DAILY if name in kept])
    lead = f"Still on: {stay}. Stopped: {_listed(others)}." if others else f"On again: {stay}."
    button = Button("Undo", UNDO, value)
    return access.private(turn, card_saying(lead, Buttons((button,))))


async def undo(turn: Turn) -> Reply:
    """Undo “only …”: turn on the messages that it stopped, and stop those that it turned on.

    Raises Refusal if any of these messages has been turned on or stopped again since.
    """
    stopped, _, back = turn.text.partition(":")
    on, off = ([name for name in DAILY if name in one.split(",")] for one in (stopped, back))
    mine = await rhythm.locked_rhythm(turn)
    if not mine.muted.issuperset(on) or not mine.muted.isdisjoint(off):
        raise Refusal(CHANGED)
    await rhythm.change(turn, mine.changed({"muted": (mine.muted - {*on}) | {*off}}))
    said = [f"On again: {_listed(on)}." if on else "", f"Off: {_listed(off)}." if off else ""]
    lead = " ".join(filter(None, said)) or NOTHING_ELSE
    return access.private(turn, card_saying(lead))


def _listed(names: list[str]) -> str:
    return joined([known.label for name in names if (known := pushed(name))])
