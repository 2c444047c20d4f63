"""Answer a request that was refused, or that failed because of an error in Attune."""

import structlog

from handlers.cards import Aside, Note, Problems, Reply, aside, card_saying, spans
from handlers.failures import places
from handlers.registry import Refusal
from handlers.request import Means, Request
from storage.database.faults import fault_of

log = structlog.get_logger()


def refusal_reply(request: Request, refusal: Refusal) -> Reply:
    """Return the answer to a refused request.

    The answer is the first of these:

    - the refusal's form, if it has one
    - the problems with the fields, if the request was a submitted form
    - the refusal's card, if it has one
    - the refusal's sentence
    """
    if refusal.form:
        return refusal.form
    if request.means is Means.FORM:
        return Problems(dict(refusal.fields))
    return refusal.instead or aside(refusal.sentence)


def apology(request: Request, error: Exception, reference: str) -> Reply:
    """Log an unexpected error and return an answer, both with the `reference`."""
    # Log only the type and places of an exception, because its text may quote what a person wrote.
    log.error(
        "request failed",
        reference=reference,
        means=request.means,
        name=request.name,
        error=fault_of(error) or type(error).__name__,
        places=places(error),
    )
    if request.means is Means.FORM:
        sentence = (
            f"That could not be saved. Your words are still here, so try again. ({reference})"
        )
        return Problems({"": sentence})
    sentence = "Something went wrong on our side, and nothing was changed. Please try again."
    card = card_saying(
        sentence,
        Note(spans(f"If this keeps happening, give your admin this reference: {reference}")),
    )
    return Aside(card)
