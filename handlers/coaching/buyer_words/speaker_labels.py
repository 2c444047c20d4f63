"""Remove the label with the speaker's name from a note: "Jana: we switched it off". Pure."""

from handlers.coaching.names.common_words import TITLES, is_common
from handlers.coaching.names.given_names import OTHER_FORMS

WORDS = 8  # at most this many words in a label
_SAID = frozenset({"said", "says"})
_TOLD = frozenset({"told", "tells"})
_TO_US = frozenset({"me", "us"})
_DASHES = frozenset("-–—")
_CLOSING = str.maketrans(dict.fromkeys("”“»«„", '"'))
# Before one of these words, "Jana said" does not introduce a quotation, so it is not a label: "Jana
# said nothing".
_NEED_SAID = frozenset(
    ["anything", "everything", "goodbye", "little", "much", "nothing", "so", "something"]
)


def without_labels(words: str, name: str) -> str:
    """Remove the label with the speaker's name from the start of each line.

    The label may be the full name or a part of it, and may have titles: "Dr. Anders Lund said: …".
    """
    return "\n".join(_without_label(line, name) for line in words.splitlines())


def names_speaker(words: str, name: str) -> bool:
    """Check whether the first line begins with a label that names this person."""
    line = next((line for line in words.splitlines() if line.strip()), "")
    return _without_label(line, name) != line


def names_speaker_after(words: str, name: str) -> bool:
    """Check whether a dash and this person's name follow a quotation: "“we stopped” - Jana"."""
    after = words.translate(_CLOSING).rpartition('"')[2].lstrip()
    word, _ = _first(after.lstrip(" -–—")) if after[:1] in _DASHES else ("", "")
    part = _plain(word)
    return bool(part) and _is_part_of_name(part, name) and _names([part], name)


def is_labelled(words: str, name: str) -> bool:
    """Check whether the first line begins with a label for this person that ends in ":" or a dash.

    "Jana: …" and "Jana said: …" count, but "Jana said that …" does not.
    """
    line = next((" ".join(line.split()) for line in words.splitlines() if line.strip()), "")
    label = line.removesuffix(_without_label(line, name)).rstrip()
    return bool(label) and (label.endswith((":", "：")) or label[-1] in _DASHES)


def _without_label(line: str, name: str) -> str:
    """Remove the speaker's label. A line that has only a label stays as it is."""
    label: list[str] = []
    rest = line
    for _ in range(WORDS):
        word, after = _first(rest)
        bare, colon, glued = word.replace("：", ":").partition(":")
        part = _plain(bare)
        if part not in TITLES and not _is_part_of_name(part, name):
            break
        label.append(part)
        if colon:
            return (f"{glued} {after}".strip() or line) if _names(label, name) else line
        rest = after
    return _said(rest) or line if _names(label, name) else line


def _said(rest: str) -> str:
    """Return the words after "said", "told us", a colon or a dash.

    `rest` is the text after the name. Return "" if `rest` does not begin with one of these.
    """
    if rest.startswith("("):  # as in "Jana (dispatch): …"
        rest = rest.partition(")")[2].lstrip()
        if rest.startswith(":"):
            return rest[1:].strip()
    word, after = _first(rest)
    if word == ":" or word in _DASHES:
        return after
    verb = word.rstrip(",:").casefold()
    if verb not in _SAID | _TOLD:
        return ""
    whom, following = _first(after)
    if whom.rstrip(",:").casefold() in _TO_US:
        after = following
    elif verb in _TOLD:
        return ""
    joint, following = _first(after)
    if joint.rstrip(",:").casefold() == "that" or not joint.strip(",:"):
        return following
    return "" if _plain(joint) in _NEED_SAID else after


def _names(label: list[str], name: str) -> bool:
    """Check whether these words name the person.

    "Wood" alone does not name Ann Wood, because it may be the ordinary word. "Mr Wood" does.
    """
    named = [part for part in label if part not in TITLES and len(part) > 1]
    own = [part for part in map(_plain, name.split()) if part not in TITLES]
    titled = len(label) > len(named)
    alone = len(named) == 1 and not titled and named[0] != own[0] and is_common(named[0])
    return bool(named) and not alone


def _is_part_of_name(part: str, name: str) -> bool:
    own = [word for word in map(_plain, name.split()) if word]
    initials = {word[0] for word in own if word not in TITLES}
    return part in own or part in initials or any(part in OTHER_FORMS.get(word, ()) for word in own)


def _plain(word: str) -> str:
    return word.strip(".,").casefold()


def _first(text: str) -> tuple[str, str]:
    word, rest = [*text.split(maxsplit=1), "", ""][:2]
    return word, rest.strip()
