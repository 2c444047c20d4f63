"""Find the part of a note that is about a topic, so that no more of the note is passed on. Pure."""

from collections.abc import Collection, Sequence

from handlers.coaching.buyer_words.their_words import SENTENCE_END
from handlers.coaching.text.words import stems

_LONG = 15  # a run of sentences with more words is cut to its clauses about the topic
_BREAKS = (";", ",")


def part_about(note: str, topic: Collection[str]) -> str:
    """Return the shortest part of a note that has all stems of the topic.

    - The part is one sentence, or several sentences in a row.
    - If these sentences have many words, the part is one of their clauses, or several clauses in a
      row. Commas and semicolons separate clauses.
    - If a stem is missing from the note, the part is the whole note.
    """
    part = _shortest([one for one in SENTENCE_END.split(note.strip()) if one], topic, " ")
    for mark in _BREAKS:
        if len(part.split()) > _LONG:
            part = _shortest(part.split(f"{mark} "), topic, f"{mark} ")
    return part.strip(" ,;.")


def _shortest(parts: Sequence[str], topic: Collection[str], joint: str) -> str:
    for count in range(1, len(parts)):
        for at in range(len(parts) - count + 1):
            run = joint.join(parts[at : at + count])
            if {*stems(run)}.issuperset(topic):
                return run
    return joint.join(parts)
