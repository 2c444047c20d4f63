"""Answers a failed request with a sentence for the person, and logs the failure."""

from collections.abc import Awaitable
from typing import Protocol

import structlog

from bot.platform.api_errors import PlatformError
from handlers.cards import Aside, Card, Paragraph, Problems, Reply, spans
from handlers.failures import places
from handlers.registry import Means

log = structlog.get_logger()

FAILED = "That did not work just now, and nothing was changed. Please try again in a minute."


class Stranger(Exception):
    """Somebody whom we cannot look up, or must not answer. The message is a sentence for them."""


class AnyRequest(Protocol):
    """What every platform's request has in common."""

    @property
    def means(self) -> Means:
        """How it was made: with a command, a button, a form, …"""
        ...

    @property
    def name(self) -> str:
        """The name of the command, button or form."""
        ...


def sentence(words: str) -> Card:
    """A card with a single sentence."""
    return Card(words, (Paragraph(spans(words)),))


def refusal(incoming: AnyRequest, words: str) -> Reply:
    """A reply that says why nothing was done. A form gets it as a problem, so it stays open."""
    return Problems({"": words}) if incoming.means is Means.FORM else Aside(sentence(words))


async def reply_or_refusal(incoming: AnyRequest, work: Awaitable[Reply | None]) -> Reply | None:
    """Await the reply. If that fails, return a reply that says so instead of raising.

    A Stranger is told why. Any other failure is logged, and the person is asked to try again.
    """
    try:
        return await work
    except Stranger as stranger:
        return refusal(incoming, str(stranger))
    except Exception as error:  # noqa: BLE001 - the person gets an answer in any case
        log_failure("a request could not be handled", incoming, error)
        return refusal(incoming, FAILED)


def log_failure(what: str, incoming: AnyRequest, error: Exception) -> None:
    """Log the failure `what`, without anything that a person wrote."""
    more = {"call": error.call, "fix": error.remedy} if isinstance(error, PlatformError) else {}
    log.error(
        what,
        because=reason(error),
        **more,
        means=incoming.means,
        name=incoming.name,
        places=places(error),
    )


def reason(error: Exception) -> str:
    """The platform's error code, or else the exception's type; neither quotes what people wrote."""
    return error.code if isinstance(error, PlatformError) else type(error).__name__
