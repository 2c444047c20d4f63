"""Decide whether a label is the name of a speaker ("Ann Lee: Hello.") or not ("Agenda: Prices")."""

from collections import Counter
from collections.abc import Iterable

from bot.transcripts.formats.clock import HEAD
from handlers.transcripts.speakers import MAX_NAME, speaker_name

MAX_WORDS = 7  # in a name, with what tools add to it: "Ann Lee (Guest)" has three
_NO_NAME = frozenset('?!;"“”{}<>=#\\')
_PARTICLES = frozenset(
    """
    al bin da de del della der di dos du el ibn la le ten ter van von y
    """.split()  # noqa: SIM905 - as a list it would be twenty lines
)
# Few names begin with one of these words, but speech, minutes and emails put them before colons.
_NOT_NAMES = frozenset(
    """
    a about absent action actions agenda all also an and answer apologies at attached attendees
    background bcc because but by cc chat close closing comments company conclusion context copy
    cost customer date day deadline decision decisions description details discussion due duration
    end error example fact facts file first for from goal goals he her here how http https i idea
    if in info intro introduction invited is issue issues it item items just key last link list
    location location meaning meeting message minutes my name next no not note notes number
    objective objectives of ok okay on one open or our outcome outcomes overview owner participants
    people phone plan please point points present price pricing problem ps purpose question
    questions re reason recap regards remember reminder research result results risk risks role
    scope second see sent she so source start status step steps subject summary takeaway takeaways
    task tasks team tel that the their then there they thing things third this time timeline
    timestamp title to todo topic topics transcript translation tl update updates url version video
    warning we website well what when where which who why with yes you your
    """.split()  # noqa: SIM905 - as a list it would be a page
)


def labelled(line: str) -> tuple[str, str] | None:
    """Split a line into a label and the text after the label's colon.

    The label ends at the first colon that is followed by a space or the end of the line. The label
    may include a time:

    "10:15 Ann: Hello." → ("10:15 Ann", "Hello.")

    Bold marks are ignored. Return None if no such colon is found, or if the label can't be a name.
    """
    head = line[:HEAD]
    if "**" in head or "__" in head:
        line = head.replace("**", "").replace("__", "") + line[HEAD:]
    line = line.lstrip(" \t>-*•").replace("：", ": ", 1)
    head = f"{line[: MAX_NAME + 2]} "
    at = head.find(": ")
    if at <= 0 or at >= len(line):
        return None
    label = head[:at].strip("[]# ") if head[0] == "[" else head[:at].strip()
    return (label, line[at + 1 :].strip()) if may_be_name(label) else None


def may_be_name(label: str) -> bool:
    """Check whether a label could be a name, with or without capitals."""
    words = label.split()
    return (
        0 < len(words) <= MAX_WORDS
        and len(label) <= MAX_NAME
        and _NO_NAME.isdisjoint(label)
        and any(map(str.isalnum, label))
        and not any(word.endswith(".") and len(word) > 5 for word in words)
        and words[0].strip("().,#").lower() not in _NOT_NAMES
        and "//" not in label
    )


def looks_like_name(label: str) -> bool:
    """Check whether a label is written like a name: no word begins with a small letter.

    Particles ("van") and mail addresses may begin with a small letter. If a tool has added
    something to a name, such as "(guest)" in "Ann Lee (guest)", the addition is ignored.
    """
    words = speaker_name(label).split()
    return may_be_name(label) and not any(
        word[0].islower() and word.lower() not in _PARTICLES and "@" not in word for word in words
    )


def speakers_among(labels: Iterable[str]) -> frozenset[str]:
    """Return the labels that are written like a name or occur more than once."""
    counts = Counter(labels)
    return frozenset(
        label for label, count in counts.items() if count > 1 or looks_like_name(label)
    )
