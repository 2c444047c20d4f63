"""Change a setting that somebody types: "brief me 30 min before", "i start at 9".

If Attune has no setting for what the person wants, offer the nearest setting. In a channel, only
the person sees the answer.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from handlers.cards import Button, Buttons, Card, Reply, card_saying
from handlers.features import access
from handlers.features.briefs import brief_skipped
from handlers.features.settings import in_quiet_hours, rhythm
from handlers.features.settings.time_inputs import DAYS, FIELDS, starting_tomorrow
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import Rhythm, rhythm_of
from handlers.typed import day_corrections
from handlers.typed.plain_spelling import written_out_words
from handlers.typed.settings.numbers_typed import clock_in, length_at
from handlers.typed.settings.setting_orders import setting_order
from handlers.typed.settings.setting_words import SettingOrder
from storage.conversation import offers
from storage.conversation.offers import Offer

SET, PUT_BACK = "rhythm.set", "rhythm.put_back"
_TIMES = Button("Change times", "rhythm.settings")
_SENTENCES = {
    "brief_minutes": "Briefs come {} before your calls",
    "listen_minutes": "Listening lines come {} before your calls",
    "reflect_minutes": "I ask how it went {} after your calls",
    "agenda_at": "Your agenda comes at {}",
    "research_at": "Questions about your calls come the working day before, at {}",
    "work_from": "Your working day starts at {}",
    "work_days": "Your working days are {}",
    "quiet_from": "Your quiet hours begin at {}",
    "quiet_to": "Your quiet hours end at {}",
    "most_a_day": "I send you at most {} nudges a day",
}
_OF_KIND = {  # the kind of message that a setting is about
    "brief_minutes": ("brief", "Briefs"),
    "listen_minutes": ("listen", "Listening lines"),
    "reflect_minutes": ("reflect", "Reflection prompts"),
    "agenda_at": ("agenda", "The agenda"),
    "research_at": ("research", "Research questions"),
}
EVE = "A brief comes at most 12 hours before its call, not the evening before."
EVE_QUESTIONS = " Questions about the next day's calls come at {:%H:%M}."
NONE_FOR_INTERNAL = (
    "I send no briefs for internal calls. If one comes anyway, choose “Internal” in its menu "
    "“Kind of call”."
)
ONE_CALL = "Briefs come the same amount of time before every call. I can change it for all of them."
LUNCH = (
    "I can't keep lunch free every day. You have one quiet time, from {0.quiet_from:%H:%M} to "
    "{0.quiet_to:%H:%M}. But I can be quiet for an hour now."
)
CHANGED = "That setting has changed since, so it stays. /rhythm shows it."
FEWER = (
    "I send up to {} nudges a day. “{}” lowers that. To stop one kind of message, choose it from "
    "the menu below."
)
SHORTER = (
    "I can't make messages shorter. The longest ones, briefs, have at most 120 words. “{}” brings "
    "fewer messages. To stop one kind of message, choose it from the menu below."
)


def register(registry: Registry) -> None:
    """Register the words about settings, and the buttons that change a setting or put it back."""
    registry.intent("setting", answer)
    registry.button(SET, set_one)
    registry.button(PUT_BACK, put_back)


async def answer(turn: Turn) -> Reply:
    """Change the setting that the words name, or say which setting comes nearest."""
    order = setting_order(turn.text)
    card = await _changed(turn, order) if order else await rhythm.card(turn)
    return access.private(turn, card)


async def _changed(turn: Turn, order: SettingOrder) -> Card:
    """Do what an order about settings asks, or offer the nearest setting."""
    values: dict[str, Any] = dict(order.values)
    if order.what == "set":
        ((name, value),) = values.items()
        return await _set(turn, name, value)
    if order.what == "one brief":
        return await brief_skipped.skip_named(turn)
    if order.what == "days off":
        return await _days_off(turn, frozenset(values["work_days"]))
    return await _set_work_hours(turn, values) if order.what == "ends" else _nearest(turn, order)


def _nearest(turn: Turn, order: SettingOrder) -> Card:
    """Say that no setting does what the order asks, and offer what can be set."""
    mine = rhythm_of(turn.person)
    if order.what in ("fewer", "shorter"):
        fewer = max(1, mine.most_a_day // 2)
        label = f"Up to {fewer} a day"
        lower = Button(label, SET, f"most_a_day={fewer}")
        fewer_said = FEWER.format(mine.most_a_day, label)
        lead = SHORTER.format(label) if order.what == "shorter" else fewer_said
        return rhythm.stop_card(turn, lead, lower)
    for_all = Button("Briefs 12 hours before", SET, f"brief_minutes={_range()[1]}")
    for name, minutes in order.values:
        for_all = Button(f"Always {_in_words(name, minutes)}", SET, f"{name}={minutes}")
    hour = Button("Snooze for an hour", "rhythm.snooze", "hour")
    questions = "" if "research" in mine.muted else EVE_QUESTIONS.format(mine.research_at)
    nearest: dict[str, tuple[str, tuple[Button, ...]]] = {
        "eve": (f"{EVE}{questions}", (for_all, _TIMES)),
        "one call": (ONE_CALL, (for_all, _TIMES)),
        "internal": (NONE_FOR_INTERNAL, ()),
        "lunch": (LUNCH.format(mine), (hour, _TIMES)),
    }
    lead, buttons = nearest[order.what]
    return _card(lead, *buttons)


async def _days_off(turn: Turn, off: frozenset[int]) -> Card:
    left = rhythm_of(turn.person).work_days - off
    if not left:
        return _card("At least one day must be a working day.", _TIMES)
    return await _set(turn, "work_days", left)


async def corrected(turn: Turn, kept: Offer) -> Card | None:
    """Correct the setting that was just changed: "wait no 10am", "make it 45 min".

    Return None if the last change was not to a setting, or if the words don't fit that setting.
    """
    action, was = kept.undo_button
    words = written_out_words(day_corrections.day_meant(turn.text))
    name = was.partition("=")[0]
    if action != PUT_BACK or not words:
        return None
    if isinstance(getattr(rhythm_of(turn.person), name, None), time):
        found = clock_in(words)
        return await _set(turn, name, found[0]) if found else None
    minutes, size = length_at(words, 0)
    fits = name.endswith("_minutes") and minutes and size == len(words)
    return await _set(turn, name, minutes) if fits else None


def _range(name: str = "brief_minutes") -> tuple[int, int]:
    return FIELDS[name]["minimum"], FIELDS[name]["maximum"]


async def _set_work_hours(turn: Turn, values: Mapping[str, Any]) -> Card:
    """Set the typed start of the working day, and ask about the typed end.

    The question is whether the quiet hours should begin at the end of the working day. If only the
    end was typed, set nothing and only ask.
    """
    mine, ends = rhythm_of(turn.person), values["quiet_from"]
    begin = f"Quiet hours begin at {mine.quiet_from:%H:%M}."
    if mine.quiet_from == mine.quiet_to:
        begin = "You have no quiet hours."
    quiet = Button(f"Quiet from {ends:%H:%M}", SET, f"quiet_from={ends:%H:%M}")
    if "work_from" not in values:
        if mine.quiet_from == ends:
            return _card(f"Your quiet hours already begin at {ends:%H:%M}.")
        return _card(f"{begin} Should they begin at {ends:%H:%M}?", quiet)
    if mine.quiet_from == ends:
        return await _set(turn, "work_from", values["work_from"])
    return await _set(turn, "work_from", values["work_from"], quiet, note=begin)


async def _set(turn: Turn, name: str, value: object, *more: Button, note: str = "") -> Card:
    """Change a setting, and offer *Undo*. If a number is out of range, offer the nearest one."""
    if isinstance(value, int) and not _range(name)[0] <= value <= _range(name)[1]:
        least, most = _range(name)
        nearest = least if value < least else most
        lead = f"{_sentence(name, value)}? That must be between {_in_words(name, least)} and "
        offer = Button(f"Use {_in_words(name, nearest)}", SET, f"{name}={nearest}")
        return _card(f"{lead}{_in_words(name, most)}.", offer)
    before = await rhythm.locked_rhythm(turn)
    after = before.changed({name: value})
    if getattr(before, name) == getattr(after, name):
        lead = f"{_sentence(name, getattr(after, name))} already."
        return _card(" ".join(filter(None, (lead, note))), *more)
    await rhythm.change(turn, after)
    was = f"{name}={_value(getattr(before, name))}={_value(getattr(after, name))}"
    await offers.save(turn.session, turn.person, offers.to_undo(PUT_BACK, was, turn.now))
    undo = Button("Undo", PUT_BACK, was)
    notes = [note, *_notes(turn, before, after, name)]
    lead = " ".join(filter(None, (f"{_sentence(name, getattr(after, name))} now.", *notes)))
    return _card(lead, undo, *more, *_offers(before, after, name))


def _notes(turn: Turn, before: Rhythm, after: Rhythm, name: str) -> list[str]:
    """Return sentences about a change: when it starts, and what it means for messages."""
    person = turn.person
    here = turn.now.astimezone(ZoneInfo(person.zone)).time()
    known = set(in_quiet_hours.sentences(before, leads=False))
    late = [one for one in in_quiet_hours.sentences(after, leads=False) if one not in known]
    if name == "work_from" and after.agenda_at < after.work_from and "agenda" not in after.muted:
        late.append(f"The agenda comes at {after.agenda_at:%H:%M}.")
    kind, label = _OF_KIND.get(name, ("", ""))
    are = "is" if kind == "agenda" else "are"
    off = [f"{label} {are} off, though."] if kind in after.muted else []
    return [*starting_tomorrow(before, after, here, team=False), *late, *off]


def _offers(before: Rhythm, after: Rhythm, name: str) -> list[Button]:
    """Return a button for a further change that the person may want, or []."""
    if name == "work_from" and after.agenda_at < after.work_from and "agenda" not in after.muted:
        clock = f"{after.work_from:%H:%M}"
        return [Button(f"Agenda at {clock}", SET, f"agenda_at={clock}")]
    kind, label = _OF_KIND.get(name, ("", ""))
    if kind and kind in before.muted:
        return [Button(f"Send {label.lower()}", rhythm.UNMUTE, f"message:{kind}")]
    return []


async def set_one(turn: Turn) -> Reply:
    """Change the setting on the button."""
    name, value = _on_button(turn)
    return await _set(turn, name, getattr(value, name))


async def put_back(turn: Turn) -> Reply:
    """Change a setting back to what it was before. Raises Refusal if it has changed again since."""
    mine = await rhythm.locked_rhythm(turn)
    named, _, set_to = turn.text.rpartition("=")
    name, value = _on_button(replace(turn, text=named))
    if _value(getattr(mine, name)) != set_to:
        raise Refusal(CHANGED)
    await rhythm.change(turn, value)
    return _card(f"Undone. {_sentence(name, getattr(value, name))}.")


def _on_button(turn: Turn) -> tuple[str, Rhythm]:
    """Return the name of the setting on the button, and a copy of the person's rhythm.

    In this copy, the setting has the value on the button.

    Raises Refusal if there is no such setting or value.
    """
    name, _, typed = turn.text.partition("=")
    wrong = Refusal("That setting no longer exists. /rhythm has all settings.")
    if name not in _SENTENCES:
        raise wrong
    value = typed.split(",") if name == "work_days" else typed
    try:
        return name, rhythm_of(turn.person).changed({name: value})
    except ValidationError as error:
        raise wrong from error


def _value(value: object) -> str:
    if isinstance(value, frozenset):
        return ",".join(str(day) for day in sorted(value))
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


def _sentence(name: str, value: object) -> str:
    return _SENTENCES[name].format(_in_words(name, value))


def _in_words(name: str, value: object) -> str:
    if isinstance(value, frozenset):
        return ", ".join(DAYS[day] for day in sorted(value))
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if name == "most_a_day":
        return str(value)
    minutes = int(str(value))
    hours, rest = divmod(minutes, 60)
    return f"{hours} hours" if hours > 1 and not rest else f"{minutes} minutes"


def _card(lead: str, *buttons: Button) -> Card:
    return card_saying(lead, *([Buttons(buttons)] if buttons else []))
