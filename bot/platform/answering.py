"""Reply to failed requests, and log the failures."""

from collections.abc import Awaitable
from dataclasses import replace
from typing import Protocol

import structlog

from bot.platform.api_errors import PlatformError
from handlers.cards import Aside, Card, Problems, Reply, answered_below, card_saying
from handlers.failures import places
from handlers.request import Means

log = structlog.get_logger()

FAILED = "That did not work just now, and nothing was changed. Please try again in a minute."


class Stranger(Exception):
    """We cannot look a person up, or must not do what the person asks.

    The message is a sentence that we show to the person.
    """


class AnyRequest(Protocol):
    """The properties that requests of all platforms have."""

    @property
    def means(self) -> Means:
        """How the person made the request: with a command, a button, a form, …"""
        ...

    @property
    def name(self) -> str:
        """The name of the command, button or form."""
        ...


def sentence(words: str) -> Card:
    """Build a card with one sentence."""
    return card_saying(words)


def with_answers_below(card: Card) -> Card:
    """Return a copy of the card. Answers to its buttons appear below the card and don't replace it.

    A platform without a page for Home shows Home as a message. This message must stay after a press
    of one of its buttons.
    """
    return replace(card, blocks=tuple(map(answered_below, card.blocks)))


def refusal(incoming: AnyRequest, words: str) -> Reply:
    """Reply with the reason why we did nothing. A form shows the reason and stays open."""
    return Problems({"": words}) if incoming.means is Means.FORM else Aside(sentence(words))


async def reply_or_refusal(incoming: AnyRequest, work: Awaitable[Reply | None]) -> Reply | None:
    """Await the reply. If `work` raises an exception, reply with a sentence instead.

    If `work` raises Stranger, the sentence is the message of the exception. If it raises any other
    exception, log the exception and reply with `FAILED`.
    """
    try:
        return await work
    except Stranger as stranger:
        return refusal(incoming, str(stranger))
    except Exception as error:  # noqa: BLE001 - the person always gets an answer
        log_failure("a request could not be handled", incoming, error)
        return refusal(incoming, FAILED)


def log_failure(what: str, incoming: AnyRequest, error: Exception) -> None:
    """Log a failure, but nothing that a person wrote."""
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
    """Return the platform's error code, or the type of the exception. Neither quotes people."""
    return error.code if isinstance(error, PlatformError) else type(error).__name__
