"""Try one recogniser after another on a sentence, until one of them recognises the sentence.

Commands take precedence (`handlers.typed.requests`). If no recogniser knows a sentence,
`handlers.features.typed_lines.otherwise` answers it.
"""

from collections.abc import Callable

from handlers.typed import phrases
from handlers.typed.asked.day_asked import day_asked
from handlers.typed.asked.free_asked import free_asked
from handlers.typed.button_labels import label_in
from handlers.typed.calls.briefs_asked import brief_asked
from handlers.typed.calls.calendar_connection import connects_a_calendar
from handlers.typed.chatter import chatter
from handlers.typed.customers.crm import asks_of_crm
from handlers.typed.kept_corrections import undoes
from handlers.typed.plain_spelling import written_out
from handlers.typed.privacy import data_questions, data_sentences, kept_data
from handlers.typed.reasons import without_own_reason
from handlers.typed.settings.absence_asked import absence_asked, days_in
from handlers.typed.settings.absence_said import absences_apart, days_away
from handlers.typed.settings.message_kinds import (
    asks_what_is_off,
    kind_unwanted,
    kinds_kept,
)
from handlers.typed.settings.messages_asked import messages_asked
from handlers.typed.settings.quiet_hours import quiet_hours
from handlers.typed.settings.quiet_said import break_until, quiet_from, rest_of_today
from handlers.typed.settings.setting_orders import setting_order
from handlers.typed.team.admin_pages import admin_page

Meant = tuple[str, str]  # the intent, and the words that its feature gets


def meant(text: str) -> Meant:
    """Return the intent of a text, and the words for the feature that answers this intent.

    If no recogniser knows the text, return "" and the text.
    """
    return next((found for one in _RECOGNISERS if (found := one(text))), ("", text))


def _crm(text: str) -> Meant | None:
    return ("crm", text) if asks_of_crm(text) else None


def _admin_page(text: str) -> Meant | None:
    return ("admin page", text) if admin_page(text) else None


def _data_sentence(text: str) -> Meant | None:
    intent = data_sentences.about_own_data(text)
    return (intent, "") if intent else None


def _data_question(text: str) -> Meant | None:
    return ("privacy", text) if data_questions.question(text) else None


def _whole_sentence(text: str) -> Meant | None:
    intent = phrases.whole_sentence(text) or phrases.whole_sentence(written_out(text))
    if not intent and phrases.whole_sentence(without_own_reason(text)) == "not now":
        intent = "not now"  # "not today, im swamped"
    return (intent, "") if intent else None


def _undo(text: str) -> Meant | None:
    return ("undo", "") if undoes(text) else None


def _chatter(text: str) -> Meant | None:
    kind = chatter(text)
    return (kind, "") if kind else None


def _own_day(text: str) -> Meant | None:
    is_asked = day_asked(text) or brief_asked(text) or free_asked(text)
    return ("day", text) if is_asked else None


def _absence(text: str) -> Meant | None:
    if days := days_away(text):
        return "away", days
    if several := absences_apart(text):
        return "away", "; ".join(several)
    if (days_back := days_in(text)) is not None:
        return "in", days_back
    return ("absences", text) if absence_asked(text) else None


def _quiet_today(text: str) -> Meant | None:
    if hours := quiet_hours(text):
        return "quiet hours", f"{hours.day}|{hours.since:%H:%M}|{hours.until:%H:%M}"
    if rest_of_today(text):
        return "stop", "today"
    if until := break_until(text):
        return "stop", f"until {until:%H:%M}"
    clock = quiet_from(text)
    return ("quiet from", f"{clock:%H:%M}") if clock else None


def _button_label(text: str) -> Meant | None:
    return ("label", text) if label_in(text) else None


def _kind_unwanted(text: str) -> Meant | None:
    if kinds := kinds_kept(text):
        return "only kinds", " ".join(kinds)
    kind = kind_unwanted(text)
    return ("stop", kind) if kind else None


def _what_is_off(text: str) -> Meant | None:
    return ("off", "") if asks_what_is_off(text) else None


def _messages(text: str) -> Meant | None:
    asked = messages_asked(text)
    return (f"messages {asked}", "") if asked else None


def _setting(text: str) -> Meant | None:
    return ("setting", text) if setting_order(text) else None


def _kept_data(text: str) -> Meant | None:
    intent = kept_data.about_data(text)
    return (intent, "") if intent else None


def _calendar_connection(text: str) -> Meant | None:
    # Return all words. One of them may be the secret address of a calendar, which the caller must
    # hide.
    return ("calendar", text) if connects_a_calendar(text) else None


_RECOGNISERS: tuple[Callable[[str], Meant | None], ...] = (
    _admin_page,  # "turn off briefs for everyone"
    _crm,  # "what's in HubSpot for Northwind"
    _data_sentence,  # "send me a copy of my data"
    _data_question,  # "can my manager see my figures?"
    _own_day,  # "whats my next call"
    _absence,  # "im off friday"
    _quiet_today,  # "skip the rest of today"
    _messages,  # "what did you send me today"
    _what_is_off,  # "what did i stop"
    _setting,  # "brief me 30 min before"
    _whole_sentence,  # "my calls"
    _undo,  # "sh*t wrong one, undo"
    _chatter,  # "lol ok"
    _button_label,  # "don't look up Northwind"
    _kind_unwanted,  # "i dont want the morning msgs"
    _kept_data,  # "what do you know about me"
    phrases.beginning,  # "cancel my call with Northwind"
    _calendar_connection,  # "can you read my Outlook?"
)
