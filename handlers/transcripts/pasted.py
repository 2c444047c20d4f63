"""Check whether a message is a transcript that somebody pasted.

Pure. The running time is linear in the length of the message.

A message counts as a transcript if it looks like a subtitle or JSON file, if enough lines have a
time, or if people speak in turns. A chat can pass this check too. `TranscriptReader` then refuses
the message and gives a reason.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


READ = 40_000  # we look at this many characters
_LINE = 300  # we look at this many characters of a line
# A speaker's name has at most this many characters and words. Badges such as "(Guest)" count too.
_LABEL, _LABEL_WORDS = 60, 6
_MARKS = " \t[](){}*_#@|,.-–—>•·:"
_TIME = re.compile(r"(?<![\d:.])\d{1,3}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?(?![\d:])", re.ASCII)
_CUE = re.compile(r"-?\d{1,4}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,9})?\s{0,3}-->", re.ASCII)
_HALF_DAY = re.compile(r"\s?[ap]\.?m\b\.?", re.IGNORECASE)
# In emails, invitations, address books, minutes and notes, these words stand before a colon. If a
# line begins with one of these words, the word is not the name of a speaker.
_FIELDS = _words(
    "from to cc bcc subject re fw fwd date sent reply-to when where who what why how time place "
    "location agenda attendees participants present topic notes note minutes action actions owner "
    "due status decision decisions next todo promise promises question answer phone tel mobile fax "
    "email mail e-mail web website address company role title name goal link url join http https "
    "monday tuesday wednesday thursday friday saturday sunday today tomorrow ps step steps summary "
    "price pricing total pros cons risk risks option options item"
)
_TO_EACH_OTHER = re.compile(
    r"\?|？|\b(?:i|i['’]\w+|you|you['’]\w+|your|we|we['’]\w+|us|our|me|my|ich|sie|wir|uns|du|je|j['’]"
    r"|vous|nous|tu|yo|usted|ustedes|nosotros|lei|noi|ik|u|wij)\b",
    re.IGNORECASE,
)
_JSON = re.compile(
    r'"(?:speaker\w*|timeline|segments|sentences|callTranscripts|startTime|start_time)"\s{0,3}:'
)
MIN_TIMES = 3  # a transcript with times has at least this many lines with a time
# A transcript without times has at least this many lines with a speaker, and at least this many
# words in these lines.
MIN_TURNS, MIN_WORDS = 6, 30


def is_transcript(text: str) -> bool:
    """Check whether the beginning of a message looks like a transcript."""
    bare = text[:READ].lstrip("\ufeff \t\r\n")
    if bare.startswith("WEBVTT") or _is_json(bare):
        return True
    lines = [line for each in bare.splitlines() if (line := each[:_LINE].strip())]
    return _has_cues(lines) or _has_times(lines) or _has_speakers(lines)


def speak_to_each_other(turns: Sequence[str]) -> bool:
    """Check whether people talk to each other here.

    Return False for the minutes of a meeting, and for a list of tasks, addresses or links.
    """
    asked = any("? " in f"{words} " or "？" in words for words in turns)
    return asked or sum(map(_is_addressed, turns)) * 3 >= len(turns)


def _is_addressed(words: str) -> bool:
    return _TO_EACH_OTHER.search(words[:_LINE]) is not None


def _is_json(text: str) -> bool:
    return text.startswith(("{", "[")) and _JSON.search(text) is not None


def _has_cues(lines: Sequence[str]) -> bool:
    """Check for subtitles: two lines such as "00:00:01.000 --> 00:00:02.000"."""
    return sum(_CUE.match(line) is not None for line in lines) > 1


def _has_times(lines: Sequence[str]) -> bool:
    """Check for lines with a time. Count only those with words on the same line or the next.

    One of these must be true:

    - There are at least `MIN_TIMES` such lines, and two of them have the same speaker.
    - More than `MIN_TIMES` such lines have no speaker's name.
    """
    heads = [*map(_head, lines), ("", False)]
    spoken = [
        label
        for (label, has_words), (after, _) in pairwise(heads)
        if label is not None and (has_words or after is None)
    ]
    again = max(Counter(filter(None, spoken)).values(), default=0)
    return (len(spoken) >= MIN_TIMES and again > 1) or spoken.count("") > MIN_TIMES


def _head(line: str) -> tuple[str | None, bool]:
    """Parse a line with a time, such as "Ann Lee (0:04): Hello.".

    Return the name of the speaker, and whether the line also has words. The name is "" if the line
    has only a time. Return (None, False) for any other line.
    """
    nothing = (None, False)
    time = _TIME.search(line)
    if time is None:
        return nothing
    end = time.end()
    if half := _HALF_DAY.match(line, end):
        end = half.end()
    before, after = line[: time.start()].strip(_MARKS), line[end:]
    if before:  # as in "Ann Lee   0:04" and "Ann Lee (0:04): Hello."
        label = _speaker(before)
        return nothing if label is None else (label, bool(after.strip(_MARKS)))
    if not after.strip(_MARKS):
        return "", False
    name, colon, words = after.partition(": ")  # as in "0:04 Ann Lee: Hello."
    label = _speaker(name.strip(_MARKS))
    if label is None or (not colon and not line.startswith("@") and " - " not in after[:4]):
        return nothing
    return label, bool(words.strip())


def _has_speakers(lines: Sequence[str]) -> bool:
    """Check for lines without times ("Ann: Hello.") in which people take turns."""
    turns = [found for line in lines if (found := _before_colon(line))[1]]
    labels = [label for label, _ in turns]
    again = sum(count > 1 for count in Counter(labels).values())
    changes = sum(one != other for one, other in pairwise(labels))
    addressed = sum(_is_addressed(words) for _, words in turns)
    return (
        len(turns) >= MIN_TURNS
        and len(turns) * 5 >= len(lines) * 2
        and again > 1
        and changes * 3 >= len(turns)
        and addressed * 3 >= len(turns)
        and any("?" in words or "？" in words for _, words in turns)
        and sum(len(words.split()) for _, words in turns) >= MIN_WORDS
    )


def _before_colon(line: str) -> tuple[str, str]:
    name, colon, words = line.partition(":")
    label = _speaker(name.strip(_MARKS)) if colon and words[:1] in (" ", "\t", "*") else None
    return (label, words.strip(_MARKS)) if label else ("", "")


def _speaker(name: str) -> str | None:
    """Return `name` in lower case, or None if it can't be the name of a speaker."""
    words = name.split()
    letters = sum(map(str.isalpha, name))
    if not 1 <= len(words) <= _LABEL_WORDS or len(name) > _LABEL or letters < 2:
        return None
    folded = name.casefold()
    if any(mark in name for mark in "?!;/=") or words[0].casefold().strip(".") in _FIELDS:
        return None
    is_name = not words[0][0].islower() or folded in ("me", "them")
    return folded if is_name and (words[0][0].isalpha() or words[0][0] == "+") else None
