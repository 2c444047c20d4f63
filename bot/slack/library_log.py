"""Rewrite or drop log lines of Slack's libraries. The lines quote requests, tokens and answers."""

import logging

# Beginnings of lines that we drop. The library repeats these lines while Socket Mode is not
# connected. `socket_mode` reports the lost connection once.
REPORTED_ELSEWHERE = (
    "Failed to check the current session",
    "Failed to receive or enqueue a message",
    "Failed to connect (error",
    "Failed to send a request to Slack API server",
    "Failed to retrieve WSS URL",
)


def library_logger() -> logging.Logger:
    """Return a logger for Slack's libraries. It drops warnings, which are only about API usage."""
    logger = logging.getLogger("bot.slack.library")
    logger.setLevel(logging.ERROR)
    if not logger.filters:
        logger.addFilter(_reworded)
    return logger


def _reworded(record: logging.LogRecord) -> bool:
    """Say only where in the library a line was logged. Return False to drop the line."""
    if str(record.msg).startswith(REPORTED_ELSEWHERE):
        return False
    error = (
        record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "no exception"
    )
    place = f"{record.module}:{record.lineno}"
    record.msg = f"Slack's library reports an error of its own ({error} at {place})"
    record.args = record.exc_info = record.exc_text = None
    return True
