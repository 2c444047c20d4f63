"""Find words that may still be names in a line from which the known names were taken out. Pure.

A person is asked about these words before others read the line. If a word turns out to be no name,
the person has answered one question too many. If we miss a name, others read it. So it is better
to ask too often.
"""

from collections.abc import Iterator

from handlers.coaching.names.common_words import TITLES, is_common
from handlers.coaching.text.words import SAY_LITTLE, stems
from handlers.typed.words import listed

_MARKS = ".,;:!?…()[]{}\"“”„«»'’‘-–—"
_ENDS = ".!?:…•"  # after one of these, a word may have a capital without being a name
_OPENS = "\"“„«‘'([-–—•"
_ROLES = listed(
    "boss ceo cfo cio coo cto cmo ciso director head lead leader manager md owner founder chief"
    " assistant colleague buyer planner supervisor"
)
_WHOSE = listed("her his their our my your the w with")


def perhaps_names(text: str) -> list[str]:
    """Return the words of a text that look like names, each once, in their order.

    A word looks like a name in these cases:

    - It follows a title: "mr brandl".
    - It follows somebody's role: "her cfo brandl".
    - It has a capital and is not the first word of a sentence: "we asked Brandl". Words in capitals
      only ("SSO") and ordinary words ("Monday") do not count.
    """
    found = [name for line in text.splitlines() for name in _in_line(line)]
    return list(dict.fromkeys(found))


def _in_line(line: str) -> Iterator[str]:
    words = line.split()
    for at, word in enumerate(words):
        bare = word.strip(_MARKS).removesuffix("'s").removesuffix("’s")
        if not bare[:1].isalpha() or not _says_much(bare):
            continue
        before = [one.strip(_MARKS).casefold() for one in words[max(at - 2, 0) : at]]
        titled = before[-1:] != [] and before[-1] in TITLES
        in_role = len(before) == 2 and before[0] in _WHOSE and before[1] in _ROLES
        begins = at == 0 or words[at - 1][-1] in _ENDS or word[0] in _OPENS
        capital = bare[0].isupper() and not bare.isupper() and not begins and not is_common(bare)
        if titled or in_role or capital:
            yield bare


def _says_much(word: str) -> bool:
    return not SAY_LITTLE.issuperset(stems(word)) and len(word) > 1
