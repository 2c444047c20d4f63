"""Recognise words that somebody wants to keep to themselves: "off the record …". Pure."""

from handlers.typed.words import without_apostrophes, words_of

_PHRASES = tuple(
    f" {phrase} "
    for phrase in (
        "private note",
        "note private",
        "is private",
        "keep private",
        "keep it private",
        "keep this private",
        "confidential",
        "confidentially",
        "off the record",
        "between us",
        "between you and me",
        "for me only",
        "only for me",
        "for myself only",
        "just for me",
        "for my eyes only",
        "keep this to myself",
        "keep it to myself",
        "nobody should know",
        "nobody must know",
    )
)
# At the start or the end of a text, "private" says who may read the text. Elsewhere, the word may
# belong to the topic, such as "private cloud".
_ALONE = ("private", "privately", "secret")
_SUBJECTS = frozenset(("i", "we", "you", "they", "he", "she", "it", "who", "people"))
_NO_MARK = frozenset(("equity", "cloud", "label", "labels", "clinic", "clinics", "company"))


def is_confidential(text: str) -> bool:
    """Check whether a text says that nobody else may read it."""
    # Not `bare_words_of`, which cuts a long text short: the last word counts too.
    words = [without_apostrophes(word) for word in words_of(text)]
    said = f" {' '.join(words)} "
    if any(phrase in said for phrase in _PHRASES) or _forbids_telling(words):
        return True
    begins = words[:1] and words[0] in _ALONE and not _NO_MARK.intersection(words[1:2])
    return bool(begins or (words[-1:] and words[-1] in _ALONE))


def _forbids_telling(words: list[str]) -> bool:
    """Match "don't tell Tomas", but not "they don't tell their drivers"."""
    return any(
        words[at : at + 2] == ["dont", "tell"] or words[at : at + 3] == ["do", "not", "tell"]
        for at in range(len(words))
        if at == 0 or words[at - 1] not in _SUBJECTS
    )
