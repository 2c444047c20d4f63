"""Rewrites or drops log lines of Slack's libraries: they quote requests, tokens and answers."""

import logging

# Lines that begin like this are dropped. They are about the Socket Mode connection: the library
# logs them every few seconds, while `socket_mode` reports the problem once, with a fix.
REPORTED_ELSEWHERE = (
    "Failed to check the current session",
    "Failed to receive or enqueue a message",
    "Failed to connect (error",
    "Failed to send a request to Slack API server",
    "Failed to retrieve WSS URL",
)


def library_logger() -> logging.Logger:
    """A logger to pass to Slack's libraries.

    It drops everything below an error: the libraries' warnings are only about API usage.
    """
    logger = logging.getLogger("bot.slack.library")
    logger.setLevel(logging.ERROR)
    if not logger.filters:
        logger.addFilter(_reworded)
    return logger


def _reworded(record: logging.LogRecord) -> bool:
    """Whether a line is logged. Its words are replaced by where in the library it comes from."""
    if str(record.msg).startswith(REPORTED_ELSEWHERE):
        return False
    error = (
        record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "no exception"
    )
    place = f"{record.module}:{record.lineno}"
    record.msg = f"Slack's library reports an error of its own ({error} at {place})"
    record.args = record.exc_info = record.exc_text = None
    return True
