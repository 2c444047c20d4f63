"""Ask a model to name groups of buyers' words that our own code has found. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from handlers.coaching.common_words import is_common
from handlers.coaching.support import domains_in
from handlers.model.answers import GroupNames
from handlers.model.cleaning import cleaned
from handlers.model.prompts import ModelPrompt, prompt

VERSION: Final = "themes 1"
MAX_NAME: Final = 40  # characters
MOST_WORDS: Final = 5
_GROUPS, _LINES, _LINE = 10, 8, 200
_STEM = 4  # a word of the name must begin with the same characters as a word of the lines
_WORD = re.compile(r"[^\W_]+")
_INSTRUCTIONS = """\
You name groups of sentences that buyers said. Each group has a number. Give each group a name of \
two to five words, in English, that says what its sentences have in common, with a word from the \
sentences. No names of people or companies, no judgement, no advice. If the sentences of a group \
have nothing in common, leave the group out."""


def themes_prompt(groups: Sequence[Sequence[str]], word: str) -> ModelPrompt[GroupNames]:
    """Return the request for names of at most ten groups. `word` must be random."""
    listed = [
        f"Group {number}:\n" + "\n".join(f"- {cleaned(line, _LINE)}" for line in group[:_LINES])
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
    """Return the names that fit their group, by the group's index in `groups`."""
    found: dict[int, str] = {}
    for one in answer.names[: 3 * _GROUPS]:
        place = one.group - 1
        if not 0 <= place < len(groups[:_GROUPS]) or place in found:
            continue
        name = cleaned(one.name, 2 * MAX_NAME).strip(" .\"'“”:")
        if _fits(name, groups[place]):
            found[place] = name
    return found


def _fits(name: str, lines: Sequence[str]) -> bool:
    words = _WORD.findall(name.casefold())
    if not words or len(words) > MOST_WORDS or len(name) > MAX_NAME or domains_in(name):
        return False
    said = {one for line in lines for one in _WORD.findall(line.casefold())}
    if any(one.isdigit() and one not in said for one in words):
        return False
    stems = {one[:_STEM] for one in said if len(one) >= _STEM and not is_common(one)}
    return any(one[:_STEM] in stems for one in words if len(one) >= _STEM)
