"""How a command speaks: to people on standard output, to machines as lines of the log.

With LOG_FORMAT=json everything that is said is a line of the log, on standard error, so that
whoever collects it meets one form in one stream.
"""

import sys

import structlog

from bot.settings import LogSettings

log = structlog.get_logger()


def say(settings: LogSettings, sentence: str, **facts: str) -> None:
    """Tell how things went; `facts` are for machines and stand in the sentence already."""
    if settings.log_format == "json":
        log.info(sentence, **facts)
    else:
        print(sentence, flush=True)  # noqa: T201 - this is its output


def complain(settings: LogSettings, sentence: str) -> None:
    """Tell why there is no going on."""
    if settings.log_format == "json":
        log.error(sentence)
    else:
        print(sentence, file=sys.stderr, flush=True)  # noqa: T201
