"""Write out what people shorten when they type fast: "whats", "2moro", "w". Pure."""

import re
from collections.abc import Sequence

from handlers.typed.close_words import CloseWords
from handlers.typed.words import COURTESY, bare_words_and_rest, bare_words_of, listed

_BEFORE = listed("please hey hi ok so now show me tell list give can you just and")
_AFTER = COURTESY | {"again", "now"}

# If a number without a colon follows one of these words, it can be a time of day: "to 230".
_TO_CLOCK = listed("to at until no tomorrow mon tue tues wed weds thu thur thurs fri")

_MARKS = "?!.,"  # after a shortened word
_CLOCK = re.compile(r"(?:[1-9]|0[6-9]|1[0-9])[0-5][0-9]", re.ASCII)

# If somebody types one of these days with one typo ("thrusday"), we correct the typo.
_DAYS = CloseWords(listed("monday tuesday wednesday thursday friday saturday sunday tomorrow"))

_WRITTEN_OUT = {
    "whats": "what is",
    "wat": "what",
    "wats": "what is",
    "wot": "what",
    "wots": "what is",
    "whos": "who is",
    "whens": "when is",
    "wen": "when",
    "wheres": "where is",
    "hows": "how is",
    "whys": "why is",
    "w": "with",
    "u": "you",
    "r": "are",
    "n": "and",
    "abt": "about",
    "bout": "about",
    "pls": "please",
    "plz": "please",
    "gimme": "give me",
    "lemme": "let me",
    "wanna": "want to",
    "gonna": "going to",
    "gotta": "have to",
    "til": "until",
    "till": "until",
    "2day": "today",
    "tday": "today",
    "2moro": "tomorrow",
    "2morrow": "tomorrow",
    "tmrw": "tomorrow",
    "tmrws": "tomorrow's",
    "tmrw's": "tomorrow's",
    "tmr": "tomorrow",
    "tomoz": "tomorrow",
    "tommorow": "tomorrow",
    "tmw": "tomorrow",
    "wk": "week",
    "wks": "weeks",
    "nxt": "next",
    "mtg": "meeting",
    "mtgs": "meetings",
    "msg": "message",
    "msgs": "messages",
    "dont": "do not",
    "teh": "the",
    "ppl": "people",
    "aks": "ask",
    "shd": "should",
    "shld": "should",
    "wich": "which",
    "thats": "that is",
    "its": "it is",
}

# How a text is spelled that somebody else will read. "Its" stays, because it may be a possessive.
_FOR_READERS = {
    **_WRITTEN_OUT,
    "its": "its",
    "it's": "it's",
    "dont": "don't",
    "thats": "that's",
    "i": "I",
    "im": "I'm",
    "i'm": "I'm",
    "ive": "I've",
    "i've": "I've",
    "i'd": "I'd",
    "i'll": "I'll",
    "cant": "can't",
    "couldnt": "couldn't",
    "didnt": "didn't",
    "doesnt": "doesn't",
    "havent": "haven't",
    "hasnt": "hasn't",
    "isnt": "isn't",
    "arent": "aren't",
    "wasnt": "wasn't",
    "werent": "weren't",
    "wont": "won't",
    "wouldnt": "wouldn't",
    "shouldnt": "shouldn't",
    "theyre": "they're",
    "youre": "you're",
    "hes": "he's",
    "shes": "she's",
    "theyve": "they've",
    "weve": "we've",
    "tho": "though",
    "thru": "through",
    "thx": "thanks",
    "monday": "Monday",
    "tuesday": "Tuesday",
    "wednesday": "Wednesday",
    "thursday": "Thursday",
    "friday": "Friday",
    "mon": "Monday",
    "tue": "Tuesday",
    "tues": "Tuesday",
    "wed": "Wednesday",
    "weds": "Wednesday",
    "thu": "Thursday",
    "thur": "Thursday",
    "thurs": "Thursday",
    "fri": "Friday",
}
_AROUND = '?!.,:;()"“”'  # marks around a word


def written_out_words(text: str) -> list[str]:
    """Return the words of a text, written out, in lower case and without punctuation."""
    return [part for word in bare_words_of(text) for part in _in_full(word).split()]


def few_written_out_words(text: str, limit: int) -> list[str]:
    """Return the `written_out_words` of a text, or [] if it has more than `limit` words."""
    return written_out_words(text) if len(bare_words_and_rest(text, limit)) <= limit else []


def written_out(text: str) -> str:
    """Write out the shortened words of a text, and correct typos in days ("thrusday").

    All other words stay as they are.
    """
    return " ".join(map(_in_full, text.split()))


def spelled_for_readers(text: str) -> str:
    """Write out the shortened words of a text that somebody else will read.

    "Can i take it thurs, w jana" becomes "Can I take it Thursday, with jana".
    """
    return " ".join(map(_for_readers, text.replace("’", "'").split()))


def _for_readers(word: str) -> str:
    bare = word.strip(_AROUND)
    full = _FOR_READERS.get(bare.lower(), bare)
    return word.replace(bare, full, 1) if full != bare else word


def _in_full(word: str) -> str:
    """Write out a shortened word, or correct a typo in a day. Return other words unchanged.

    A mark after the word stays, because it may separate two parts of a line: "tmrw, jana is ill".
    """
    bare = word.lower().strip(_MARKS)
    if full := _WRITTEN_OUT.get(bare):
        return full + word[len(word.rstrip(_MARKS)) :]
    (day,) = _DAYS.meant([bare])
    return word.lower().replace(bare, day) if day != bare else word


def clock_written_out(text: str) -> str:
    """Write out a time of day in a request to move a call.

    "Thursday to 230" becomes "Thursday to 2:30", and "to 1430" becomes "to 14:30". Only the last
    word changes, so "push alder 130 min" stays as it is. Numbers that are no time of day ("to 275")
    and years ("to 2026") stay as they are.
    """
    before, _, last = text.rpartition(" ")
    lead = before.rpartition(" ")[2].lower()
    if not _CLOCK.fullmatch(last) or (lead and not _before_clock(lead)):
        return text
    return f"{before} {last[:-2]}:{last[-2:]}".strip()


def _before_clock(word: str) -> bool:
    return word in _TO_CLOCK or word.endswith("day")


def without_courtesy(words: Sequence[str]) -> list[str]:
    """Leave out what people put around a question: "can you show me … again please"."""
    left = [*words]
    while left and left[0] in _BEFORE:
        left = left[1:]
    while left and left[-1] in _AFTER:
        left = left[:-1]
    return left
