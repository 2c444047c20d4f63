"""Recognise that the writer is away on certain days: "im off friday", "thurs and fri off". Pure.

The text gives the absence and its days. All other words of the text must belong to one of these:

- a greeting
- a reason from a short list
- an order such as "dont bug me" or "cancel my calls"

So "im off friday to see Jana" does not count. `handlers.times.absences` parses the days.
"""

import re
from collections.abc import Sequence

from handlers.typed.plain_spelling import written_out_words
from handlers.typed.words import COURTESY, DAY_WORDS, POLITE, bare_word, listed, without_leading

MAX_WORDS = 16  # how many words the text may have
_I_AM = ("", "i am", "im", "i", "ill be", "i will be")
_AWAY = (
    "off\naway\nout\ngone\nooo\nout of office\nout of the office\non leave\non annual leave\n"
    "annual leave\non holiday\non hols\nhols\nholiday\non vacation\nvacation\non pto\npto\nsick\n"
    "ill\noff sick\nout sick\nhome sick\nnot working\nnot at work\nnot in\nnot in the office\n"
    "not here\nnot around\nnot available\nunavailable\nday off\na day off\n"
    "week off\na week off\nthe week off\ntaking the week off\ntaking a week off\n"
    "dont work\ndo not work\ncant work\ncannot work"
)
_I_WONT_BE = ("wont be", "i wont be", "i will not be")
_AT_WORK = "in\nhere\naround\nworking\navailable\nat work\nin the office"
_I_TAKE = ("", "im taking", "i am taking", "taking", "ill take", "i have", "ive got", "i got")
_BEGINS = frozenset(
    tuple(f"{who} {state}".split())
    for whose, states in ((_I_AM, _AWAY), (_I_WONT_BE, _AT_WORK))
    for who in whose
    for state in states.splitlines()
)
_LONGEST = max(map(len, _BEGINS))
# The days may also come before "off": "im taking friday off", "friday im off".
_BEFORE = frozenset(tuple(who.split()) for who in _I_TAKE)
_ENDS = (("i", "am", "off"), ("im", "off"), ("as", "day", "off"), ("off",))
_GREETINGS = POLITE | listed("fyi btw sorry so ok okay just")
_PART_OF_DAYS = listed(
    "from after on for until till til to through thru and all the rest of back a & + - also plus"
    " onwards between am pm"
)
_ALSO = ("also", "plus")
_COUNTS = listed("one two three four five six days weeks")
_MONTHS = listed("jan feb mar apr may jun jul aug sep sept oct nov dec")
# After a comma or a dash, these say why: "im off wed afternoon, dentist".
_REASONS = listed(
    "dentist dentists doctor doctors dr appointment appt appointments my the a at for kid kids"
    " child school family vet vacation holiday training course travel travelling traveling trip"
    " wedding funeral personal moving house sick sorry thanks please birthday hospital physio"
    " is are has have got get getting pick picking up with from thing things stuff cold flu fever"
    " migraine son daughter wife husband partner mum mom dad baby kita nursery daycare surgery op"
    " checkup check-up car garage plumber home ill bad im ive i need to take taking her him them"
)
# After a comma, at most five words with one of these say why: "kid's recital at school".
_FAMILY = listed(
    "kid kids child daughter daughters son sons wife wifes husband husbands partner partners mum"
    " mums mom moms dad dads baby babys family school nursery"
)
_LONGEST_REASON = 5
# Somebody at one of these places is away for some hours: "im at the dentist tmrw 9-10".
PLACES = listed("dentist dentists doctor doctors dr vet hospital physio hairdresser barber gym")
_TO_PLACE = listed("i im am ill be have ive got a an at the my to going in with there")
_AT_PLACE = listed("appointment appt checkup check-up")
_TRAVELS = _GREETINGS | listed(
    "i im am ill be will gonna going travelling traveling flying driving away out off in to"
)
_TO_CITY = ("in", "to")
_DO_NOT = ("dont", "do not", "pls dont", "please dont", "so dont", "and dont")
_WISHES = tuple(
    tuple(wish.split())
    for wish in (
        *("no msgs", "no messages", "no pings", "no nudges", "leave me alone", "leave me be"),
        *("quiet please", "quiet pls", "be quiet", "stay quiet", "mute", "silence"),
        *(
            f"{lead} {verb}"
            for lead in _DO_NOT
            for verb in (
                *("bug me", "ping me", "message me", "msg me", "disturb", "disturb me"),
                *("bother me", "write me", "nudge me", "send anything", "send me anything"),
            )
        ),
    )
)
# "cancel" and these words may come before the absence: "cancel all that, im ill today".
_CANCELS_ALL = listed("cancel all everything that of it them my the calls meetings today todays")
_VAGUE = listed("this next the rest of morning afternoon")  # these alone name no day
_APART = re.compile(r"[,;]| and | plus | n | & ")
_ALL_DAY = re.compile(r"\s(?:all|the whole|whole|full) day\b", re.IGNORECASE)
_BACK = r"[,;.]?\s(?:and |then )?(?:im |i'm |ill be |i'll be )?back (?:in )?"
# We drop "back after" in "dentist thu 9-11, back after": the hours say when the absence ends.
_BACK_AFTER = re.compile(
    rf"(?:{_BACK}(?:right |straight )?(?:after(?:wards| that| it)?|then|later)|[,;.]?\sthen back)$",
    re.IGNORECASE,
)
_BACK_AT = re.compile(rf"(?<=\d){_BACK}(?:at|by|around) (?=\d\S{{0,6}}$)", re.IGNORECASE)
_LONG = 120  # characters; we look for several absences only in shorter lines
_THIS_HALF_DAY = (["this", "afternoon"], ["this", "morning"])
_NAMED = (DAY_WORDS | _MONTHS | listed("days weeks")) - _VAGUE - {"may"}


def days_away(text: str) -> str:
    """Return the words for the days of the writer's absence, or "" for any other text.

    The result keeps an order to cancel: "friday cancel my calls" for "sick friday cancel my calls".
    """
    text = _BACK_AT.sub("-", _BACK_AFTER.sub("", text.rstrip(" .!")))
    text = _ALL_DAY.sub("", _without_reason(_without_cancelling(_without_wish(text))))
    before = text.partition(" cancel ")[0]  # "sick friday, cancel everything"
    typed = before.removesuffix(" and").split(maxsplit=MAX_WORDS)
    if len(typed) > MAX_WORDS:
        return ""
    while typed and bare_word(typed[-1]) in POLITE | COURTESY:
        typed.pop()
    words = without_leading([bare_word(word) or word for word in typed], _GREETINGS)
    typed = typed[len(typed) - len(words) :]
    begin, end = _around_days(words)
    if end <= begin or not are_days(words[begin:end]):
        words = _without_last_reason(words)  # "im off wed afternoon dentist"
        begin, end = _around_days(words)
    if end <= begin or not are_days(words[begin:end]):
        return ""
    days = [word for word in typed[begin:end] if bare_word(word) not in _ALSO]
    return " ".join((*days, text[len(before) :].strip())).strip()


def place_and_days(text: str) -> tuple[str, str]:
    """Return "munich" and "thu + fri" for "in munich thu + fri", or ("", "").

    The first part may be something other than a place.
    """
    typed = text.strip(" .!").split(maxsplit=MAX_WORDS)
    words = without_leading([bare_word(word) or word for word in typed], _TRAVELS)
    begin = len(typed) - len(words)
    if not 1 < len(words) <= MAX_WORDS or begin == 0 or bare_word(typed[begin - 1]) not in _TO_CITY:
        return "", ""
    size = next((size for size in (1, 2) if are_days(words[size:])), 0)
    return " ".join(words[:size]), " ".join(typed[begin + size :]) if size else ""


def absences_apart(text: str) -> tuple[str, ...]:
    """Return "wed from 3" and "friday" for "out wed from 3, and off friday".

    Return an empty tuple if the line names fewer than two absences, or says anything else.
    """
    parts = [part for part in _APART.split(text) if part.strip()] if len(text) < _LONG else []
    days = [days_away(part) or days_away(f"off {part}") for part in parts]
    names_one = bool(parts) and bool(days_away(parts[0]))
    return tuple(days) if names_one and len(parts) > 1 and all(days) else ()


def _without_wish(text: str) -> str:
    """Return "out at 3" for "out at 3, dont bug me"."""
    typed = text.split()
    words = [bare_word(word) for word in typed]
    wish = next((one for one in _WISHES[::-1] if tuple(words[-len(one) :]) == one), ())
    left = typed[: len(typed) - len(wish)]
    return " ".join(left).rstrip(" ,;.-–—") if wish and left else text


def _without_reason(text: str) -> str:
    for mark in (",", " - ", " – ", " — ", "("):
        days, _, why = text.partition(mark)
        if why and says_why(why):
            return days
    return text


def says_why(text: str) -> bool:
    """Check for a reason for an absence: "dentist", "kid's recital"."""
    words = [bare_word(word) for word in text.split(maxsplit=_LONGEST_REASON)]
    of_family = len(words) <= _LONGEST_REASON and not _FAMILY.isdisjoint(words)
    is_plain = not any(word[:1].isdecimal() or word in DAY_WORDS | {"cancel"} for word in words)
    return all(bare_word(word) in _REASONS for word in text.split()) or (of_family and is_plain)


def _without_last_reason(words: list[str]) -> list[str]:
    """Return "im off wed" for "im off wed dentist".

    If the word before the reason is not about days, return all words.
    """
    count = len(words)
    while count and words[count - 1] in _REASONS:
        count -= 1
    return words[:count] if count and _may_be_of_days(words[count - 1]) else words


def _without_cancelling(text: str) -> str:
    """Return "im ill today" for "cancel all that, im ill today"."""
    order, _, why = text.partition(",")
    words = [bare_word(word) for word in order.split()]
    is_all = words[:1] == ["cancel"] and len(words) > 1 and _CANCELS_ALL.issuperset(words)
    return why.strip() if why and is_all else text


def _around_days(words: Sequence[str]) -> tuple[int, int]:
    """Return where the words for days begin and end, or (0, 0) if the words name no absence."""
    for count in range(min(_LONGEST, len(words)), 0, -1):
        if tuple(words[:count]) in _BEGINS:
            return count, len(words)
    if place := _at_place(words):
        return place, len(words)
    end = next((one for one in _ENDS if tuple(words[-len(one) :]) == one), ())
    begin = next((n for n in (3, 2, 1, 0) if tuple(words[:n]) in _BEFORE), 0)
    return (begin, len(words) - len(end)) if end else (0, 0)


def _at_place(words: Sequence[str]) -> int:
    """Count the words at the start that say where somebody is: 4 for "im at the dentist tomorrow".

    Return 0 if the words don't begin like this.
    """
    left = without_leading([*words], _TO_PLACE)
    count = len(words) - len(left)
    if not left or left[0] not in PLACES:
        return 0
    return count + 1 + (left[1:2] != [] and left[1] in _AT_PLACE)


def are_days(words: Sequence[str]) -> bool:
    """Check whether all words are about days, and at least one names a day: "from 4th on"."""
    parts = [part for word in words for part in _parts(word)]
    names_one = parts in _THIS_HALF_DAY or any(map(_names_a_day, parts))
    return names_one and all(map(_may_be_of_days, parts))


def _parts(word: str) -> list[str]:
    """Return "mon" and "wed" for "mon-wed", and "tomorrow" for "tmrw"."""
    return [
        plain for part in word.replace("/", "-").split("-") for plain in written_out_words(part)
    ]


def _names_a_day(word: str) -> bool:
    is_date = word[:1].isdecimal() and not word.isdecimal()  # "4th" and "4.12", not "4"
    return word in _NAMED or is_date


def _may_be_of_days(word: str) -> bool:
    numeric = word.rstrip("stndrh").replace(".", "").isdecimal()
    return numeric or word in DAY_WORDS | _MONTHS | _PART_OF_DAYS | _COUNTS
