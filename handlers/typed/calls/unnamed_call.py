"""Recognise a line about a call that names no account: "second call next tues 10am". Pure."""

from handlers.typed.calls.call_lines import ALSO_CALL, KINDS, KINDS_OF_TWO, NUMBERED, without_wants
from handlers.typed.calls.times_agreed import agreed_time
from handlers.typed.plain_spelling import written_out
from handlers.typed.words import DAY_WORDS, OPENERS, bare_word, listed

_LEADING = OPENERS | listed("put a an the our my also lets plan book schedule set up can could we")
_FURTHER = NUMBERED | listed("next new")  # "next call thurs 2pm"
_CALLS = KINDS | listed("ring phone meet try")  # "try them again thu 10am"
_THEM = listed("them her him")
_THEY = listed("they she he")
_WITH = listed("with w/")
_REBOOKED = listed("rebook rebooked rebooking")
_BEFORE_TIME = listed("is on for to it the call")  # these may come between the call and the time
# A time begins with one of these words or with a digit.
_AT_TIME = DAY_WORDS | listed("on at next this in")
_LOOKED_AT = 12  # we look at this many words at the start of a line


def unnamed_call(text: str) -> tuple[str, str]:
    """Split a line about a call into the kind of call and the time.

    - For "second call next tues 10am", return "call" and "next tues 10am".
    - For "next call with them thu 2pm", "call them again thu 2pm" and "she wants to see us thu
      2pm", return "call" and "thu 2pm".
    - For "rebook thurs 9am" and "shes ok with thurs 9am", return "rebooked for" and "thurs 9am".
    - For any other line, return two empty strings.
    """
    if agreed := agreed_time(text):
        return "rebooked for", agreed
    words, wanted = _without_wish(written_out(text.strip(" .!,;:")).split())
    said = [bare_word(word) for word in words[:_LOOKED_AT]]
    at = next((at for at, word in enumerate(said) if word not in _LEADING), len(said))
    if said[at : at + 1] and said[at] in _REBOOKED:
        words, said = _people_after_time(words, said, at + 1)
        rest = _rest(words, said, at + 1)
        return ("rebooked for", rest) if rest else ("", "")
    further = bool(said[at : at + 1]) and said[at] in _FURTHER
    end = _end_of_kind(said, at + further, further=further)
    # - After "one", we take the name after "with" as a person, and move it after the time: "next
    #   one with mia mon 9".
    # - After any other kind of call, we take it as an account, and move nothing: "next chat with
    #   zanzibar is mon 9".
    if said[at + further : end] == ["one"]:
        words, said = _people_after_time(words, said, end)
    them = _end_of_them(said, end)
    again = said[them : them + 1] == ["again"]
    kind = "" if said[at + further : end] == ["one"] else " ".join(words[at + further : end])
    is_call = end > at + further or (again and them > end)
    if not (wanted or further or again or them > end) or not is_call:
        return "", ""
    rest = _rest(words, said, them + again)
    return ("call" if kind in ("", "try") else kind, rest) if rest else ("", "")


def _without_wish(words: list[str]) -> tuple[list[str], bool]:
    """Return "call monday 9" and True for "she wants to see us monday 9".

    Return any other words unchanged, and False.
    """
    bare = without_wants(words)
    is_wish = len(bare) < len(words) and bare_word(words[0]) in _THEY
    return (bare[1:], True) if is_wish else (words, False)


def names_them(text: str) -> bool:
    """Check whether a line has "them", "her" or "him" among its first words.

    Such a line is about people who were mentioned shortly before.
    """
    return not _THEM.isdisjoint(map(bare_word, text.split(maxsplit=_LOOKED_AT)))


def them_at_start(words: str, name: str) -> str:
    """Replace "them", "her" or "him" at the start: "Northwind thu 2pm" for "them thu 2pm".

    `words` is the rest of a line that begins with "next call with" or similar words. Return it
    unchanged if it begins with another word.
    """
    first, _, rest = words.partition(" ")
    return f"{name} {rest}".strip() if bare_word(first) in _THEM else words


def _people_after_time(words: list[str], said: list[str], at: int) -> tuple[list[str], list[str]]:
    """Return the words with the time before the people: "tues 10 with mia" for "with mia tues 10".

    `at` is where "with" may be. Return two lists: the words as typed, and the words in bare form.
    If there are no people or no time, return both lists as they were.
    """
    if said[at : at + 1] == [] or said[at] not in _WITH or not said[at + 1 :]:
        return words, said
    times = (i for i in range(at + 2, len(said)) if said[i] in _AT_TIME or said[i][:1].isdecimal())
    time = next(times, 0)
    if not time or said[at + 1] in _THEM:
        return words, said
    end = time - (said[time - 1] in _BEFORE_TIME)  # "with mia is tues 10"
    words = [*words[:at], *words[time:], *words[at:end]]
    return words, [bare_word(word) for word in words[:_LOOKED_AT]]


def _end_of_kind(said: list[str], at: int, *, further: bool) -> int:
    """Return where the words for the kind of call end: "call", "discovery call", "follow up".

    `further` is true after "next", "second" or "new". Then "one" also counts as a kind of call.
    """
    if further and said[at : at + 1] == ["one"]:
        return at + 1
    if said[at : at + 2] in KINDS_OF_TWO:
        at += 2
    elif said[at : at + 1] and said[at] in _CALLS:
        at += 1
    else:
        return at
    return at + (bool(said[at : at + 1]) and said[at] in ALSO_CALL)


def _end_of_them(said: list[str], at: int) -> int:
    """Return where "with them" or "them" ends, or `at` if neither is there."""
    who = at + (bool(said[at : at + 1]) and said[at] in _WITH)
    return who + 1 if said[who : who + 1] and said[who] in _THEM else at


def _rest(words: list[str], said: list[str], at: int) -> str:
    while said[at : at + 1] and (said[at] in _BEFORE_TIME or said[at] in _THEM):
        at += 1
    return " ".join(words[at:])
