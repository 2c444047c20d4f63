"""Recognise sentences about data, such as "can the admin read my chat with you?".

Each kind of sentence has a short answer of its own. A sentence must match from its first to its
last word, so that a rep's notes about what a customer said do not match.
"""

import re
from typing import Literal

from handlers.typed.words import bare_words_and_rest

DataIntent = Literal[
    "chat_read",
    "stop_measuring",
    "copy",
    "uses_ai",
    "transcripts_go",
    "on_leaving",
    "line_back",
    "",
]
MAX_WORDS = 16  # how many words such a sentence may have

_POLITE = r"(?:please |hey |hi |attune |can you |could you |will you |i want (?:you )?to )*"
_READER = (
    r"(?:an?|the|our|my|any|your)? ?(?:workspace |slack |teams |it )?(?:admins?|administrators?)"
)
_READS = r"(?:read|see|export|view|access|open)"
_CHAT = r"(?:my|this|our|the) (?:chats?|messages?|conversations?|dms?|direct messages?)"
_TRANSCRIPT = r"(?:(?:the|my|our|your) )?transcripts?"
_SENTENCES: dict[DataIntent, str] = {
    "chat_read": rf"(?:can|could|does|do|will|is|are) {_READER} (?:able to |allowed to )?{_READS} "
    rf"{_CHAT}(?: (?:with|to) (?:you|attune))?(?: here)?",
    "stop_measuring": rf"{_POLITE}(?:stop|dont|do not|quit) (?:measuring|measure) "
    r"(?:me|my (?:talk|calls?|talk time|talking))(?: (?:please|now|any ?more))*",
    "copy": rf"{_POLITE}(?:(?:how )?(?:can|could|do|may) i )?"
    r"(?:send|give|export|download|get|have|mail|email)(?: me)? "
    r"(?:a copy of |an export of )?"
    r"(?:all )?(?:of )?(?:my|the) (?:own |personal )?(?:data|notes)(?: please)?",
    "uses_ai": r"(?:do|does|are) (?:you|attune|this|it) (?:use|using|run on|based on|an?) "
    r"(?:any |an |a )?(?:ai|llms?|gpt|chatgpt|artificial intelligence|(?:large )?language models?)",
    "transcripts_go": rf"(?:when|how soon|after how long) (?:are|is|do you|will|does) "
    rf"(?:delete )?{_TRANSCRIPT} ?(?:be |get )?(?:deleted|erased|gone|removed)?",
    "on_leaving": r"what (?:happens|will happen)(?: (?:to|with) (?:my data|everything|me))? "
    r"(?:when|if|after|once) (?:i|somebody|someone) (?:leaves?|left|quits?)"
    r"(?: (?:the company|the team|here|us|my job|this company))?",
    "line_back": rf"{_POLITE}(?:take|get|pull) (?:the|my|that|this) (?:line|quote|ask) back"
    rf"|{_POLITE}(?:take|get|pull) back (?:the|my|that|this) (?:line|quote|ask)",
}
_PATTERNS = {intent: re.compile(pattern) for intent, pattern in _SENTENCES.items()}
_ERASE = re.compile(
    rf"{_POLITE}(?:delete|erase|remove|close) (?:my|this) (?:own )?(?:account|profile|user)"
    r"(?: (?:here|now|please))*"
)


def about_own_data(text: str) -> DataIntent | Literal["erase"]:
    """Return the intent of a sentence about the person's own data, or "" for any other text."""
    words = bare_words_and_rest(text, MAX_WORDS)
    return "erase" if asks_to_be_erased(words) else asked(words)


def asked(words: list[str]) -> DataIntent:
    """Return the intent of a sentence, or "" if we don't recognise the sentence.

    `words` are the sentence's words from `bare_words_and_rest`.
    """
    if not 2 < len(words) <= MAX_WORDS:
        return ""
    text = " ".join(words)
    return next((name for name, one in _PATTERNS.items() if one.fullmatch(text)), "")


def asks_to_be_erased(words: list[str]) -> bool:
    """Return whether a sentence asks to close the person's account: "delete my account"."""
    return len(words) <= MAX_WORDS and _ERASE.fullmatch(" ".join(words)) is not None
