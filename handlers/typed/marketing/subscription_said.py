"""Recognise “subscribe this channel to everything about routely”. Pure."""

from handlers.typed.words import bare_word, listed

_BEFORE = listed("please can could you attune hey hi")
_HERE = (["this", "channel"], ["the", "channel"], ["us"], ["here"])
_FILLER = listed("to for everything all insights insight posts anything about on the any")
_VOICE = listed("voice buyers customers reps")
_LONGEST = 14


def subscribed_words(text: str) -> str | None:
    """Return what a line subscribes the channel to, or None if it is not about a subscription.

    - "routely" for "subscribe this channel to everything about routely"
    - "everything" for all insights
    - "voice" for what reps pass on to marketing
    - "" if the line does not say what the channel should get
    """
    typed = text.removeprefix("@").split(maxsplit=_LONGEST + 1)
    while typed and bare_word(typed[0]) in _BEFORE:
        typed = typed[1:]
    words = [bare_word(word) for word in typed]
    here = next((one for one in _HERE if words[1 : 1 + len(one)] == one), None)
    if words[:1] != ["subscribe"] or here is None or len(words) > _LONGEST:
        return None
    rest = words[1 + len(here) :]
    if not _VOICE.isdisjoint(rest):
        return "voice"
    about = [word for word in rest if word not in _FILLER]
    return " ".join(about) or ("everything" if rest else "")
