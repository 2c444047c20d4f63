"""Recognise a line that corrects who said something: "sry that was irina not jana". Pure."""

from typing import NamedTuple

from handlers.typed.words import bare_word, listed, without_leading

MAX_WORDS = 12  # how many words the line may have
_NAME = 2  # how many words a name may have
_LEADS = listed("no nope sorry sry actually oops wait hang on ah oh hm ok and")
_ENDS = listed("sorry sry actually tho though")
_WAS = listed("that this it was thats its were is came from by thatd")
_PAST = listed("was came from")
_SAID_IT = (
    *(["said", "that"], ["said", "it"], ["said", "this"], ["said", "so"]),
    *(["who", "said", "that"], ["who", "said", "it"], ["who", "said", "this"]),
)
_NOT = listed("not wasnt")


class SpeakerCorrected(NamedTuple):
    """A correction of a speaker. `new` is the right name, and `old` is the wrong name or ""."""

    new: str
    old: str


def speaker_corrected(text: str) -> SpeakerCorrected | None:
    """Return "irina" and "jana" for "sry that was irina not jana", or None for any other line.

    The names may be any words. The caller must check whether they name people.
    """
    typed = text.split(maxsplit=MAX_WORDS + 1)
    words = without_leading([word for word in map(bare_word, typed) if word], _LEADS)
    while words and words[-1] in _ENDS:
        words = words[:-1]
    if not words or len(typed) > MAX_WORDS or text.rstrip().endswith("?"):
        return None
    at = next((at for at, word in enumerate(words) if word in _NOT), len(words))
    told, denied = _told(words[:at]), _without_said(words[at + 1 :])
    if not told:  # "wasnt jana, it was irina"
        told, denied = _after_comma(text)
    is_clear = bool(denied) or not _PAST.isdisjoint(words) or words != _without_said(words)
    fits = is_clear and 0 < len(told) <= _NAME and len(denied) <= _NAME
    return SpeakerCorrected(" ".join(told), " ".join(denied)) if fits else None


def _told(words: list[str]) -> list[str]:
    """Return the name in "that was irina" or "irina said that". Return [] for a name alone."""
    name = without_leading(_without_said(words), _WAS)
    return name if len(name) < len(words) else []


def _without_said(words: list[str]) -> list[str]:
    size = max((len(one) for one in _SAID_IT if words[-len(one) :] == one), default=0)
    return words[: len(words) - size]


def _after_comma(text: str) -> tuple[list[str], list[str]]:
    """Return "irina" and "jana" for "wasnt jana, it was irina"."""
    before, comma, after = text.partition(",")
    denied = [word for word in map(bare_word, before.split()) if word not in _WAS | _LEADS]
    if not comma or denied[:1] == [] or denied[0] not in _NOT:
        return [], []
    return _told([word for word in map(bare_word, after.split()) if word]), denied[1:]
