"""What the form for the CRM showed when it was opened.

While the form is open, a deal may change in the CRM. We still compare the rep's input with the
values that the form showed, because the rep saw only these.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256
from secrets import token_hex
from typing import Any, NamedTuple

from handlers.coaching.text.words import shortened
from storage.tables import CrmConnection, CrmDeal, CrmWrite
from storage.text import storable

STEP_SHOWN = 150  # characters of the next step in the CRM


class DealValues(NamedTuple):
    """The next step and the stage of a deal.

    Each is the value in the CRM, unless the rep has sent another value that is not in the CRM yet.
    In this case, it is the value that the rep sent.
    """

    step: str
    stage: str  # the id of the stage, or ""
    sent: frozenset[str]  # the kinds of the rep's writes that are not in the CRM yet


class SeenInForm(NamedTuple):
    """What the form showed when it was opened."""

    nonce: str  # so that a form submitted twice sends nothing twice
    connection_hash: str  # a hash of the time when the CRM was connected
    stages_hash: str  # a hash of the ids of the stages to choose from
    stage_number: str  # the place of the deal's stage among those to choose from, or ""
    step: str  # the deal's next step as shown
    filled: bool  # whether the note was filled in from the rep's shared reflection


def deal_values(deal: CrmDeal | None, own: Sequence[CrmWrite]) -> DealValues:
    """Return the values of a deal. `own` are the rep's writes to the deal, oldest first."""
    waiting = {one.kind: one.text for one in own if one.state == "approved"}
    step = waiting.get("next_step", deal.next_step if deal else "")
    stage = waiting.get("stage", deal.stage_id if deal else "")
    return DealValues(step, stage, frozenset(waiting))


def seen_now(
    connection: CrmConnection, deal: CrmDeal | None, values: DealValues, *, filled: bool
) -> SeenInForm:
    """Return what a form shows if it is opened now."""
    ids = [one["id"] for one in stages_of_deal(connection, deal)]
    current = values.stage
    return SeenInForm(
        nonce=token_hex(8),
        connection_hash=short_hash(connection.connected_at.isoformat()),
        stages_hash=short_hash(*ids),
        stage_number=str(ids.index(current)) if current in ids else "",
        step=shown(values.step),
        filled=filled,
    )


def packed(seen: SeenInForm) -> str:
    """Pack what the form showed into ASCII text, for the form's subject."""
    step = urlsafe_b64encode(seen.step.encode()).decode()
    filled = "1" if seen.filled else ""
    return ":".join(
        (seen.nonce, seen.connection_hash, seen.stages_hash, seen.stage_number, filled, step)
    )


def unpacked(text: str) -> SeenInForm:
    """Read what `packed` wrote. Raises ValueError for anything else."""
    nonce, connection, stages, stage, filled, step = text.split(":")
    was_shown = storable(urlsafe_b64decode(step).decode())
    return SeenInForm(nonce, connection, stages, stage, was_shown, bool(filled))


def short_hash(*texts: str) -> str:
    """Return a short hash of these texts."""
    return sha256("\n".join(texts).encode()).hexdigest()[:12]


def shown(step: str) -> str:
    """Return the next step of a deal as the form shows it."""
    return shortened(step, STEP_SHOWN)


def stages_of_deal(connection: CrmConnection, deal: CrmDeal | None) -> list[dict[str, Any]]:
    """Return the stages to which a deal may be moved."""
    return [
        one
        for one in connection.known_stages
        if deal
        and one["pipeline_id"] == deal.pipeline_id
        and not one["closed"]
        and one["may_write"]
    ]
