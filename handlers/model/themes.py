"""Ask a model to name groups of buyers' sentences. Our own code makes the groups. Pure."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from handlers.coaching.buyer_words.their_words import SENTENCE_END
from handlers.coaching.support import domains_in
from handlers.coaching.text.spelling import plain_words
from handlers.model.answers import GroupNames
from handlers.model.cleaning import cleaned
from handlers.model.prompts import ModelPrompt, prompt

VERSION: Final = "themes 2"
MAX_NAME: Final = 40  # characters
MAX_WORDS: Final = 5
LINES: Final = 8  # at most this many lines of each group
# A request has at most `_GROUPS` groups. We shorten each line to `_LINE` characters.
_GROUPS, _LINE = 10, 200
_INSTRUCTIONS = """\
You name groups of sentences that buyers said. Each group has a number. Give each group a name of \
two to five words that says what its sentences have in common. Use only words that stand in the \
sentences. No names of people or companies, no judgement, no advice. If the sentences of a group \
have nothing in common, leave the group out."""


def themes_prompt(groups: Sequence[Sequence[str]], word: str) -> ModelPrompt[GroupNames]:
    """Return the request for names of at most ten groups.

    `word` marks the beginning and the end of the buyers' sentences. It must be random.
    """
    listed = [
        f"Group {number}:\n" + "\n".join(f"- {cleaned(line, _LINE)}" for line in group[:LINES])
        for number, group in enumerate(groups[:_GROUPS], start=1)
    ]
    return prompt(
        "themes",
        VERSION,
        _INSTRUCTIONS,
        "\n\n".join(listed),
        GroupNames,
        what="groups of sentences",
        word=word,
    )


def theme_names(answer: GroupNames, groups: Sequence[Sequence[str]]) -> Mapping[int, str]:
    """Return the names that we accept, by the group's index in `groups`.

    We accept a short name without a web address if all its words are in the group's sentences.
    """
    found: dict[int, str] = {}
    for one in answer.names[: 3 * _GROUPS]:
        place = one.group - 1
        if not 0 <= place < len(groups[:_GROUPS]) or place in found:
            continue
        name = cleaned(one.name, 2 * MAX_NAME).strip(" .\"'“”:")
        if _fits(name, groups[place]):
            found[place] = name
    return found


def phrase_key(phrase: str) -> str:
    """Return the stems of a phrase, which do not depend on case, accents or plural endings."""
    return " ".join(_stems(phrase))


def sentences_with(phrase: str, words: str) -> list[str]:
    """Return the sentences that contain a phrase. `phrase` is a `phrase_key`."""
    if not phrase:
        return []
    lines = (line for part in words.splitlines() for line in SENTENCE_END.split(part))
    return [one.strip() for one in lines if f" {phrase} " in f" {' '.join(_stems(one))} "]


def is_in_lines(name: str, lines: Sequence[str]) -> bool:
    """Return whether each word of a name is in one of the lines, in any form ("call", "calls")."""
    words = set(_stems(name))
    return bool(words) and words <= {one for line in lines for one in _stems(line)}


def _fits(name: str, lines: Sequence[str]) -> bool:
    if len(name.split()) > MAX_WORDS or len(name) > MAX_NAME or domains_in(name):
        return False
    return len(_stems(name)) <= MAX_WORDS and is_in_lines(name, lines)


def _stems(text: str) -> list[str]:
    return [word.stem for word in plain_words(unicodedata.normalize("NFC", text))]
