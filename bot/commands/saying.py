"""Report the progress of a command, as sentences for people or log lines for machines.

With LOG_FORMAT=json, all lines go to standard error, like the log.
"""

import sys

import structlog

from bot.settings import LogSettings

log = structlog.get_logger()


def say(settings: LogSettings, sentence: str, **facts: str) -> None:
    """Report progress or success. In a log line, `facts` are fields beside the sentence."""
    if settings.log_format == "json":
        log.info(sentence, **facts)
    else:
        print(sentence, flush=True)  # noqa: T201 - this is the output of the command


def complain(settings: LogSettings, sentence: str) -> None:
    """Report why the command failed or stopped."""
    if settings.log_format == "json":
        log.error(sentence)
    else:
        print(sentence, file=sys.stderr, flush=True)  # noqa: T201
