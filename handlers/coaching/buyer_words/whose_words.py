"""Find out whether a line about a call is in a customer's words or the rep's own. Pure."""

import re
from collections.abc import Collection
from itertools import pairwise

from handlers.coaching.buyer_words.call_judged import judges_call
from handlers.coaching.buyer_words.own_parts import without_own_parts
from handlers.coaching.buyer_words.speaker_labels import is_labelled, names_speaker
from handlers.coaching.buyer_words.their_words import SENTENCE_END, has_quotation, is_name, label_of

_THIRD = r"(?:he|she|they)(?:'?s|'?re|'?ll|'?d|'?ve)?"
_I_THINK = (
    r"(?:and|but|so|well)?\s*\bi\s+(?:think|guess|bet|suspect|feel|fear|doubt)\s+(?:that\s+)?"
)
# "I think he's bluffing", "but I bet we lose"
_OPINION = re.compile(
    rf"{_I_THINK}(?:(?:he|she)(?:'?s|'?ll|'?d)?|we\s+(?:will\s+)?(?:win|lose))\b", re.IGNORECASE
)
# "I think they …" may be the rep's opinion or a customer's words. `may_be_theirs` takes it for the
# rep's opinion. `divided` takes it for the customer's words.
_OF_THEM = re.compile(rf"{_I_THINK}they", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_DOES = re.compile(r"(?:wants|needs|likes|loves|said|says|thinks|asked|seems|is|was|has|will)")
# A line that begins like this tells what the rep saw: "3 people on their phones". But if the line
# has "we", "our" or the like, it may be a customer's: "3 people in our team left".
_SEEN = re.compile(
    r"(?:\d{1,3}|two|three|four|five|half|most|some|all|none)"
    r" (?:of (?:them|the (?:people|room|team))|people|ppl|guys|folks)\b",
    re.IGNORECASE,
)
_US = frozenset(("we", "us", "our", "ours", "i", "my", "me"))
_SAYS = frozenset(("said", "says", "that"))
_OPINION_ENDS = ("tbh", "imo", "imho")  # "we win this, tbh"
# "good demo", "nice call with them"
_HOW_IT_WENT = re.compile(
    r"(?:really |very )?(?:good|great|nice|solid|decent|ok|okay|bad|rough|tough|short|quick)"
    r" (?:call|demo|meeting|chat|talk|session)\b",
    re.IGNORECASE,
)
# "they want a pilot", at the start or after a comma
_TELLS_OF_THEM = re.compile(
    rf"(?:^|,\s*)(?:and\s+|but\s+)?{_THIRD}\s+(?:want|wants|wanted|need|needs|needed|like|likes|liked"
    r"|love|loved|seem|seems|seemed|said|says|think|thinks|will|would|are|is|was|were|go|went)\b",
    re.IGNORECASE,
)


def may_be_theirs(words: str, names: Collection[str], account: str) -> bool:
    """Check whether a line can be a customer's own words.

    Use this for a line for which the rep has picked no speaker.

    A line with a phrase in quotation marks, or with one of `names` as a label ("Jana: …"), can be a
    customer's words. Any other line is the rep's own if it

    - names the account,
    - begins with somebody's name: "Ruben left",
    - says what one of `names` does: "but Jana wants",
    - begins with how the call went: "good demo",
    - talks about the customer: "they want a pilot",
    - says what the rep saw, and has no "we" or the like: "3 people on their phones",
    - or gives an opinion: "I think he's bluffing".

    `names` are the names of the account's people.
    """
    if has_quotation(words) or any(is_labelled(words, name) for name in names):
        return True
    said = _words(words)
    firsts = {part for name in names for part in _words(name) if len(part) > 2}
    of_account = _words(account)[:1]
    return not (
        firsts.intersection(said[:1])
        or any(one in firsts and _DOES.fullmatch(does) for one, does in pairwise(said))
        or _HOW_IT_WENT.match(words)
        or is_name(" ".join(said[:1]))
        or (of_account and of_account[0] in said)
        or _TELLS_OF_THEM.search(words)
        or _OF_THEM.match(words)
        or (_SEEN.match(words) and not names_us(words))
        or any(map(_is_opinion, SENTENCE_END.split(words)))
    )


def names_us(words: str) -> bool:
    """Check whether a line has "we", "I" or the like, as a customer's words often do."""
    return not _US.isdisjoint(_words(words))


def divided(line: str, names: Collection[str]) -> tuple[str, str]:
    """Divide a typed line into what the customer's people said, and the rep's own opinion.

    In what the customer's people said, each label begins a new line: "irina: yes. jana: no" becomes
    two lines. `names` are the names of the people in the call.
    """
    theirs: list[str] = []
    own: list[str] = []
    for written in line.splitlines():
        begins_new = True
        for sentence in filter(None, map(str.strip, SENTENCE_END.split(written.strip()))):
            if _is_opinion(sentence):
                own.append(sentence)
            elif begins_new or _is_label(sentence, names):
                theirs.append(sentence)
                begins_new = False
            else:
                theirs[-1] = f"{theirs[-1]} {sentence}"
    return "\n".join(theirs), " ".join(own)


def own_parts_apart(lines: str, names: Collection[str], *, spoken: bool) -> tuple[str, str]:
    """Divide lines into what their speakers said, and the rep's own parts.

    For example, "chance 30%" is the rep's own part of "lund says next year only, chance 30%".

    `names` are the names of the people in the call. `spoken` means that the rep has picked who said
    the lines.

    Two kinds of lines stay whole:

    - a line that names no speaker, unless `spoken` is true
    - a line such as "jana says …" in which the rep also judges the call ("call was meh"), because
      the whole line is the rep's report
    """
    theirs: list[str] = []
    own: list[str] = []
    for line in lines.splitlines():
        said = line
        labelled = _is_label(said, names)
        reported = not labelled and any(names_speaker(said, name) for name in names)
        mine: list[str] = []
        if labelled or (reported and not judges_call(said)) or (spoken and not reported):
            is_speakers = not reported or _quotes_directly(said)
            said, mine = without_own_parts(said, labelled=is_speakers)
        theirs.append(said)
        own += mine
    return "\n".join(theirs), ". ".join(one.rstrip(".") for one in own)


def _quotes_directly(said: str) -> bool:
    """Check for direct speech: "jana said i need my cfo", but not "jana said she needs her cfo"."""
    words = _words(said)
    return any(one in _SAYS and first in _US for one, first in pairwise(words))


def _is_label(sentence: str, names: Collection[str]) -> bool:
    label = label_of(sentence)
    return bool(label) and (is_name(label) or any(is_labelled(sentence, name) for name in names))


def _is_opinion(sentence: str) -> bool:
    last = _words(sentence)[-1:]
    return bool(_OPINION.match(sentence.strip())) or bool(last and last[0] in _OPINION_ENDS)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
