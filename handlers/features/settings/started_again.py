"""Restart messages that somebody stopped: "start it again", "turn the reminders back on"."""

from dataclasses import replace

from handlers.cards import Button, Buttons, Reply, card_saying
from handlers.coaching.text.words import stems
from handlers.commands import not_understood
from handlers.features.settings import rhythm, sent_messages
from handlers.features.settings.kind_named import NAMES_NO_KIND, kind_named, kinds_named
from handlers.features.settings.kinds import Pushed, pushed, stoppable
from handlers.registry import Registry, Turn
from handlers.rhythm_settings import own_muted, rhythm_of
from handlers.typed.settings.message_kinds import switched_on

IS_OFF = "This is what is off. The menu below turns it on again."
ALL_ON = "Nothing is stopped. To stop a kind of message, choose it in the menu below."
WHICH = "You stopped these. Which one should I start again?"


def register(registry: Registry) -> None:
    """Register the words that start messages again."""
    registry.phrases("unmute", unmute, ("unmute",))
    registry.intent("off", off)
    registry.phrases(
        "start",
        start,
        ("start", "restart", "resume", "unsnooze", "unpause", "wake up"),
    )


async def off(turn: Turn) -> Reply:
    """Answer "what did i stop": name the kinds of messages that are off.

    If the person is away or has snoozed all messages, also say until when.
    """
    muted = sent_messages.off(turn.person, rhythm_of(turn.person))
    card = rhythm.stop_card(
        turn, IS_OFF if muted or rhythm.pauses(turn.person, turn.now) else ALL_ON
    )
    lead, *rest = card.blocks
    return replace(card, blocks=(lead, *muted, *rest))


async def unmute(turn: Turn) -> Reply:
    """Unmute the kind of message that was named. If it is not clear which kind, list all kinds."""
    known = kind_named(turn.text, turn.person)
    if known:
        return await rhythm.unmute(replace(turn, text=f"message:{known.name}"))
    return await rhythm.card(turn)


async def start(turn: Turn) -> Reply:
    """Start the kind of message that was named.

    If the text only asks to start again and names no kind, answer as `_whatever_is_off` does. If we
    can't read all the words, answer that we didn't understand.
    """
    if kind_named(turn.text, turn.person):
        return await unmute(turn)
    if asked := await turn_on_again(turn):  # "start asking again"
        return asked
    return await _whatever_is_off(turn) if _names_none(turn.text) else not_understood()


async def turn_on_again(turn: Turn) -> Reply | None:
    """Answer "send briefs again", "turn briefs on", "turn it back on" and "ask again".

    Return None for any other words, or if everything that the words may mean is already on.
    """
    words = switched_on(turn.text)
    if words is None:
        return None
    muted = rhythm_of(turn.person).muted
    meant, certain = kinds_named(words, turn.person)
    if certain and (off := [known for known in meant if known in _stopped(turn)]):
        return await _start_one_of(turn, off)
    if known := kind_named(words, turn.person):
        return await unmute(replace(turn, text=words)) if known.name in muted else None
    is_off = rhythm.pauses(turn.person, turn.now) or _stopped(turn)
    return await _whatever_is_off(turn) if is_off and _names_none(words) else None


def _names_none(words: str) -> bool:
    return frozenset(stems(words)) <= NAMES_NO_KIND


def _stopped(turn: Turn) -> list[Pushed]:
    """Return the kinds that the person stopped, but not those that the company mutes."""
    names = sorted(own_muted(turn.person))
    return [known for name in names if (known := pushed(name)) and stoppable(known)]


async def _whatever_is_off(turn: Turn) -> Reply:
    """End a pause. If there is no pause, start the kind of message that the person stopped.

    If the person stopped several kinds, ask which one to start. If nothing is stopped, say so.
    """
    stopped = _stopped(turn)
    if rhythm.pauses(turn.person, turn.now):
        return await rhythm.unsnooze(turn)
    return await _start_one_of(turn, stopped) if stopped else rhythm.stop_card(turn, ALL_ON)


async def _start_one_of(turn: Turn, stopped: list[Pushed]) -> Reply:
    """Start the stopped kind. If there are several, ask which one to start."""
    if len(stopped) == 1:
        return await rhythm.unmute(replace(turn, text=f"message:{stopped[0].name}"))
    buttons = tuple(
        Button(f"Start {known.label}", rhythm.UNMUTE, f"message:{known.name}") for known in stopped
    )
    return card_saying(WHICH, Buttons(buttons))
