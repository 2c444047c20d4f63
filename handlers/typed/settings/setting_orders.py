"""Recognise lines that change settings: "brief me 30 min before", "i work 9 to 5". Pure.

All words of a line must be about the setting. If a line also names a call, as in "brief me 30 min
before the alder call", it is about the brief for that call, and does not change the setting.
"""

from handlers.typed.plain_spelling import written_out_words
from handlers.typed.reasons import without_own_reason
from handlers.typed.settings.numbers_typed import NOON, clock_in, clocks_in, length_at, number_in
from handlers.typed.settings.setting_words import (
    FILLING,
    NO_MESSAGES,
    SettingOrder,
    has,
    in_the_afternoon,
    set_to,
    without,
    words_after,
)
from handlers.typed.settings.working_hours import working_day, working_days
from handlers.typed.words import listed

MAX_WORDS = 14  # we do not read longer texts
_ASKS = FILLING | listed(
    "can could would you i id me my the a an to like want"
    " need send give get have set move change make bring put just ok instead of from on"
    " will always all each every any call calls meeting meetings message messages is are be should"
)
_ORDERS = listed("send give set move change make put bring get my")
_BRIEFS = listed("brief briefs briefing briefings briefed")
_LISTENING = listed("listening listen line lines tip tips")
_REFLECTING = listed("reflection reflections reflect debrief debriefs prompt prompts ask it how")
_WENT = listed("went go did")
_AHEAD = listed("before ahead earlier beforehand prior advance in")
_AFTER = listed("after later afterwards")
_QUESTIONS = listed("research questions homework")
# How people name the messages that come at a time of day. For each name: the setting, the words
# that may stand beside the name, and the first hour that we read as a morning hour. We read an
# earlier hour as one in the afternoon, unless "am" is typed. If the first morning hour is 7:
# - "at 8" → 08:00
# - "at 5" → 17:00
_TIMED = {
    "agenda": ("agenda_at", listed("morning daily"), 0),
    "morning message": ("agenda_at", frozenset[str](), 0),
    "research": ("research_at", _QUESTIONS, 7),
    "questions": ("research_at", _QUESTIONS, 7),
    "homework": ("research_at", _QUESTIONS, 7),
}
_CALLS = listed("call meeting demo tomorrow today")
_EVES = (
    ("evening", "before"),
    ("night", "before"),
    ("day", "before"),
    ("eve", "before"),
    ("previous", "day"),
    ("previous", "evening"),
)
_FEW = listed("less fewer")
_MESSAGES = listed("message messages ping pings nudge nudges notification notifications")
_LIMITS = listed("max maximum most limit only up than")
_COUNTED = _ASKS | _MESSAGES | _LIMITS | listed("at no more per day daily as many")
_TOO_MANY = _ASKS | _MESSAGES | listed("too many much so way that these this")
_SHORT = listed("shorter briefer tldr wordy")
_AS_SHORT = (
    *("keep it short", "keep it brief", "be brief", "less text", "too much text", "too long"),
    *("this is too long", "these are too long", "that is too long", "make it short"),
)
_OF_LENGTH = (
    _ASKS
    | _MESSAGES
    | _BRIEFS
    | listed("too long short your these this that are is keep it much bit text way tl dr")
)
_NO = listed("not no never stop skip without leave out")
_ABOUT_ONE = listed("for tomorrow today tonight this next")
_NEEDED = listed("needed necessary required")  # after "brief": "no brief needed for northwind"
_ONE = listed("this that the my next")  # before "brief": "skip this brief"
_NOT_ABOUT_ONE = listed("they we he she them us it from yet until")
_OF_INTERNAL_CALLS = _ASKS | _NO | _BRIEFS | _MESSAGES | listed("internal for about before do ones")
_SKIPS = (
    "skip",
    "mute",
    "no",
    "do not send",
    "do not need",
    "do not brief",
    "i do not need",
    "drop",
)
_OWN_LUNCH = ("my lunch is", "my lunch break is", "i have lunch", "i take lunch", "i eat lunch")
_LUNCH = listed("lunch lunchtime lunchbreak break at over during between from my the time around")


def setting_order(text: str) -> SettingOrder | None:
    """Return which setting a text changes, or how it changes the brief for one call.

    Return None for any other text.
    """
    words = _plain(text)
    if not words or len(words) > MAX_WORDS:
        return None
    if found := next((found for one in _READERS if (found := one(words))), None):
        return found
    bare = without_own_reason(text)
    return _one_brief(_plain(bare)) if bare != text else None


def _plain(text: str) -> list[str]:
    if len(text.split(maxsplit=MAX_WORDS)) > MAX_WORDS:
        return []
    return [word.replace("–", "-") for word in written_out_words(text)]


def _ahead(words: list[str]) -> SettingOrder | None:
    """Read "brief me 30 min before" and "ask me how it went an hour after"."""
    eve = next((one for one in _EVES if has(words, one)), ())
    at, minutes, size = next(
        ((at, *found) for at in range(len(words)) if (found := length_at(words, at))[0]), (0, 0, 0)
    )
    left = [*words[:at], *words[at + size :]] if size else words
    said = {*left}
    for name, kinds, ways in (
        ("brief_minutes", _BRIEFS, _AHEAD),
        ("listen_minutes", _LISTENING, _AHEAD),
        ("reflect_minutes", _REFLECTING | _WENT, _AFTER),
    ):
        if said.isdisjoint(kinds) or said.isdisjoint(ways):
            continue
        if name == "brief_minutes" and eve and said <= kinds | ways | _ASKS | {*eve}:
            return SettingOrder("eve")
        if minutes and said <= kinds | ways | _ASKS:
            return set_to(name, minutes)
    asks = left[:2] == ["brief", "me"] or (
        left[:1] and left[0] in _ASKS and has(left[:7], ("brief", "before"))
    )
    if minutes and asks and left[-1] in _CALLS and not said.isdisjoint(_AHEAD):
        return SettingOrder("one call", (("brief_minutes", minutes),))
    return None


def _at_a_time(words: list[str]) -> SettingOrder | None:
    """Read "agenda at 8" and "send my research questions at 5pm"."""
    at = next((at for at, word in enumerate(words) if word in ("at", "to")), 0)
    said = {*words[:at]}
    found = clock_in(without(words[at + 1 :], _ASKS | {"day", "days"})) if at else None
    if found is None or _says_when_questions_are(said):
        return None
    clock, sure = found
    for name, (setting, beside, afternoon) in _TIMED.items():
        named = {*name.split()}
        if named <= said <= _ASKS | named | beside:
            return set_to(setting, in_the_afternoon(clock, afternoon, sure=sure))
    return None


def _says_when_questions_are(said: set[str]) -> bool:
    """Check whether words only say that there are questions: "i have questions at 3"."""
    is_order = not said.isdisjoint(_ORDERS | {"research"})
    return not said.isdisjoint(_QUESTIONS) and (not is_order or "have" in said)


def _quiet(words: list[str]) -> SettingOrder | None:
    """Read "no messages after 6pm" and "do not message me before 9"."""
    after = _after_no_messages(words)
    found = clock_in(after[1:])
    if found is None or after[0] not in ("after", "before"):
        return None
    if after[0] == "before":
        return set_to("quiet_to", found[0])
    return set_to("quiet_from", in_the_afternoon(found[0], NOON, sure=found[1]))


def _lunch(words: list[str]) -> SettingOrder | None:
    """Read "my lunch is 12 to 1" and "no messages at lunch"."""
    if "lunch" not in words:
        return None
    if quiet := _after_no_messages(words):
        return SettingOrder("lunch") if _LUNCH.issuperset(quiet) else None
    lead = next((one for one in _OWN_LUNCH if words_after(words, one)), "")
    said = without(words_after(words, lead), _LUNCH | FILLING) if lead else []
    return SettingOrder("lunch") if clocks_in(said) or clock_in(said) else None


def _after_no_messages(words: list[str]) -> list[str]:
    """Return the words after "no messages" or the like."""
    said = without(words, FILLING)
    return next((found for lead in NO_MESSAGES if (found := words_after(said, lead))), [])


def _how_many(words: list[str]) -> SettingOrder | None:
    """Read "less messages please", "too many messages" and "max 5 messages a day"."""
    said = {*words}
    if said.isdisjoint(_MESSAGES):
        return None
    if not said.isdisjoint(_FEW) and said <= _ASKS | _MESSAGES | _FEW | {"bit", "much"}:
        return SettingOrder("fewer")
    if "many" in said and not said.isdisjoint(("too", "so")) and said <= _TOO_MANY:
        return SettingOrder("fewer")
    numbers = [number for word in words if word not in ("a", "an") and (number := number_in(word))]
    daily = "daily" in said or has(words, ("a", "day")) or has(words, ("per", "day"))
    others = {word for word in words if not number_in(word)}
    if len(numbers) == 1 and daily and not said.isdisjoint(_LIMITS) and others <= _COUNTED:
        return set_to("most_a_day", numbers[0])
    return None


def _shorter(words: list[str]) -> SettingOrder | None:
    """Read "shorter pls", "keep it short" and "your messages are too long"."""
    said = {*words}
    exact = " ".join(without(words, FILLING | {"way"})) in _AS_SHORT
    of_ours = "long" in said and "too" in said and not said.isdisjoint(_MESSAGES | _BRIEFS)
    if exact or ((of_ours or not said.isdisjoint(_SHORT)) and said <= _OF_LENGTH | _SHORT):
        return SettingOrder("shorter")
    return None


def _internal(words: list[str]) -> SettingOrder | None:
    """Read "dont brief me for internal calls"."""
    said = {*words}
    if "internal" not in said or said.isdisjoint(_NO) or said.isdisjoint(_BRIEFS | _MESSAGES):
        return None
    return SettingOrder("internal") if said <= _OF_INTERNAL_CALLS else None


def _one_brief(words: list[str]) -> SettingOrder | None:
    """Read "skip this brief", "no brief for tomorrow" and "dont brief me for the alder call"."""
    said = without(words, FILLING)
    after = next((found for lead in _SKIPS if (found := words_after(said, lead))), [])
    at = next((at for at, word in enumerate(after[:4]) if word in _BRIEFS), -1)
    if words_after(said, "do not brief"):
        at = 0 if after[:1] == ["me"] else at
    named = after[at + 1 :] if at >= 0 else []
    named = named[1:] if named[:1] and named[0] in _NEEDED else named
    is_one = named[:1] and named[0] in _ABOUT_ONE and _NOT_ABOUT_ONE.isdisjoint(said)
    if at > 0 and not named and after[0] in _ONE:
        is_one = said[0] in ("skip", "drop") and after[at] in ("brief", "briefing")
    return SettingOrder("one brief") if is_one else None


_READERS = (
    _internal,
    _ahead,
    _at_a_time,
    working_day,
    working_days,
    _quiet,
    _lunch,
    _how_many,
    _shorter,
    _one_brief,
)
