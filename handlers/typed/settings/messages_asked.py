"""Recognise questions about what Attune sends: "what did you send me today". Pure."""

from typing import Literal

from handlers.typed.key_words import key_words
from handlers.typed.plain_spelling import written_out_words

# "sent" asks what Attune has sent. "again" asks whether Attune will ask again how a call went.
# "mail" asks whether Attune reads the person's email.
MessagesAsked = Literal["sent", "again", "mail"]
_SENT = key_words(
    "send sent sending write written wrote message messaged pinged",
    "you",
    "me",
    "what which did anything",
    around="today this morning so far have has all already did messages things msgs else just now",
)
_AGAIN = key_words(
    "ask asking",
    "again",
    "you",
    "will are do when going",
    around="me to or not about it that this the call how went is if still ever yes no later then",
)
_MAIL = key_words(
    "read reading see seeing scan scanning access look looking check checking",
    "mail mails email emails e-mail e-mails inbox mailbox",
    "you attune",
    around="are do does can my our in at the also all to into into have any through ever",
)


def messages_asked(text: str) -> MessagesAsked | None:
    """Return what a question asks. Return None for any other text."""
    words = written_out_words(text)
    if not words or words[0] == "please":
        return None
    if _MAIL.fit(words):
        return "mail"
    if words[0] in ("can", "could"):
        return None
    if _SENT.fit(words):
        return "sent"
    return "again" if _AGAIN.fit(words) else None
