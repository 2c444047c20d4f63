"""Find the buyer's own words in a note about a call. Pure.

One line may have what the buyer said and what the rep will do: "Jana: 'they hate it'. I'll send her
the sheet." We quote only what is surely the buyer's: words in quotation marks, words after the
speaker's name, and lines in which the rep does not speak.
"""

import re

from handlers.coaching.buyer_words.call_judged import judges_call
from handlers.coaching.buyer_words.speaker_labels import without_labels
from handlers.coaching.names.common_words import TITLES, is_common
from handlers.coaching.names.given_names import GIVEN_NAMES, first_name

PHRASE = 3  # fewer words in quotation marks are just a term
MARKS = '"“”„«»‟'  # quotation marks
CUT = "…"
MARK = re.compile(f"[{MARKS}]+")
# The dot of a title, an initial or an abbreviation does not end a sentence: "Dr. Lund", "J. Novak",
# "e.g. labels".
_NO_END = "".join(
    rf"(?<!\b{short}\.)"
    for short in ("Dr", "Mr", "Ms", "Mrs", "Prof", "St", "[A-Z]", r"[Ee]\.g", r"[Ii]\.e", "vs")
)
# The dot of one of these abbreviations ends a sentence only if one of `_OPENS` follows. In "two
# p.m. Toronto time", the sentence goes on. In "at two p.m. I'll send it", "I" begins a sentence.
_MAY_END = "".join(
    rf"(?<!\b{short}\.)" for short in (r"[AaPp]\.[Mm]", "etc", "Inc", "Ltd", "Co", "approx")
)
_OPENS = (
    r"(?:I|We|You|He|She|They|It|That|This|There|The|And|But|So|Then|If|What|When|Where|Who|How|Why"
    r"|Is|Are|Do|Does|Can|Could|Would|Will|Let|Okay|OK|Great|Yes|Yeah|No|Thanks|Perfect)(?![\w-])"
)
SENTENCE_END = re.compile(rf"(?<=[.!?…]){_NO_END}(?:{_MAY_END}|(?=\s+{_OPENS}))\s+")

# A quotation in single marks, which are also apostrophes: 'the drivers' phones ring at six'.
_OPENED = re.compile(r"(?<!\S)['‘](?=\w)")
_CLOSED = re.compile(r"(?<=[^\Ws])['’](?!\w)|(?<=\w)['’](?=[.,;:!?)]|$)|(?<=[.!?…])['’](?!\w)")
_LABEL = re.compile(r"(?P<name>[^\W\d_][\w.'’ -]{0,40})(?: \([^()]{0,40}\))?[:：]\s*(?=\S)")
_WORDS = re.compile(r"\w+")
_SAYS = frozenset({"said", "says", "say"})
_OURSELVES = frozenset({"me", "i", "us", "we"})  # labels for the rep: "Me: I'll send it"

# Parts of `_REPORTS` and `_OWN`.
_GIVE = r"(?:send|sends|sent|sending|give|gives|gave|forward|forwards|forwarded)"
_TELLS = "ask|tell|told|say|said|offer|promis|explain|show|mention|repl|answer|suggest|pitch|agree"
_WILL = r"(?:'ll|\s+will|\s+shall|\s+can\s+send|\s+owe)"
_MUST = r"(?:\s+should|\s+must|\s+need\s+to|\s+have\s+to|'m\s+(?:going|sending)\b|\s+am\s+going\b)"
# A sentence with "I asked", "we told" and the like is the rep's. One exception: "we" is the buyer
# in the first sentence after a label: "Jana: we asked for a trial".
_REPORTS = re.compile(
    rf"\b(?:i|we)(?:'ve|'d)?\s+(?:then\s+|also\s+|just\s+)?(?:{_TELLS})\w*\b", re.IGNORECASE
)
# A sentence that matches is the rep's, except right after a label: "Jana: I'll sign in March."
_OWN = re.compile(
    rf"\b(?:i|we){_WILL}|\bi{_MUST}|\bwe'd\b"
    r"|\bi\s+(?:think|guess|feel|felt|wonder|noticed|believe|suspect|saw)"
    r"\s+(?:that\s+)?(?:he|she|they)\b"
    rf"|\b{_GIVE}\s+(?:me|him|her|them)\b"
    # "The depot sends us a list" is the buyer's sentence. "They send us a list" is the rep's.
    rf"|\b(?:he|she|they)\s+(?:(?:can|would)\s+)?{_GIVE}\s+us\b|(?:\bwill|'ll)\s+{_GIVE}\s+us\b"
    rf"|\b(?:told|tells|asked)\s+(?:me|us)\b",
    re.IGNORECASE,
)
# A note about the buyer in the rep's own words: "They want the demo on site".
_ABOUT_THEM = re.compile(
    r"(?:he|she|they)(?:'ll\b|'d\b|\s+(?:will|would|said|says|laughed|nodded|smiled|agreed|asked"
    r"|promised|told|want|wants|wanted|seemed|looked|sounded|liked|loved)\b)",
    re.IGNORECASE,
)
# After the buyer's first sentence, "I" may be the rep: "I was surprised".
_I = re.compile(r"\bi\b", re.IGNORECASE)
_THEY = re.compile(r"\b(?:he|she|they)\b", re.IGNORECASE)


def theirs(note: str, speaker: str = "") -> str:
    """Return the words in a note that are surely the buyer's, line by line.

    Return "" if there are no such words. `speaker` is the name of the person who spoke, or "" if
    unknown. A label with this name is removed. We put quotations in “ ”. "…" marks where the rep
    begins to speak.
    """
    lines = (_of_line(line.strip(), speaker) for line in note.splitlines())
    return "\n".join(filter(None, lines))


def is_all_theirs(note: str, speaker: str = "") -> bool:
    """Check whether the whole note is the buyer's, apart from a label with the speaker's name."""
    unlabelled = without_labels(note, speaker) if speaker else note
    said = theirs(note, speaker)
    plain = str.maketrans("", "", MARKS)
    return said.translate(plain).split() == unlabelled.translate(plain).split()


def has_quotation(note: str) -> bool:
    """Check whether a line of a note has a phrase in quotation marks."""
    return any(_quoted(line) for line in note.splitlines())


def names_another(note: str, speaker: str) -> bool:
    """Check whether a line of a note begins with the label of another person."""
    return any(
        is_name(label_of(line)) and without_labels(line, speaker) == line
        for line in map(str.strip, note.splitlines())
    )


def label_of(line: str) -> str:
    """Return the label at the start of a line, without the colon: "Jana Novak".

    Return "" if the line has no label.
    """
    label = _LABEL.match(line)
    return label["name"].strip() if label else ""


def is_name(label: str) -> bool:
    """Check whether a label begins with a given name and is as short as a name."""
    words = [word for word in label.casefold().split() if word.rstrip(".") not in TITLES]
    known = bool(words) and words[0] in GIVEN_NAMES and not is_common(words[0])
    return known and len(words) <= 3


def beginning(words: str, longest: int) -> str:
    """Return the whole text if it is short enough.

    Otherwise return as many whole sentences as fit, and "…". Return "" if the first sentence alone
    is too long.
    """
    one_line = " ".join(words.split())
    if len(one_line) <= longest:
        return one_line
    whole = ""
    for sentence in SENTENCE_END.split(one_line):
        longer = f"{whole} {sentence}".strip()
        if len(cut_off(longer)) > longest:
            break
        whole = longer
    return cut_off(whole) if whole else ""


def cut_off(words: str) -> str:
    """Add "…" to a text that has been cut off."""
    return f"{words.rstrip('.…')}{CUT}" if words.endswith((".", CUT)) else f"{words} {CUT}"


def _of_line(line: str, speaker: str) -> str:
    """Return the words in a line that somebody on the buyer's side said, or "" if nobody did."""
    label, said = _labelled(line, speaker)
    if quotation := _quoted(said):
        before, words = quotation
        return "" if _is_introduced_by_rep(before) else f"“{words}”"
    if label is None:
        return "" if _rep_speaks(said, speaker) else said
    sentences = SENTENCE_END.split(said)
    kept: list[str] = []
    for sentence in sentences:
        if not _goes_on(sentence, speaker, first=not kept):
            break
        kept.append(sentence)
    words = " ".join(kept)
    if not words:
        return ""
    return label + (cut_off(words) if len(kept) < len(sentences) else words)


def _labelled(line: str, speaker: str) -> tuple[str | None, str]:
    """Return the label of a line and the words after the label.

    The label may begin a later sentence: "I asked why. Jana: it rings at six".

    - If the label names `speaker`, return "" and the words after the label.
    - If the label is the rep's ("Me: …"), return "" and no words.
    - If `speaker` is known and the label names another person, return "" and no words.
    - If the line has no label, return None and the whole line.
    """
    if speaker and (bare := without_labels(line, speaker)) != line:
        return "", bare
    at = 0
    for sentence in SENTENCE_END.split(line):
        start = line.index(sentence, at)
        at = start + len(sentence)
        label = _LABEL.match(sentence)
        if label is None:
            continue
        if speaker and (bare := without_labels(sentence, speaker)) != sentence:
            return "", bare + line[at:]
        name = label["name"].strip().casefold()
        if name in _OURSELVES or (speaker and is_name(name)):
            return "", ""
        if is_name(name):
            return label[0], line[start + label.end() :]
    return None, line


def _is_introduced_by_rep(before: str) -> bool:
    """Check whether "I asked" comes before a quotation, with no "she" or "they" in between."""
    last = _plain(SENTENCE_END.split(before)[-1])
    reports = list(_REPORTS.finditer(last))
    return bool(reports) and not _THEY.search(last, reports[-1].end())


def _quoted(line: str) -> tuple[str, str] | None:
    """Return the text before the first quotation of a line, and the quotation.

    Return None if there is no quotation, or if it has fewer than `PHRASE` words.
    """
    parts = MARK.split(line)
    if len(parts) > 1:
        is_phrase = len(parts) > 2 and len(parts[1].split()) >= PHRASE
        return (parts[0], parts[1].strip()) if is_phrase else None
    opened = _OPENED.search(line)
    closed = _CLOSED.search(line, opened.end()) if opened else None
    if opened is None or closed is None:
        return None
    words = line[opened.end() : closed.start()].strip()
    return (line[: opened.start()], words) if len(words.split()) >= PHRASE else None


def _rep_speaks(line: str, speaker: str) -> bool:
    about = _ABOUT_THEM.match(_plain(line)) or judges_call(line)
    return bool(about) or _is_the_reps(line, speaker)


def _is_the_reps(words: str, speaker: str) -> bool:
    plain = _plain(words)
    return bool(_REPORTS.search(plain) or _OWN.search(plain) or _names(plain, speaker))


def _goes_on(sentence: str, speaker: str, *, first: bool) -> bool:
    """Check whether a sentence after a label is the buyer's.

    In the first sentence, "I" and "we" mean the buyer, except in "I asked", "I told" and the like.
    """
    plain = _plain(sentence)
    if judges_call(plain, labelled=first):
        return False
    if first:
        return not any(found[0].lower().startswith("i") for found in _REPORTS.finditer(plain))
    narrates = _I.search(plain) or _ABOUT_THEM.match(plain)
    return not narrates and not _is_the_reps(sentence, speaker)


def _names(sentence: str, speaker: str) -> bool:
    """Check whether a sentence has the speaker's name, but not "says" or "said": "Jana laughed"."""
    said = _WORDS.findall(sentence)
    return bool(speaker) and first_name(speaker) in said and not _SAYS & set(said)


def _plain(words: str) -> str:
    return words.replace("’", "'")
