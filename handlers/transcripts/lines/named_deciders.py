"""Add names to sentences about who decides. The name is often in another sentence. Pure.

We join two sentences into one line in these cases:

- The speaker does not decide: "It is not me who signs. Over fifty thousand it is Jana Novak."
- The speaker decides up to a limit: "I approve up to ten thousand. Above that it's Jana Novak."

If the speaker says "she signs", we add the name that our side has just said: "She signs (Jana
Novak)."
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from handlers.coaching.text.spelling import plain
from handlers.transcripts.lines.deciding import tells_limit, tells_who_decides
from handlers.transcripts.lines.line_words import LONGEST
from handlers.transcripts.promises.who_is_meant import people_named
from handlers.transcripts.speech.people_named import names_a_role
from handlers.transcripts.speech.sentences import SpokenSentence

_MAY_TELL = re.compile(r"(?<![\w-])(?:sign|decid|approv)")
_NOT_I = re.compile(
    r"(?<![\w'-])(?:not (?:me|us|mine|my)|isn't (?:me|mine)|(?:i|we) only)(?![\w'-])"
)
_HE = re.compile(r"(?<![\w'-])(?:he|she)(?:'s)?(?![\w'-])")
_ABOVE = re.compile(r"(?:above|over|beyond|more than) that(?![\w'-])")
_ASKED_IN = 3  # we search this many sentences, those just before "she signs"


def with_names(sentences: Sequence[SpokenSentence]) -> list[SpokenSentence]:
    """Return all sentences. If a sentence says who decides but names nobody, add the name.

    The list keeps its length. If we join two sentences, the first one gets the words of both. The
    second one stays in the list with the side "nobody", so that nothing reads it.
    """
    made = list(sentences)
    speakers = frozenset(
        word for name in {one.speaker for one in sentences} for word in plain(name).split()
    )
    for at, one in enumerate(sentences):
        if one.side != "theirs" or one.asks or not _MAY_TELL.search(one.plain):
            continue
        above = any(_ABOVE.match(each.plain) for each in sentences[at + 1 : at + 2])
        if not (above or _NOT_I.search(one.plain) or _HE.search(one.plain)):
            continue
        if not tells_who_decides(one.plain) or people_named([one.words], speakers):
            continue
        if _NOT_I.search(one.plain) or (above and tells_limit(one.plain)):
            _add_next(made, at)
        elif _HE.search(one.plain) and not _named_just_before(sentences, at, speakers):
            before = sentences[max(0, at - _ASKED_IN) : at]
            asked = [each.words for each in before if each.side in ("me", "colleague")]
            names = people_named(asked, speakers)
            if len(names) == 1:
                made[at] = replace(one, words=f"{one.words.rstrip('.')} ({names[0]}).")
    return made


def _named_just_before(
    sentences: Sequence[SpokenSentence], at: int, speakers: Collection[str]
) -> bool:
    """Check whether the previous sentence names somebody: "Jana Novak, our CFO. She signs."

    Only a sentence from the same turn counts. `line_context` joins these two sentences later, so
    we need not add the name.
    """
    before = sentences[at - 1 : at] if at else ()
    same_turn = [one.words for one in before if one.turn == sentences[at].turn]
    return bool(people_named(same_turn, speakers))


def _add_next(made: list[SpokenSentence], at: int) -> None:
    """Join a sentence such as "It is not me who signs" with the next sentence.

    Join them only if the next sentence names somebody with a role ("Jana Novak, our CFO"), or says
    up to what amount somebody may decide alone.
    """
    one, after = made[at], made[at + 1 : at + 2]
    if not after or after[0].turn != one.turn or after[0].asks:
        return
    names = names_a_role(after[0].words) or tells_limit(after[0].plain)
    words = f"{one.words} {after[0].words}"
    if names and len(words) <= LONGEST:
        made[at] = replace(one, words=words, plain=f"{one.plain}. {after[0].plain}")
        made[at + 1] = replace(after[0], side="nobody")
