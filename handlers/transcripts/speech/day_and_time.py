"""Join two sentences of one turn into one, if the first names a day and the second a time."""

from collections.abc import Iterable
from dataclasses import replace

from handlers.transcripts.speech.days import names_day
from handlers.transcripts.speech.sentences import SpokenSentence
from handlers.transcripts.speech.spoken_appointments import is_only_a_time, is_reply


def with_times(sentences: Iterable[SpokenSentence]) -> list[SpokenSentence]:
    """Return the sentences, with "Thursday the tenth." and "Eleven o'clock." joined into one.

    Questions are not joined.
    """
    joined: list[SpokenSentence] = []
    for one in sentences:
        before = joined[-1] if joined else None
        if before and _belongs(one, before):
            time = (
                one.plain
                if one.plain.startswith(("at ", "from ", "around "))
                else f"at {one.plain}"
            )
            whole = f"{before.words} {one.words}"
            joined[-1] = replace(before, words=whole, plain=f"{before.plain}, {time}")
        else:
            joined.append(one)
    return joined


def _belongs(one: SpokenSentence, before: SpokenSentence) -> bool:
    if one.turn != before.turn or one.asks or before.asks or not is_only_a_time(one.plain):
        return False
    return names_day(before.plain) and not is_reply(before.plain)
