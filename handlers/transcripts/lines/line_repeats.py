"""Leave out a line that says the same as another line. Pure."""

from handlers.coaching.text.words import stems
from handlers.transcripts.promises.promise_clauses import is_near, says_more
from handlers.transcripts.records import DraftLine


def merge_repeat(line: DraftLine, lines: list[DraftLine]) -> bool:
    """If `line` repeats one of `lines`, return True, and let `lines` keep the better of the two.

    Otherwise, change nothing and return False. `line` is better in these cases:

    - Both lines are promises, and `line` says more (`says_more`).
    - `line` begins with the words of the other line, and has more words (`_goes_on`).
    """
    for at, one in enumerate(lines):
        if not (goes_on := _goes_on(line, one)) and not _says_same(line, one):
            continue
        if goes_on or (line.kind == "promise" == one.kind and says_more(line, one)):
            lines[at] = line
        return True
    return False


def _goes_on(one: DraftLine, other: DraftLine) -> bool:
    """Check whether `one` begins with all the words of `other`, and has more words.

    Return False in these cases:

    - The lines are from different places in the transcript.
    - One of the lines is a promise.
    - `other` is the next step.
    """
    together = "promise" not in (one.kind, other.kind) and not other.is_next
    return together and one.spot == other.spot and one.words.startswith(f"{other.words} ")


def _says_same(one: DraftLine, other: DraftLine) -> bool:
    if one.kind == "promise" == other.kind:
        return is_near(one, other)
    if one.words in other.words:
        return True
    # Compare the numbers of words first, because it is faster than comparing the stems.
    alike = len(one.words.split()) == len(other.words.split())
    return alike and stems(one.words) == stems(other.words)
