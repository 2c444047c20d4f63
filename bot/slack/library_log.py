"""What Slack's libraries log, in our words: their own lines quote requests, tokens and answers."""

import logging

# How their lines begin, and what they are about. What concerns the connection of Socket Mode is
# told by `socket_mode`, once and with what to do: here it would come every few seconds.
TOLD_ELSEWHERE = (
    "Failed to check the current session",
    "Failed to receive or enqueue a message",
    "Failed to connect (error",
    "Failed to send a request to Slack API server",
    "Failed to retrieve WSS URL",
)


def library_logger() -> logging.Logger:
    """A logger to hand to Slack's libraries. Their warnings are about how we call them: unused."""
    logger = logging.getLogger("bot.slack.library")
    logger.setLevel(logging.ERROR)
    if not logger.filters:
        logger.addFilter(_in_our_words)
    return logger


def _in_our_words(record: logging.LogRecord) -> bool:
    if str(record.msg).startswith(TOLD_ELSEWHERE):
        return False
    error = (
        record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "no exception"
    )
    place = f"{record.module}:{record.lineno}"
    record.msg = f"Slack's library reports an error of its own ({error} at {place})"
    record.args = record.exc_info = record.exc_text = None
    return True
