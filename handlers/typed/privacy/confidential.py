"""Recognise a text that somebody wants to keep to themselves: "off the record …". Pure."""

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
        "between you and",  # before "me" or "I"
        "for me only",
        "only for me",
        "for myself only",
        "just for me",
        "for my eyes only",
        "keep this to myself",
        "keep it to myself",
        "to yourself",
        "hush hush",
    )
)
# At the start or the end of a text, "private" says who may read the text. Elsewhere, the word may
# belong to the topic, such as "private cloud".
_ALONE = ("private", "privately", "secret")
# "Tomas must not see this", "he mustn't know", "nobody else should hear of it"
_MAY_NOT = (
    *(("must", "not"), ("mustnt",), ("should", "not"), ("shouldnt",), ("may", "not")),
    *(("nobody", "must"), ("nobody", "should"), ("nobody", "may"), ("else", "should")),
    *(("else", "must"), ("else", "may"), ("cant",), ("cannot",), ("can", "not")),
)
_EARS = frozenset(("ears", "eyes"))  # "not for tomas' ears"
_LEARN = frozenset(("know", "see", "hear", "read", "learn"))
_IT = frozenset(("this", "it", "that", "about", "of"))
_NOBODY_ELSE = (("nobody", "else"), ("noone", "else"), ("one", "else"))  # "nobody else pls"
_TELLING = frozenset(("tell", "mention", "share", "repeat", "show"))
_SUBJECTS = frozenset(("i", "we", "you", "they", "he", "she", "it", "who", "people"))
# After "private" or "secret" at the start, these belong to the topic: "private equity …".
_NO_MARK = frozenset(("equity", "cloud", "label", "labels", "clinic", "clinics", "company"))


def is_confidential(text: str) -> bool:
    """Check whether a text says that nobody else may read it."""
    # Don't use `bare_words_of`, because it leaves out the end of a long text.
    words = [without_apostrophes(word) for word in words_of(text)]
    said = f" {' '.join(words)} "
    if any(phrase in said for phrase in _PHRASES) or _forbids_telling(words):
        return True
    if _may_not_learn(words) or _is_not_for(words):
        return True
    begins = words[:1] and words[0] in _ALONE and not _NO_MARK.intersection(words[1:2])
    return bool(begins or (words[-1:] and words[-1] in _ALONE))


def _forbids_telling(words: list[str]) -> bool:
    """Match "don't tell Tomas", but not "they don't tell their drivers"."""
    return any(
        at >= size
        and tuple(words[at - size : at]) in (("dont",), ("do", "not"))
        and (at == size or words[at - size - 1] not in _SUBJECTS)
        for at, word in enumerate(words)
        if word in _TELLING
        for size in (1, 2)
    )


def _may_not_learn(words: list[str]) -> bool:
    """Match "tomas must not see this" and "nobody else", but not "they can't see their stock"."""
    ends = [word for word in words if word not in ("pls", "please", "ok", "thanks")]
    if tuple(ends[-2:]) in _NOBODY_ELSE:
        return True
    return any(
        tuple(words[at - len(one) : at]) == one
        for at, word in enumerate(words)
        if word in _LEARN and (at + 1 == len(words) or words[at + 1] in _IT)
        for one in _MAY_NOT
        if at >= len(one)
    )


def _is_not_for(words: list[str]) -> bool:
    """Match "not for tomas' ears"."""
    return any(
        words[at : at + 2] == ["not", "for"] and not _EARS.isdisjoint(words[at + 2 : at + 5])
        for at in range(len(words))
    )
