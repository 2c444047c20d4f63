"""Logs: one line an event, for people or for machines. Never anybody's words."""

import logging
import sys

import structlog

from bot.settings import Settings

QUIET = (
    "alembic",
    "apscheduler",
    "slack_bolt",
    "slack_sdk",
    "aiohttp.access",
    "asyncio",
    "aiosqlite",
)


def set_up(settings: Settings) -> None:
    """Send every log line to standard error, in the format that was asked for."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    level = logging.getLevelNamesMapping()[settings.log_level]
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(stream=sys.stderr, level=level, format="%(levelname)s %(name)s %(message)s")
    for name in QUIET:  # they log what passes through them
        logging.getLogger(name).setLevel(logging.ERROR)
