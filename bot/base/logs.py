"""Set up logging as text or JSON. Log lines never contain what people wrote.

Libraries may log the data that passes through them. So we log only their warnings and errors. Of
the libraries in `QUIET`, we log only errors. We leave out the text of exceptions, and the values
that a library puts into its message.
"""

import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import Processor

from bot.settings import LogSettings
from handlers.failures import places

QUIET = (
    "alembic",
    "apscheduler",
    "slack_bolt",
    "slack_sdk",
    "aiohttp.access",
    "asyncio",
    "aiosqlite",
)


def set_up(settings: LogSettings) -> None:
    """Send all log lines to standard error, in the configured format."""
    level = logging.getLevelNamesMapping()[settings.log_level]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: Processor = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    _set_up_libraries(max(level, logging.WARNING), shared, last)


def _set_up_libraries(level: int, shared: list[Processor], last: Processor) -> None:
    """Send the log lines of libraries, from this level on, through our own format."""
    handler = _LibraryHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)


class _LibraryHandler(logging.StreamHandler[TextIO]):
    """Logs the messages of libraries without values: `Cannot read %s` keeps its `%s`."""

    def format(self, record: logging.LogRecord) -> str:
        text = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
        error = record.exc_info[1] if record.exc_info else None
        because = f" ({type(error).__name__} at {', '.join(places(error))})" if error else ""
        # The lines after the first may be a dump of data.
        changed = {"msg": text.partition("\n")[0] + because, "args": None, "stack_info": None}
        bare = logging.makeLogRecord(
            {**record.__dict__, **changed, "exc_info": None, "exc_text": None}
        )
        return super().format(bare)
