"""Find out which command or feature a message asks for."""

from collections.abc import Collection, Mapping

from handlers.typed.intents import meant
from handlers.typed.marketing.insight_said import insight_said
from handlers.typed.promises.promise_reports import promise_report
from handlers.typed.slash import slash_name, without_slash
from handlers.typed.words import listed, words_of
from storage.spelling import comparable

US = "attune"  # the bot's name in lower case
MARKS = "*_~`"  # bold, italics, strikethrough and code, as people type them
ENDS = ":,;.!?…–—-"
SEPARATORS = ":,-–—"  # one of these may come between a command and the words after it
MIN_AFTER_OK = 4  # if at least this many words follow "ok", ignore the "ok"
FIRST_WORDS = 4  # a command is among this many words: "Hi @Attune, please prep …"
_BRIEFS = listed("brief prep prepare tell know everything help")  # "tell me about northwind"
_LEAD = 6  # a word of `_BRIEFS` must be among this many first words


def understood(
    text: str, commands: Collection[str], words: Mapping[str, str], courtesies: Collection[str]
) -> tuple[str, str]:
    """Return the command or feature that a message asks for, and the rest of the message.

    If the message asks for neither, the first part is "". `words` maps other words and phrases to
    the names of features. `courtesies` are the keys of `words` that may come before a request, such
    as "please". The bot's name may also come before a request.
    """
    # "insight: …" writes an insight. Without the colon, the command "insight …" searches for one.
    if said := insight_said(text):
        return "insight said", said
    left, found = text.strip(), ("", text.strip())
    polite = True  # we have seen only courtesies, so a request may follow
    for _ in range(FIRST_WORDS):
        first, rest = _first(left)
        word, colon, glued = first.partition(":")
        if colon and glued and _bare(word) in commands:  # "prep:Northwind tomorrow"
            return _bare(word), f"{glued} {rest}".strip()
        word = _bare(first)
        if word in commands:
            return word, _without_us(_without_separator(rest))
        if polite and (asked := _in_plain_words(left, word, rest, words)):
            found = asked
            is_courtesy = word in courtesies and asked[0] == words.get(word)
            # After "thanks", only a command counts as a request. "Thanks, help is on its way" does
            # not ask for help.
            polite = is_courtesy and asked[0] != "thanks"
        if not rest or not (word in courtesies or _is_us(first)):
            break
        left = rest
    name, rest = found
    # In "Ok. I owe Northwind the plan", ignore the "ok".
    return ("", rest) if name == "ok" and len(rest.split()) >= MIN_AFTER_OK else found


def _in_plain_words(
    text: str, word: str, rest: str, words: Mapping[str, str]
) -> tuple[str, str] | None:
    """Return the feature that a text without a command asks for, and the words after the request.

    Return None if the text asks for no feature. `word` is the first word of the text, and `rest`
    are the other words.
    """
    if name := words.get(_bare(text)):
        return name, rest
    intent, after = meant(without_slash(text))
    if intent == "planned" and slash_name(text):
        return "brief", after
    if intent == "planned" and not _BRIEFS.isdisjoint(words_of(text)[:_LEAD]):
        return "prepared", after
    if intent == "promised" and _reports_promised(text):
        return None
    if intent:
        return intent, after
    return (words[word], rest) if word in words and not _reports_promise(text) else None


def _reports_promise(text: str) -> bool:
    """Check whether a line is a report and not a request: "rollout plan is sent"."""
    report = promise_report(text)
    return report is not None and report.told in ("done", "theirs", "moved")


def _reports_promised(text: str) -> bool:
    """Check whether a line says that a promise is kept: "i promised kestrel a date, done"."""
    report = promise_report(text)
    return report is not None and report.promised


def _without_us(rest: str) -> str:
    """Remove the bot's own name after a command: "prep @Attune Northwind"."""
    first, after = [*rest.split(maxsplit=1), "", ""][:2]
    return after if _bare(first) == f"@{US}" else rest


def _first(text: str) -> tuple[str, str]:
    """Return the first word, and the rest.

    If the first word begins with a formatting mark ("*prep Northwind*"), remove the closing mark
    from the rest.
    """
    first, rest = [*text.split(maxsplit=1), "", ""][:2]
    opened = first[: len(first) - len(first.lstrip(MARKS))]
    if opened and not first.endswith(opened[::-1]):
        rest = rest.replace(opened[::-1], "", 1)
    return first, rest.strip()


def _without_separator(rest: str) -> str:
    """Remove a dash, comma or colon after a command: "prep – Northwind"."""
    separator, after = [*rest.split(maxsplit=1), "", ""][:2]
    return after if len(separator) == 1 and separator in SEPARATORS else rest


def _bare(words: str) -> str:
    """Normalise words for the lookup: "*Prep*:" becomes "prep"."""
    bare = comparable(words.strip(MARKS + ENDS)).strip(MARKS + ENDS).removeprefix("/")
    return bare or words


def _is_us(first: str) -> bool:
    """Return whether a word is the bot's name, or a mention of anybody."""
    return _bare(first) == US or first.startswith(("@", "<@", "<at>"))
