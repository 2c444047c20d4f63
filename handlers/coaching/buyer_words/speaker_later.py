"""Find out who speaks if the name stands in an earlier clause: "jana was annoyed, said …". Pure."""

import re

from handlers.coaching.buyer_words.speaker_labels import names_speaker
from handlers.typed.words import listed

_SAYS = re.compile(
    r"(?:[,;.]\s|\s(?:and|n)\s|\s[-–—]\s)(?:(?:she|he|they) )?(?:also )?(?P<said>(?:said|says)\s)",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"(?P<who>[^\W\d_][\w'-]{0,30}) (?:said|says)\b", re.IGNORECASE)
_NO_NAMES = listed("she he they who and also then but it that i we you has have")
_LONGEST = 400  # characters


def speaks(line: str, name: str) -> bool:
    """Check for "jana said …" and "jana was annoyed about the login, said …"."""
    return names_speaker(line, name) or says_later(line, name)


def says_later(line: str, name: str) -> bool:
    """Check for "jana was annoyed about the login, said nobody types a password".

    The line must begin with the name, and name nobody else before "said".
    """
    found = _SAYS.search(line[:_LONGEST])
    first = line.split(maxsplit=1)[:1]
    if found is None or not first:
        return False
    return names_speaker(f"{first[0].rstrip(',:')} {line[found.start('said') :]}", name)


def names_other_speaker(line: str, name: str) -> bool:
    """Check for "petra said …" in a line that begins with another person's words."""
    said = (found["who"] for found in _SPEAKER.finditer(line[:_LONGEST]))
    return any(
        who.casefold() not in _NO_NAMES and not names_speaker(f"{who} said it rings", name)
        for who in said
    )
